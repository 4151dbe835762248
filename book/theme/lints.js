// The list of lints: shows those that match the form, and the one that the address names.
'use strict';

(() => {
    const form = document.getElementById('lint-filter');
    if (!form) {
        return;
    }
    const search = document.getElementById('lint-search');
    const choices = [...form.querySelectorAll('select')];
    const count = document.getElementById('lint-count');
    const lints = [...document.querySelectorAll('.lint')];

    const matches = lint => {
        const text = `${lint.id} ${lint.dataset.text}`;
        const words = search.value.toLowerCase().split(/\s+/);
        return words.every(word => text.includes(word) || text.includes(word.replaceAll('-', '_')))
            && choices.every(({ name, value }) => !value || lint.dataset[name].split(' ').includes(value));
    };

    const update = () => {
        for (const lint of lints) {
            lint.hidden = !matches(lint);
        }
        const shown = lints.filter(lint => !lint.hidden).length;
        count.textContent = shown ? `${shown} of ${lints.length} lints` : 'No lints match.';
    };

    // The lint that the address names is shown whatever the form says. Any other word is searched for.
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
    form.addEventListener('change', update);
    form.addEventListener('submit', event => {
        event.preventDefault();
        lints.find(lint => !lint.hidden)?.querySelector('.lint-name').click();
    });
    // mdBook would turn the page when an arrow key is pressed.
    form.addEventListener('keydown', event => event.stopPropagation());
    window.addEventListener('hashchange', follow);
    update();
    follow();
})();
