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
    text += &catalogue::section(&name, recipes);
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
