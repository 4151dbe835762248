//! What all lints share.

#![feature(rustc_private)]

extern crate rustc_errors;
extern crate rustc_hir;
extern crate rustc_lint_defs;
extern crate rustc_middle;
extern crate rustc_session;
extern crate rustc_span;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

pub mod diagnostics;
