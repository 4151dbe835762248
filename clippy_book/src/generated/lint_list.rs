//! The page that lists all lints, with a form to search and filter them.
//!
//! It is complete without scripts: `book/theme/lints.js` shows the form and hides the lints that do
//! not match it.

use clippy_lints::LintInfo;

use super::page::header;
use super::{catalogue, facts};

/// The default levels that a lint can have.
const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

/// The applicabilities that a suggestion can have.
const APPLICABILITIES: [&str; 4] = [
    "MachineApplicable",
    "MaybeIncorrect",
    "HasPlaceholders",
    "Unspecified",
];

pub fn text(lints: &[&LintInfo]) -> String {
    let mut groups: Vec<_> = lints.iter().map(|info| info.group.name()).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut cards: Vec<_> = lints.iter().map(|info| (info.name(), card(info))).collect();
    cards.sort();
    let cards: String = cards.into_iter().map(|(_, card)| card).collect();

    format!(
        "{header}# All lints\n\n\
         Each lint is shown with its group and its default level. `cargo clippy --fix` applies \
         suggestions that are `MachineApplicable`. It only shows the others, see \
         [Usage](../usage.md).\n\n\
         <form id=\"lint-filter\" role=\"search\" hidden>\n\
         <label class=\"lint-search\"><span>Search</span>\n\
         <input id=\"lint-search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" \
         placeholder=\"Name or text\" aria-controls=\"lint-list\"></label>\n\
         {group}{level}{applicability}\
         </form>\n\
         <p id=\"lint-count\" role=\"status\"></p>\n\
         <ul id=\"lint-list\">\n{cards}</ul>\n",
        header = header("the lints' declarations in `clippy_lints`"),
        group = choice("group", "Group", &groups),
        level = choice("level", "Level", &LEVELS),
        applicability = choice("applicability", "Applicability", &APPLICABILITIES),
    )
}

fn choice(name: &str, label: &str, options: &[&str]) -> String {
    let options: String = options
        .iter()
        .map(|option| format!("<option value=\"{option}\">{option}</option>"))
        .collect();
    format!(
        "<label><span>{label}</span>\n\
         <select name=\"{name}\" aria-controls=\"lint-list\">\
         <option value=\"\">all</option>{options}</select></label>\n"
    )
}

fn card(info: &LintInfo) -> String {
    let name = info.name();
    format!(
        "<li id=\"{name}\" class=\"lint\" data-group=\"{group}\" data-level=\"{level}\" \
         data-applicability=\"{applicability}\" data-text=\"{text}\">\n\
         <div class=\"lint-head\">\
         <div class=\"lint-title\"><a class=\"lint-name\" href=\"{name}.html\">{name}</a>{tags}</div>\
         <a class=\"lint-anchor\" href=\"#{name}\" aria-label=\"Link to {name} in this list\">#</a>\
         </div>\n\
         <p>{about}</p>\n\
         {facts}\
         </li>\n",
        group = info.group.name(),
        level = info.lint.default_level.as_str(),
        applicability = facts::applicability(info).join(" "),
        text = attribute(&searched(info)),
        tags = facts::tags(info),
        about = inline(&first_paragraph(&info.explanation())),
        facts = facts::applicability_line(info),
    )
}

/// What the search covers besides the name, on one line: the documentation without its code, and
/// the types that the lint knows.
fn searched(info: &LintInfo) -> String {
    let explanation = info.explanation();
    // Every other part is a code block.
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
