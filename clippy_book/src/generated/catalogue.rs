//! The rows of the catalogue, as the pages of the lints and the recipes show them.

use clippy_catalogue::{CATALOGUE, Family, Lint};

/// The rows of the lint with this name.
pub fn rows(lint: &str) -> impl Iterator<Item = &'static Family> {
    CATALOGUE
        .iter()
        .filter(move |row| lint_name(row.lint) == lint)
}

fn lint_name(lint: Lint) -> &'static str {
    match lint {
        Lint::InvalidType => "await_holding_invalid_type",
        Lint::Lock => "await_holding_lock",
        Lint::RefCell => "await_holding_refcell_ref",
    }
}

/// The libraries of some rows, in their order.
pub fn libraries<'r>(rows: impl Iterator<Item = &'r Family>) -> Vec<&'static str> {
    let mut libraries = Vec::new();
    for row in rows {
        if !libraries.contains(&row.library) {
            libraries.push(row.library);
        }
    }
    libraries
}

/// What the rows of a library say. It stands on a page of the recipes.
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

/// The lints that find types of a library, linked from the recipes.
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

fn lint_link(lint: Lint) -> String {
    let name = lint_name(lint);
    format!("[`{name}`](../lints/{name}.md)")
}

pub fn code<'p>(paths: impl Iterator<Item = &'p str>, separator: &str) -> String {
    let paths: Vec<_> = paths.map(|path| format!("`{path}`")).collect();
    paths.join(separator)
}

/// The words of these rows, for a search.
pub fn words(lint: &str) -> String {
    rows(lint)
        .flat_map(|row| [row.library].into_iter().chain(row.paths.iter().copied()))
        .flat_map(|word| [" ", word])
        .collect()
}
