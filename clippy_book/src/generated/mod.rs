//! The pages that are made of declarations: those of the lints, of the configuration keys and of
//! the catalogue.
//!
//! They are committed, so that they can be read and reviewed without a build; a test fails when
//! one of them is stale.

mod catalogue;
mod configuration;
mod facts;
mod lint_list;
mod lint_page;
mod page;
mod recipes;

use std::fs;

use anyhow::{Context, Result};
use clippy_lints::LINTS;

pub use page::Page;
use recipes::Recipes;

/// The generated pages as they should be, and those with a generated part.
///
/// # Errors
/// If what is written by hand of a page cannot be read or has no place for the rest.
pub fn pages() -> Result<Vec<Page>> {
    let recipes = Recipes::read()?;
    let lints = LINTS.iter().map(|info| {
        let path = format!("lints/{}.md", info.name());
        Page::new(path, lint_page::text(info, &recipes))
    });
    let others = [
        Page::new("lints/README.md", lint_list::text(LINTS)),
        Page::new("lint_configuration.md", configuration::text()),
    ];
    Ok(lints.chain(others).chain(recipes.pages()).collect())
}

/// The pages that are not as they should be.
///
/// # Errors
/// As [`pages`], and if a file is there and cannot be read.
pub fn stale() -> Result<Vec<Page>> {
    let mut stale = Vec::new();
    for page in pages()? {
        let is_current = page.file.exists()
            && fs::read_to_string(&page.file)
                .with_context(|| format!("cannot read {}", page.file.display()))?
                == page.text;
        if !is_current {
            stale.push(page);
        }
    }
    Ok(stale)
}
