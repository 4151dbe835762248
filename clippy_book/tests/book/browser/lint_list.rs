//! The list of lints works with a mouse, with a keyboard and on a telephone.

use serde_json::json;

use super::webdriver::Browser;
use crate::BOOK;

const WIDE: (u32, u32) = (1280, 900);
const NARROW: (u32, u32) = (360, 740);

fn list(size: (u32, u32), fragment: &str) -> Browser {
    let browser = Browser::start(size.0, size.1);
    browser.open(&BOOK.join("lints/index.html"), fragment);
    browser
}

/// The lints that are shown.
fn shown(browser: &Browser) -> serde_json::Value {
    browser.run(
        "return [...document.querySelectorAll('.lint')]
            .filter(lint => lint.checkVisibility())
            .map(lint => lint.id)",
    )
}

fn all() -> Vec<&'static str> {
    let mut names: Vec<_> = clippy_lints::LINTS
        .iter()
        .map(|info| info.lint.name.trim_start_matches("clippy::"))
        .map(|name| &*name.to_lowercase().leak())
        .collect();
    names.sort_unstable();
    names
}

/// Nothing went wrong, and nothing is wider than the window.
fn is_sound(browser: &Browser) {
    assert_eq!(browser.errors(), Vec::<serde_json::Value>::new());
    let too_wide = browser
        .run("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assert_eq!(
        too_wide,
        json!(false),
        "the page has to be scrolled sideways"
    );
}

fn search_and_follow(size: (u32, u32)) {
    let browser = list(size, "");
    assert_eq!(shown(&browser), json!(all()));
    browser.find("#lint-search").keys("refcell");
    assert_eq!(shown(&browser), json!(["await_holding_refcell_ref"]));
    is_sound(&browser);

    browser
        .find("#await_holding_refcell_ref .lint-name")
        .click();
    let address = browser.run("return decodeURIComponent(location.pathname)");
    let page = BOOK.join("lints/await_holding_refcell_ref.html");
    assert_eq!(address, json!(page.to_str().unwrap()));
    let title = browser.run("return document.querySelector('main h1').textContent");
    assert_eq!(title, json!("await_holding_refcell_ref"));
    is_sound(&browser);
}

#[test]
fn a_lint_is_searched_for_and_its_page_opened_on_a_wide_screen() {
    search_and_follow(WIDE);
}

#[test]
fn a_lint_is_searched_for_and_its_page_opened_on_a_narrow_screen() {
    search_and_follow(NARROW);
}

#[test]
fn the_keyboard_suffices() {
    let browser = list(WIDE, "");
    // The cursor keys move in the text; they do not turn the page. Return opens the first lint.
    browser
        .find("#lint-search")
        .keys("efcell\u{e011}r\u{e012}\u{e014}\u{e007}");
    let title = browser.run("return document.querySelector('main h1').textContent");
    assert_eq!(title, json!("await_holding_refcell_ref"));
}

#[test]
fn lints_are_filtered_by_group_level_and_applicability() {
    let browser = list(WIDE, "");
    for (filter, value, matches) in [
        ("group", "suspicious", true),
        ("level", "warn", true),
        ("level", "deny", false),
        ("applicability", "MachineApplicable", true),
        ("applicability", "MaybeIncorrect", true),
        ("applicability", "HasPlaceholders", false),
    ] {
        let choose = |value| {
            browser
                .find(&format!("[name='{filter}'] [value='{value}']"))
                .click()
        };
        choose(value);
        let expected = if matches { all() } else { Vec::new() };
        assert_eq!(shown(&browser), json!(expected), "{filter} = {value}");
        let count = browser.run("return document.getElementById('lint-count').textContent");
        let expected_count = if matches {
            format!("{0} of {0} lints", all().len())
        } else {
            "No lints match.".to_owned()
        };
        assert_eq!(count, json!(expected_count));
        choose("");
    }
}

#[test]
fn an_address_can_name_a_lint() {
    let browser = list(NARROW, "#await_holding_lock");
    assert_eq!(shown(&browser), json!(all()));
    let named = browser.run("return document.querySelector(':target').id");
    assert_eq!(named, json!("await_holding_lock"));
    let in_view = browser.run(
        "const { top, bottom } = document.querySelector(':target').getBoundingClientRect();
         return top >= 0 && bottom <= innerHeight",
    );
    assert_eq!(in_view, json!(true));
    is_sound(&browser);
}

#[test]
fn an_address_with_a_word_searches_for_it() {
    let browser = list(WIDE, "#refcell");
    assert_eq!(shown(&browser), json!(["await_holding_refcell_ref"]));
}

#[test]
fn the_search_finds_words_of_the_explanation() {
    let browser = list(WIDE, "");
    browser.find("#lint-search").keys("deadlock");
    assert_eq!(shown(&browser), json!(["await_holding_lock"]));
}
