//! The page that lists all lints, to be searched and filtered.
//!
//! It is complete without scripts: `book/theme/lints.js` shows the form and hides what does not
//! fit it.

use clippy_lints::LintInfo;

use super::catalogue;
use super::page::mark;

/// The default levels that a lint can have.
const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

pub fn text(lints: &[&LintInfo]) -> String {
    let mut groups: Vec<_> = lints.iter().map(|info| info.group.name()).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut cards: Vec<_> = lints.iter().map(|info| (info.name(), card(info))).collect();
    cards.sort();
    let cards: String = cards.into_iter().map(|(_, card)| card).collect();

    format!(
        "{mark}# All lints\n\n\
         The group and the level that a lint has by default stand beside its name.\n\n\
         <form id=\"lint-filter\" role=\"search\" hidden>\n\
         <label class=\"lint-search\"><span>Search</span>\n\
         <input id=\"lint-search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" \
         placeholder=\"Name or text\" aria-controls=\"lint-list\"></label>\n\
         {group}{level}\
         </form>\n\
         <p id=\"lint-count\" role=\"status\"></p>\n\
         <ul id=\"lint-list\">\n{cards}</ul>\n",
        mark = mark("the lints' declarations in `clippy_lints`"),
        group = choice("group", "Group", &groups),
        level = choice("level", "Level", &LEVELS),
    )
}

fn choice(name: &str, label: &str, options: &[&str]) -> String {
    let options: String = options
        .iter()
        .map(|option| format!("<option value=\"{option}\">{option}</option>"))
        .collect();
    format!(
        "<label><span>{label}</span>\n\
         <select id=\"lint-{name}\" aria-controls=\"lint-list\">\
         <option value=\"\">all</option>{options}</select></label>\n"
    )
}

fn card(info: &LintInfo) -> String {
    let name = info.name();
    let group = info.group.name();
    let level = info.lint.default_level.as_str();
    format!(
        "<li id=\"{name}\" class=\"lint\" data-group=\"{group}\" data-level=\"{level}\" \
         data-text=\"{text}\">\n\
         <div class=\"lint-head\">\
         <a class=\"lint-name\" href=\"{name}.html\">{name}</a>\
         <span class=\"lint-tag\">{group}</span>\
         <span class=\"lint-tag lint-level-{level}\">{level}</span>\
         <a class=\"lint-anchor\" href=\"#{name}\" aria-label=\"Link to {name} in this list\">#</a>\
         </div>\n\
         <p>{about}</p>\n\
         </li>\n",
        text = attribute(&searched(info)),
        about = inline(&first_paragraph(&info.explanation())),
    )
}

/// What the search looks at besides the name, on one line: the documentation without its code, and
/// the types that the lint knows.
fn searched(info: &LintInfo) -> String {
    let explanation = info.explanation();
    // Every second part is between fences.
    let prose: String = explanation.split("```").step_by(2).collect();
    let text = prose.replace(['#', '`'], "") + &catalogue::words(&info.name());
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The paragraph below the first heading.
fn first_paragraph(explanation: &str) -> String {
    let lines: Vec<_> = explanation
        .lines()
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// One paragraph of Markdown as HTML.
fn inline(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    html.trim()
        .trim_start_matches("<p>")
        .trim_end_matches("</p>")
        .to_owned()
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
