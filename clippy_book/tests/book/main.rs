//! The book is right: its generated pages are current, its examples do what it says, its links lead
//! somewhere, and it works in a browser.

#![feature(rustc_private)]

// The driver's shared library, as in `clippy_book` itself.
extern crate rustc_driver as _;

mod browser;
mod examples;
mod generated;
mod links;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The built book.
static BOOK: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    clippy_book::render(&dir).unwrap();
    dir.canonicalize().unwrap()
});

/// The HTML files of a directory and all below it.
fn html_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (dirs, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let html = files.into_iter().filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "html")
    });
    html.chain(dirs.iter().flat_map(|dir| html_files(dir)))
        .collect()
}
