//! The pages that are generated from declarations: those of the lints, of the configuration keys
//! and of the catalogue.
//!
//! They are committed, so that they can be read and reviewed without a build. A test fails if one
//! of them is out of date.

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

/// All pages that are generated or have a generated part, up to date.
///
/// # Errors
/// If the part of a page that is written by hand cannot be read, or its markers are wrong.
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

/// The pages whose files are out of date or missing.
///
/// # Errors
/// Those of [`pages`], and if an existing file cannot be read.
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
