// The page of all lints: shows what fits the form, and the lint that the address names.
'use strict';

(() => {
    const form = document.getElementById('lint-filter');
    if (!form) {
        return;
    }
    const search = document.getElementById('lint-search');
    const group = document.getElementById('lint-group');
    const level = document.getElementById('lint-level');
    const count = document.getElementById('lint-count');
    const lints = [...document.querySelectorAll('.lint')];

    const fits = lint => {
        const text = `${lint.id} ${lint.dataset.text}`;
        const words = search.value.toLowerCase().split(/\s+/);
        return words.every(word => text.includes(word) || text.includes(word.replaceAll('-', '_')))
            && (!group.value || group.value === lint.dataset.group)
            && (!level.value || level.value === lint.dataset.level);
    };

    const update = () => {
        for (const lint of lints) {
            lint.hidden = !fits(lint);
        }
        const shown = lints.filter(lint => !lint.hidden).length;
        count.textContent = shown ? `${shown} of ${lints.length} lints` : 'No lint fits.';
    };

    // A lint that the address names is shown whatever the form says; another name is searched for.
    const follow = () => {
        const name = decodeURIComponent(location.hash.slice(1));
        if (!name) {
            return;
        }
        const lint = lints.find(lint => lint.id === name);
        form.reset();
        search.value = lint ? '' : name;
        update();
        lint?.scrollIntoView();
    };

    form.hidden = false;
    search.addEventListener('input', update);
    group.addEventListener('change', update);
    level.addEventListener('change', update);
    form.addEventListener('submit', event => {
        event.preventDefault();
        lints.find(lint => !lint.hidden)?.querySelector('.lint-name').click();
    });
    // mdBook's keys for the pages before and after would take the cursor keys.
    form.addEventListener('keydown', event => event.stopPropagation());
    window.addEventListener('hashchange', follow);
    update();
    follow();
})();
