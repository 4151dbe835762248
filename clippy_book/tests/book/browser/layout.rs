//! Every page fits its window, on wide and narrow screens, in a light and a dark theme.

use serde_json::{Value, json};

use super::webdriver::Browser;
use crate::{BOOK, html_files};

/// The widths of the window, each with the containers that may scroll sideways there: code, and on a
/// narrow page tables with more than three columns.
const WINDOWS: [(u32, &str); 2] = [
    (1280, "pre > code"),
    (400, "pre > code, .table-wrapper:has(th:nth-child(4))"),
];

/// The colour schemes that a reader can prefer, each with mdBook's theme for it.
const SCHEMES: [(&str, &str); 2] = [("light", "light"), ("dark", "ayu")];

/// What the reader does not open: it lists or repeats the other pages.
const NO_PAGES: [&str; 3] = ["404.html", "print.html", "toc.html"];

#[test]
fn every_page_fits_its_window() {
    let mut pages = html_files(&BOOK);
    pages.retain(|page| !NO_PAGES.iter().any(|name| page.ends_with(name)));
    assert!(pages.len() > 20, "{pages:?}");

    let browser = Browser::start(1280, 900);
    let mut problems = Vec::new();
    for (width, may_scroll) in WINDOWS {
        browser.resize(width, 900);
        let script = format!(
            "const mayScroll = '{may_scroll}';\n{}",
            include_str!("layout.js")
        );
        for page in &pages {
            browser.open(page, "");
            let page = page.strip_prefix(&*BOOK).unwrap().display();
            for (scheme, theme) in SCHEMES {
                browser.prefer_color_scheme(scheme);
                let found = browser.run(&script);
                assert_eq!(found["theme"], json!(theme));
                for problem in found["problems"].as_array().unwrap() {
                    problems.push(format!("{page}, {width} pixels, {scheme}: {problem}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(browser.errors(), Vec::<Value>::new());
}
