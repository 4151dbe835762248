//! The page of a lint: its declaration, the types it knows by default, and the keys it reads.

use clippy_config::keys::KEYS;
use clippy_lints::LintInfo;

use super::page::header;
use super::recipes::Recipes;
use super::{catalogue, facts};

pub fn text(info: &LintInfo, recipes: &Recipes) -> String {
    let name = info.name();
    let mut text = header("the lint's declaration in `clippy_lints`");
    text += &format!(
        "# {name}\n\n\
         <p class=\"lint-facts\">{tags}</p>\n{applicability}\n",
        tags = facts::tags(info),
        applicability = facts::applicability_line(info),
    );
    // The page's title is one level above the sections, which are of level three in the declaration.
    text += &info.documentation().replace("### ", "## ");
    text += &known_types(&name, recipes);
    let keys = KEYS.iter().filter(|key| key.lints.contains(&&*name));
    for (index, key) in keys.enumerate() {
        if index == 0 {
            text += "\n## Configuration\n\n";
        }
        text += &format!(
            "- [`{key}`](../lint_configuration.md#{key})\n",
            key = key.name
        );
    }
    text
}

/// The section that lists the types it knows by default. Empty if there are none.
fn known_types(lint: &str, recipes: &Recipes) -> String {
    let mut text = String::new();
    for library in catalogue::libraries(catalogue::rows(lint)) {
        if text.is_empty() {
            text += "\n## Types it knows by default\n\n\
                     The recipe for a library says why its types must not be held, and what to do \
                     instead.\n\n";
        }
        let of_library = catalogue::rows(lint).filter(|row| row.library == library);
        let paths = of_library.flat_map(|row| row.paths).copied();
        text += &format!(
            "- [{library}](../recipes/{}):\n  {}\n",
            recipes.link(library),
            catalogue::code(paths, ",\n  "),
        );
    }
    text
}
