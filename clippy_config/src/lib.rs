//! `clippy.toml`: where it is, what it says, and what is wrong with it.
//!
//! * [`keys`] declares what it may say;
//! * [`lookup`] finds the file;
//! * [`read()`] loads it and reports every error at its place;
//! * [`syntax`] parses the text, and [`document`] turns it into a [`Conf`];
//! * [`path`] reads the paths in it;
//! * `properties` is what holds of every input, for tests and the fuzzers in `fuzz/`;
//! * [`upstream`] knows the names that upstream Clippy accepts, so that they are accepted here.

#![feature(rustc_private)]

extern crate rustc_errors;
extern crate rustc_hir;
extern crate rustc_lexer;
extern crate rustc_session;
extern crate rustc_span;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

mod document;
pub mod keys;
pub mod lookup;
mod nearest;
pub mod path;
mod problem;
#[cfg(any(test, fuzzing))]
pub mod properties;
mod read;
pub mod upstream;
mod syntax;

use std::ops::Range;

use rustc_span::{BytePos, Span};

pub use read::read;

use path::TypePath;

/// What `clippy.toml` says, as far as it concerns the lints of this project.
#[derive(Debug)]
pub struct Conf {
    /// The key `await-holding-invalid-types`, in the order of the file.
    pub await_holding_invalid_types: Vec<InvalidType>,
    /// Whether types that are forbidden by default stay so beside that list: if there is no list,
    /// or if it has the element `".."`.
    pub keep_default: bool,
}

impl Default for Conf {
    fn default() -> Self {
        Self {
            await_holding_invalid_types: Vec::new(),
            keep_default: true,
        }
    }
}

/// An entry of `await-holding-invalid-types`.
#[derive(Debug)]
pub struct InvalidType {
    /// The path of the type, or the function, as written, but for white space.
    pub path: String,
    /// What the path says.
    pub ty: TypePath,
    /// Why the type must not be held, in the words of the user.
    pub reason: Option<String>,
    /// Whether the path may lead to nothing without a warning.
    pub allow_invalid: bool,
    /// Whether a value is forbidden that owns one of the type, as a field or an element does.
    pub owned_by: bool,
    /// Whether the type may be held, whatever else forbids it.
    pub allow: bool,
    /// The path in `clippy.toml`.
    pub span: Span,
    /// Where the text of the path begins, if it stands in `clippy.toml` without escapes.
    pub(crate) text_start: Option<BytePos>,
}

impl InvalidType {
    /// The place of a part of the path, the whole path if it is written with escapes.
    pub fn span_of(&self, part: Range<usize>) -> Span {
        let Some(start) = self.text_start else {
            return self.span;
        };
        let at = |offset: usize| start + BytePos(offset as u32);
        self.span.with_lo(at(part.start)).with_hi(at(part.end))
    }
}
