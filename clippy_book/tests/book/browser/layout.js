// Looks for what does not fit the window in a page of the book. The test defines `mayScroll`, the
// selector of the containers that may scroll sideways.

// A change of the theme loads style sheets, and book/theme/layout.js adapts the page a frame later.
const isLoading = ({ disabled, sheet }) => !disabled && !sheet;
for (let settled = 0; settled < 3; settled += 1) {
    await new Promise(requestAnimationFrame);
    if ([...document.querySelectorAll('link[rel~=stylesheet]')].some(isLoading)) {
        settled = 0;
    }
}

const main = document.querySelector('main');
const problems = [];

const report = (what, node) => {
    const text = node.textContent.trim().replace(/\s+/g, ' ').slice(0, 60);
    problems.push(`${what}: ${node.localName ?? 'text'} "${text}"`);
};

const rects = (node, start, end) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    if (end !== undefined) {
        range.setStart(node, start);
        range.setEnd(node, end);
    }
    return [...range.getClientRects()];
};

const isOnOneLine = rects => rects.every(rect => rect.top < rects[0].bottom && rect.bottom > rects[0].top);

// No element is wider than the page, unless it is in a container that scrolls.
const scrolls = element => element.matches(mayScroll)
    && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
const page = main.getBoundingClientRect();
const check = element => {
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 0 && (left < page.left - 1 || right > page.right + 1)) {
        report(`${Math.round(right - page.right)} pixels too wide`, element);
    } else if (!scrolls(element)) {
        [...element.children].forEach(check);
    }
};
if (page.left < 0 || page.right > document.documentElement.clientWidth) {
    report('wider than the window', main);
}
[...main.children].forEach(check);

// A number keeps its unit and its range.
for (const cell of main.querySelectorAll('td')) {
    if (/^[\d.,]+( \p{L}+)?( \(.*\))?$/u.test(cell.textContent) && !isOnOneLine(rects(cell))) {
        report('a number that wraps', cell);
    }
}

// The `#` that links to a lint is on the line of its name, and `#[attribute]` keeps its `#`.
for (const lint of main.querySelectorAll('.lint-head')) {
    const [name, anchor] = ['.lint-name', '.lint-anchor'].map(part => lint.querySelector(part));
    if (!isOnOneLine([rects(name)[0], rects(anchor)[0]])) {
        report('a # alone on its line', lint);
    }
}
const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
    const text = texts.currentNode;
    const attribute = text.data.indexOf('#[');
    if (attribute >= 0 && !isOnOneLine(rects(text, attribute, attribute + 2))) {
        report('a # alone on its line', text);
    }
    // Outside of code, mdBook makes a dash of the `--` of an option.
    if (!text.parentElement.closest('code') && /(^|\s)[–—]\w/.test(text.data)) {
        report('an option that is not marked as code', text);
    }
}

const theme = [...document.documentElement.classList].find(name => ['light', 'ayu'].includes(name));
return { theme, problems };
