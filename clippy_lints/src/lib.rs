//! The lints, and how they hook into rustc.
//!
//! A lint here does not implement `LateLintPass`: a registered pass makes rustc walk the HIR of
//! the crate once more, through dynamic calls, for lints that look at a few bodies. Instead the
//! queries that rustc calls anyway are extended, see [`provide`].

#![feature(rustc_private)]

extern crate rustc_abi;
extern crate rustc_ast;
extern crate rustc_data_structures;
extern crate rustc_errors;
extern crate rustc_hir;
extern crate rustc_index;
extern crate rustc_infer;
extern crate rustc_interface;
extern crate rustc_lexer;
extern crate rustc_lint;
extern crate rustc_lint_defs;
extern crate rustc_middle;
extern crate rustc_mir_dataflow;
extern crate rustc_session;
extern crate rustc_span;
extern crate rustc_trait_selection;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

pub mod await_holding;
pub mod command_line;
mod declare;
mod expectations;
mod register;

pub use declare::{Group, LintInfo};
pub use register::register;

use clippy_config::Conf;
use rustc_middle::util::Providers;
use std::sync::OnceLock;

/// The lints that do something here; all other names of upstream Clippy are only known.
// ANCHOR: lints
pub static LINTS: &[&LintInfo] = &[
    await_holding::AWAIT_HOLDING_INVALID_TYPE_INFO,
    await_holding::AWAIT_HOLDING_LOCK_INFO,
    await_holding::AWAIT_HOLDING_REFCELL_REF_INFO,
];
// ANCHOR_END: lints

/// Query providers are plain functions, so the configuration of this process is a static; one
/// process compiles one crate.
static CONF: OnceLock<Conf> = OnceLock::new();

/// Sets the configuration that the lints read. The first call wins.
pub fn set_conf(conf: Conf) {
    let _ = CONF.set(conf);
}

fn conf() -> &'static Conf {
    CONF.get_or_init(Conf::default)
}

/// Extends rustc's query providers by the lints.
///
/// `lint_mod` is tracked by the incremental cache: a module that has not changed is not looked
/// at again, and what was said of it is said again.
pub fn provide(providers: &mut Providers) {
    await_holding::provide(&mut providers.queries);
    expectations::provide(&mut providers.queries);
}
