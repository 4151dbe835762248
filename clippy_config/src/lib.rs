//! `clippy.toml`: where it is, what it says, and what is wrong with it.
//!
//! * [`keys`] declares what it may say;
//! * [`lookup`] finds the file;
//! * [`read()`] loads it and reports every error at its place;
//! * [`syntax`] parses the text, and [`document`] turns it into a [`Conf`];
//! * `properties` has what holds for every input, for tests and for the fuzzers in `fuzz/`;
//! * [`upstream`] knows the names that upstream Clippy accepts, so that they are accepted here.
//!
//! The value of `await-holding-invalid-types` is read by [`await_holding::rules::list`].

#![feature(rustc_private)]

extern crate rustc_errors;
#[cfg(any(test, fuzzing))]
extern crate rustc_hir;
extern crate rustc_session;
extern crate rustc_span;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

mod document;
pub mod keys;
pub mod lookup;
#[cfg(any(test, fuzzing))]
pub mod properties;
mod read;
mod syntax;
pub mod upstream;

pub use read::{Loaded, load, read};

use await_holding::rules::list::InvalidTypes;

/// What `clippy.toml` says, as far as it concerns the lints of this project.
#[derive(Debug, Default)]
pub struct Conf {
    /// The key `await-holding-invalid-types`.
    pub await_holding_invalid_types: InvalidTypes,
}
