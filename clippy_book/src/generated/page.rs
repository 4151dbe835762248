//! A generated file of the book.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A generated file.
pub struct Page {
    pub file: PathBuf,
    pub text: String,
}

impl Page {
    pub(super) fn new(path: impl AsRef<Path>, text: String) -> Self {
        Self {
            file: crate::source().join(path),
            text,
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self) -> Result<()> {
        fs::write(&self.file, &self.text)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// The first line of a generated page.
pub(super) fn header(source: &str) -> String {
    format!("<!-- Generated from {source} by `./x book --bless`. Do not edit. -->\n\n")
}
