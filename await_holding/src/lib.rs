//! Finds values that a coroutine holds while it is suspended, although they must not be held.
//!
//! This package contains everything that decides and reports, and knows nothing about the driver that
//! it runs in. A *host* declares the three lints, reads the configuration and emits diagnostics:
//!
//! 1. it calls [`start`] once, before the first query, with a [`Host`];
//! 2. it calls [`provide`] when it overrides queries;
//! 3. when it lints, it calls [`check_crate`], [`check_module`] for each module and [`check_body`] for
//!    each body, with an [`EmitLint`].
//!
//! Inside:
//!
//! * [`suspension`] says which places a coroutine owns at each suspension point, and [`rules`] what
//!   must not be held, by the user's list, the catalogue and marks; these two know none of the others;
//! * `ownership` says what a type owns, and the access path to it; it uses `rules`;
//! * `held` joins the three;
//! * `fixes` say how to avoid what was found; they know all three, and only `report` uses them.

#![feature(cfg_version, rustc_private)]

extern crate rustc_abi;
extern crate rustc_ast;
extern crate rustc_data_structures;
extern crate rustc_errors;
extern crate rustc_hir;
extern crate rustc_index;
extern crate rustc_infer;
extern crate rustc_interface;
extern crate rustc_lexer;
extern crate rustc_lint_defs;
extern crate rustc_middle;
extern crate rustc_mir_dataflow;
extern crate rustc_session;
extern crate rustc_span;
extern crate rustc_trait_selection;

// The driver's shared library: rustc's crates are linked through it and through nothing else.
extern crate rustc_driver as _;

pub mod compat;
mod degree;
mod fixes;
mod futures;
mod held;
mod host;
mod listing;
mod ownership;
mod per_crate;
mod report;
pub mod rules;
pub mod suspension;
mod syntax;

pub use degree::Degree;
pub use futures::Futures;
pub use host::{EmitLint, Host, Lints, Listing, Silencer};

use rustc_hir::def_id::{LocalDefId, LocalModDefId};
use rustc_hir::{CoroutineDesugaring, CoroutineKind};
use rustc_interface::DEFAULT_QUERY_PROVIDERS;
use rustc_middle::query::Providers;
use rustc_middle::ty::TyCtxt;

use per_crate::LintedCrate;
use rules::mark;

/// Tells the lints about their host.
///
/// # Panics
/// If it was called before: a process lints one crate.
pub fn start(host: Host) {
    per_crate::start(host);
}

/// Overrides the one query that the lints need before drop elaboration.
///
/// `mir_drops_elaborated_and_const_checked` steals the MIR that [`suspension`] reads, before any
/// lint runs. So what a coroutine owns is recorded just before that, and kept until a lint asks for
/// it. The query's result does not change, and the incremental compilation sees nothing of this:
/// the lint itself reads everything that its result depends on.
pub fn provide(providers: &mut Providers) {
    providers.mir_drops_elaborated_and_const_checked = |tcx, body| {
        // The by-move body of an async closure is made from the other one.
        if is_async(tcx, body) && !tcx.is_synthetic_mir(body) {
            record(tcx, body);
        }
        (DEFAULT_QUERY_PROVIDERS
            .queries
            .mir_drops_elaborated_and_const_checked)(tcx, body)
    };
}

fn record(tcx: TyCtxt<'_>, coroutine: LocalDefId) {
    // rustc's provider does this first, too. Types are looked through only where there are no errors.
    tcx.ensure_done().mir_coroutine_witnesses(coroutine);
    let checked = tcx.mir_borrowck(tcx.typeck_root_def_id_local(coroutine));
    if checked.is_err() {
        return;
    }
    let krate = LintedCrate::of(tcx);
    tcx.dep_graph.with_ignore(|| {
        if krate.host.is_needed(tcx) {
            krate.holdings.record(tcx, coroutine);
        }
    });
}

/// Checks what concerns the crate as a whole: entries of the list that have no effect.
pub fn check_crate(tcx: TyCtxt<'_>, emit: &dyn EmitLint) {
    let krate = LintedCrate::of(tcx);
    if !krate.host.list.entries.is_empty() && krate.host.is_needed(tcx) {
        report::entries(tcx, &krate.host, krate.holdings.rules(tcx), emit);
    }
}

/// Checks what concerns a module itself: marks that are misplaced or malformed.
pub fn check_module(tcx: TyCtxt<'_>, module: LocalModDefId) {
    mark::check_module(tcx, module);
}

/// Reports every value that `body` holds, if it is a coroutine.
pub fn check_body(tcx: TyCtxt<'_>, body: LocalDefId, emit: &dyn EmitLint) {
    let krate = LintedCrate::of(tcx);
    if !is_async(tcx, body) || !krate.host.is_needed(tcx) {
        return;
    }
    let held = krate.holdings.held_values(tcx, body);
    for held in &held {
        krate.counts.count(&krate.host.list, held.rule);
    }
    report::report(krate, tcx, body, &held, emit);
}

/// If the host wants it, prints what became of each entry of the list, after all bodies were
/// checked.
pub fn print_listing(tcx: TyCtxt<'_>) {
    let krate = LintedCrate::of(tcx);
    if krate.host.listing == Listing::Print {
        let rules = krate.holdings.rules(tcx);
        krate.counts.print(tcx, &krate.host.list, rules);
    }
}

/// Whether `body` is that of a future or of an asynchronous iterator.
fn is_async(tcx: TyCtxt<'_>, body: LocalDefId) -> bool {
    matches!(
        tcx.coroutine_kind(body),
        Some(CoroutineKind::Desugared(
            CoroutineDesugaring::Async | CoroutineDesugaring::AsyncGen,
            _
        ))
    )
}
