//! How the pages of the lints and the recipes show the rows of the catalogue.

use clippy_catalogue::{CATALOGUE, LintKind, Row};

/// The rows that belong to the lint with this name.
pub fn rows(lint: &str) -> impl Iterator<Item = &'static Row> {
    CATALOGUE
        .iter()
        .filter(move |row| lint_name(row.lint) == lint)
}

fn lint_name(lint: LintKind) -> &'static str {
    match lint {
        LintKind::InvalidType => "await_holding_invalid_type",
        LintKind::Lock => "await_holding_lock",
        LintKind::RefCell => "await_holding_refcell_ref",
    }
}

/// The libraries of the rows, each once, in the order of the rows.
pub fn libraries<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<&'static str> {
    let mut libraries = Vec::new();
    for row in rows {
        if !libraries.contains(&row.library) {
            libraries.push(row.library);
        }
    }
    libraries
}

/// What the rows of a library say, for its recipe.
pub fn facts(library: &str) -> String {
    let rows = CATALOGUE.iter().filter(|row| row.library == library);
    let texts = rows.map(|row| {
        format!(
            "{lint} finds\n{types}.\n\n\
             - **Why:** {subject} {why}. See the [documentation]({documentation}).\n\
             - **Instead:** {instead}.\n",
            lint = lint_link(row.lint),
            types = code(row.paths.iter().copied(), ",\n"),
            subject = if row.paths.len() == 1 { "it" } else { "each" },
            why = row.why,
            documentation = row.documentation,
            instead = row.instead,
        )
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Links from a recipe to the lints that know types of the library.
pub fn lints_of(library: &str) -> String {
    let mut links = Vec::new();
    for row in CATALOGUE.iter().filter(|row| row.library == library) {
        let link = lint_link(row.lint);
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links.join(", ")
}

fn lint_link(lint: LintKind) -> String {
    let name = lint_name(lint);
    format!("[`{name}`](../lints/{name}.md)")
}

/// Paths as code.
pub fn code<'p>(paths: impl Iterator<Item = &'p str>, separator: &str) -> String {
    let paths: Vec<_> = paths.map(|path| format!("`{path}`")).collect();
    paths.join(separator)
}

/// The libraries and types that the lint knows, for the search.
pub fn words(lint: &str) -> String {
    rows(lint)
        .flat_map(|row| [row.library].into_iter().chain(row.paths.iter().copied()))
        .flat_map(|word| [" ", word])
        .collect()
}
