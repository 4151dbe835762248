// Lets inline code that is too long for its line or its table break between words and between the
// parts of a name.
'use strict';

(() => {
    const isTooLong = code => {
        const table = code.closest('.table-wrapper');
        return table
            ? table.scrollWidth > table.clientWidth
            : code.offsetWidth > code.closest('p, li, h1, h2, h3, h4').clientWidth;
    };
    const codes = new Set(document.querySelectorAll('main :not(pre) > code'));

    // The width changes with the window, the side bar and the fonts.
    const fit = new ResizeObserver(() => {
        for (const code of codes) {
            if (isTooLong(code)) {
                code.innerHTML = code.innerHTML.replace(/ |::|[_/]|\w-(?=\w)/g, '$&<wbr>');
                codes.delete(code);
            }
        }
    });
    fit.observe(document.querySelector('main'));
})();
