//! The page of one lint: its declaration, the types that it knows, and the keys that it reads.

use clippy_config::keys::KEYS;
use clippy_lints::LintInfo;

use super::recipes::Recipes;
use super::{catalogue, facts, mark};

pub fn text(info: &LintInfo, recipes: &Recipes) -> String {
    let name = info.name();
    let mut text = mark("the lint's declaration in `clippy_lints`");
    text += &format!(
        "# {name}\n\n\
         <p class=\"lint-facts\">{tags}</p>\n{applicability}\n",
        tags = facts::tags(info),
        applicability = facts::applicability_line(info),
    );
    // In the declaration the sections are below a title that `--explain` does not have.
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
