//! Builds the book, generates pages of it from declarations in the code, and runs its examples.
//!
//! * [`generated`] writes the pages of the lints, of the configuration keys and of the catalogue;
//! * [`examples`] lints the examples and compares the diagnostics with what the pages say;
//! * [`render`] builds all pages with mdBook.

#![feature(rustc_private)]

// `clippy_lints` is linked to the driver's shared library.
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
/// Those of mdBook, for example if `SUMMARY.md` names a page that does not exist.
pub fn render(to: &Path) -> Result<()> {
    let mut book = MDBook::load(root().join("book")).context("cannot read the book")?;
    book.config.build.build_dir = to.to_owned();
    book.build().context("cannot build the book")
}
