//! `--explain LINT`.

use clippy_config::upstream::{self, UpstreamLint};
use clippy_lints::LINTS;

/// The documentation of a lint, by its name with or without `clippy::`, in any case and with
/// hyphens or underscores.
///
/// # Errors
/// A message for the user if the name is not that of a lint of this Clippy.
pub fn explanation(name: &str) -> Result<String, String> {
    let name = name.to_lowercase().replace('-', "_");
    let bare = name.trim_start_matches("clippy::");
    if let Some(info) = LINTS.iter().find(|info| info.name() == bare) {
        return Ok(info.explanation());
    }
    let full = format!("clippy::{bare}");
    let known = upstream::lints().any(|lint| match lint {
        UpstreamLint::Lint(name) | UpstreamLint::Group(name) | UpstreamLint::Old(name) => {
            name == full
        }
    });
    let ours: Vec<_> = LINTS.iter().map(|info| info.lint.name_lower()).collect();
    Err(if known {
        format!(
            "`{full}` is a lint of upstream Clippy, and has no effect here; \
             the lints of this Clippy are {}",
            ours.join(", ")
        )
    } else {
        format!(
            "there is no lint `{full}`; the lints of this Clippy are {}",
            ours.join(", ")
        )
    })
}
