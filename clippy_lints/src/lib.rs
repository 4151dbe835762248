//! The declarations of the lints, and how they hook into rustc. Their logic is in [`await_holding`].
//!
//! A lint here does not implement `LateLintPass`: a registered pass makes rustc walk the HIR of the
//! crate once more, through dynamic calls, for lints that look at a few bodies. Instead the queries
//! that rustc calls anyway are extended, see [`provide`].

#![feature(rustc_private)]

extern crate rustc_data_structures;
extern crate rustc_errors;
extern crate rustc_hir;
extern crate rustc_interface;
extern crate rustc_lint;
extern crate rustc_lint_defs;
extern crate rustc_middle;
extern crate rustc_session;
extern crate rustc_span;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

pub mod await_holding_invalid;
pub mod command_line;
mod declare;
mod expectations;
mod register;

pub use declare::{Group, LintInfo};
pub use register::register;

use rustc_middle::util::Providers;

/// The lints of this driver. All other names of upstream Clippy are known, but do nothing.
// ANCHOR: lints
pub static LINTS: &[&LintInfo] = &[
    await_holding_invalid::AWAIT_HOLDING_INVALID_TYPE_INFO,
    await_holding_invalid::AWAIT_HOLDING_LOCK_INFO,
    await_holding_invalid::AWAIT_HOLDING_REFCELL_REF_INFO,
];
// ANCHOR_END: lints

/// Extends rustc's query providers by the lints.
///
/// The incremental cache tracks `lint_mod`: a module that has not changed is not checked again, and
/// its diagnostics are repeated.
pub fn provide(providers: &mut Providers) {
    await_holding_invalid::provide(&mut providers.queries);
    expectations::provide(&mut providers.queries);
}
