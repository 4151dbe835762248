//! The rows of the catalogue that belong to a lint.

use clippy_catalogue::{CATALOGUE, Family, Lint};

/// The rows of the lint with this name.
fn rows(lint: &str) -> impl Iterator<Item = &'static Family> {
    let lint = match lint {
        "await_holding_invalid_type" => Some(Lint::InvalidType),
        "await_holding_lock" => Some(Lint::Lock),
        "await_holding_refcell_ref" => Some(Lint::RefCell),
        _ => None,
    };
    CATALOGUE.iter().filter(move |row| Some(row.lint) == lint)
}

/// The section of the lint's page that says which types it knows; empty if it knows none.
pub fn section(lint: &str) -> String {
    let mut text = String::new();
    let mut library = "";
    for row in rows(lint) {
        if text.is_empty() {
            text += "\n## Types that it knows\n";
        }
        if row.library != library {
            library = row.library;
            text += &format!("\n### {library}\n");
        }
        let paths: Vec<_> = row.paths.iter().map(|path| format!("`{path}`")).collect();
        text += &format!(
            "\n{}: {} {} ([documentation]({})).\n\n**Instead:** {}.\n",
            paths.join(",\n"),
            if paths.len() == 1 { "it" } else { "each" },
            row.why,
            row.documentation,
            row.instead
        );
    }
    text
}

/// The words of these rows, for a search.
pub fn words(lint: &str) -> String {
    rows(lint)
        .flat_map(|row| [row.library].into_iter().chain(row.paths.iter().copied()))
        .flat_map(|word| [" ", word])
        .collect()
}
