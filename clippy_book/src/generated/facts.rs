//! What the list of lints and the page of a lint show besides its documentation.

use clippy_lints::LintInfo;

/// The group and the default level.
pub fn tags(info: &LintInfo) -> String {
    format!(
        "<span class=\"lint-tag\">{group}</span> \
         <span class=\"lint-tag lint-level-{level}\">{level}</span>",
        group = info.group.name(),
        level = info.lint.default_level.as_str(),
    )
}

/// The names of the applicabilities that the lint's suggestions can have.
pub fn applicability(info: &LintInfo) -> Vec<String> {
    let applicabilities = info.applicability.iter();
    applicabilities
        .map(|applicability| format!("{applicability:?}"))
        .collect()
}

/// The same, as a line of the page. Empty if the lint has no suggestions.
pub fn applicability_line(info: &LintInfo) -> String {
    let names = applicability(info);
    if names.is_empty() {
        return String::new();
    }
    format!(
        "<p class=\"lint-applicability\">Applicability of its suggestions: <code>{}</code></p>\n",
        names.join("</code>, <code>")
    )
}
