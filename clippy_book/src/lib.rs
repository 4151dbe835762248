//! The book: what is made of the code's own declarations, and the building of it.
//!
//! * [`generated`] makes the pages of the lints and of the configuration;
//! * [`examples`] runs what the pages show;
//! * [`render`] has mdBook build all pages.
//!
//! The tests of this package hold the book to what it says.

#![feature(rustc_private)]

// The driver's shared library: `clippy_lints` is linked with it.
extern crate rustc_driver as _;

pub mod examples;
pub mod generated;

use std::path::Path;

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("clippy_book is a directory of the repository")
}

/// The book's sources.
pub fn source() -> std::path::PathBuf {
    root().join("book/src")
}

/// Builds the book in the directory `to`.
///
/// # Errors
/// mdBook's, for example if `SUMMARY.md` names a page that does not exist.
pub fn render(to: &Path) -> Result<()> {
    let mut book = MDBook::load(root().join("book")).context("cannot read the book")?;
    book.config.build.build_dir = to.to_owned();
    book.build().context("cannot build the book")
}
