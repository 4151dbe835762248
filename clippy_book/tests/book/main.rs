//! The book holds: its generated pages are current, its examples do what it says, its links lead
//! somewhere, and it works in a browser.

#![feature(rustc_private)]

// The driver's shared library, as in `clippy_book` itself.
extern crate rustc_driver as _;

mod browser;
mod examples;
mod generated;
mod links;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The built book.
static BOOK: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    clippy_book::render(&dir).unwrap();
    dir.canonicalize().unwrap()
});
