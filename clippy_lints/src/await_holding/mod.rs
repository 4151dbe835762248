//! Values that must not stay alive while a coroutine is suspended.
//!
//! Three lints, one analysis and one table:
//!
//! * [`held`] says what each coroutine holds at each suspension point: [`suspended`] reads it off
//!   the MIR with the help of [`parts`], [`variants`], [`polled`] and [`live`], [`owned`] looks
//!   through types, [`kept`] waits for the right moment;
//! * [`catalogue`] has the types that are built in, and [`attribute`] reads what the authors of
//!   types say themselves;
//! * [`denylist`] joins the table and the user's list into rules of this build; [`resolve`] finds
//!   the types that a path stands for, [`pattern`] is a set of such types;
//! * [`report`] says what was found, [`suggest`] how to mend it, and [`listing`] what became of the
//!   user's list.

use rustc_hir::def_id::{LocalDefId, LocalModDefId};
use rustc_hir::{CoroutineDesugaring, CoroutineKind};
use rustc_interface::DEFAULT_QUERY_PROVIDERS;
use rustc_lint_defs::{Lint, LintId};
use rustc_middle::query::Providers;
use rustc_middle::ty::TyCtxt;

use crate::declare_clippy_lint;
use suggest::Imports;

mod attribute;
mod catalogue;
mod denylist;
mod held;
mod implements;
mod kept;
pub mod listing;
mod live;
mod origin;
mod owned;
mod parts;
mod pattern;
mod places;
mod polled;
mod report;
mod resolve;
mod returned;
mod suggest;
mod suspended;
mod variants;
mod way;

declare_clippy_lint! {
    /// ### What it does
    /// Finds values that are held across an `await` point although their type forbids it: by
    /// default guards of `tracing` spans, of `tokio::runtime::Handle::enter`, of contexts of
    /// `opentelemetry` and spans of `fastrace`; else the types that `clippy.toml` lists under
    /// `await-holding-invalid-types`, where `".."` stands for the default.
    ///
    /// It also finds values that their library has marked: by an attribute `must_not_suspend` on
    /// the type, on a trait that it implements or on the function that returned the value.
    ///
    /// ### Why is this bad
    /// Some values belong to the thread or to the moment in which they were made. A span of
    /// `tracing` that was entered is entered on the thread: when the task is suspended, the
    /// thread runs other tasks inside the span, and the registry keeps it open. It type-checks.
    ///
    /// ### Example
    /// ```rust
    /// async fn send(span: tracing::Span) {
    ///     let _guard = span.enter(); // reported: await_holding_invalid_type
    ///     request().await;
    /// }
    /// # async fn request() {}
    /// ```
    ///
    /// Use instead:
    ///
    /// ```rust
    /// use tracing::Instrument;
    ///
    /// async fn send(span: tracing::Span) {
    ///     request().instrument(span).await;
    /// }
    /// # async fn request() {}
    /// ```
    AWAIT_HOLDING_INVALID_TYPE, AWAIT_HOLDING_INVALID_TYPE_INFO, Suspicious,
    "holding a value across an await point whose type forbids it, by default or by `clippy.toml`"
}

declare_clippy_lint! {
    /// ### What it does
    /// Finds guards of blocking locks that are held across an `await` point: of `std::sync`,
    /// `parking_lot`, `lock_api`, `spin` and `crossbeam-utils`, and references into a `DashMap`, a
    /// `tokio::sync::watch` channel or a `left_right`.
    ///
    /// ### Why is this bad
    /// While the task is suspended the lock stays locked. Another task that runs on the same
    /// thread and wants the lock blocks the thread, and the first task can never go on: a
    /// deadlock.
    ///
    /// ### Example
    /// ```rust
    /// # use std::sync::Mutex;
    /// async fn count(total: &Mutex<u64>) {
    ///     let mut guard = total.lock().unwrap(); // reported: await_holding_lock
    ///     *guard += fetch().await;
    /// }
    /// # async fn fetch() -> u64 { 1 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```rust
    /// # use std::sync::Mutex;
    /// async fn count(total: &Mutex<u64>) {
    ///     let more = fetch().await;
    ///     *total.lock().unwrap() += more;
    /// }
    /// # async fn fetch() -> u64 { 1 }
    /// ```
    ///
    /// A lock that has to be held while the task waits must be made for it, like
    /// `tokio::sync::Mutex`.
    AWAIT_HOLDING_LOCK, AWAIT_HOLDING_LOCK_INFO, Suspicious,
    "holding the guard of a blocking lock across an await point"
}

// ANCHOR: declaration
declare_clippy_lint! {
    /// ### What it does
    /// Finds `Ref` and `RefMut` of a `RefCell` that are held across an `await` point, and borrows
    /// that are counted at run time in the same way: of `atomic_refcell`, `generational_box` (the
    /// signals of Dioxus), `hecs` and `gc`.
    ///
    /// ### Why is this bad
    /// The borrow stays open while the task is suspended. Whatever else runs on the thread and
    /// borrows the cell in the meantime panics.
    ///
    /// ### Example
    /// ```rust
    /// # use std::cell::RefCell;
    /// async fn count(total: &RefCell<u64>) {
    ///     let mut borrow = total.borrow_mut(); // reported: await_holding_refcell_ref
    ///     *borrow += fetch().await;
    /// }
    /// # async fn fetch() -> u64 { 1 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```rust
    /// # use std::cell::RefCell;
    /// async fn count(total: &RefCell<u64>) {
    ///     let more = fetch().await;
    ///     *total.borrow_mut() += more;
    /// }
    /// # async fn fetch() -> u64 { 1 }
    /// ```
    AWAIT_HOLDING_REFCELL_REF, AWAIT_HOLDING_REFCELL_REF_INFO, Suspicious,
    "holding a borrow of a `RefCell` across an await point"
}
// ANCHOR_END: declaration

static LINTS: [&Lint; 3] = [
    AWAIT_HOLDING_INVALID_TYPE,
    AWAIT_HOLDING_LOCK,
    AWAIT_HOLDING_REFCELL_REF,
];

// ANCHOR: provide
pub(crate) fn provide(providers: &mut Providers) {
    kept::provide(providers);
    providers.lint_mod = |tcx, module| {
        (DEFAULT_QUERY_PROVIDERS.queries.lint_mod)(tcx, module);
        check_module(tcx, module);
    };
}
// ANCHOR_END: provide

// ANCHOR: check
/// Whether a lint of these may have something to say in this crate.
fn is_needed(tcx: TyCtxt<'_>) -> bool {
    let idle = tcx.lints_that_dont_need_to_run(());
    let is_idle = |lint: &&'static Lint| idle.contains(&LintId::of(lint));
    !LINTS.iter().all(is_idle) || listing::is_requested()
}
// ANCHOR_END: check

/// Whether `body` is that of a future or of an asynchronous iterator.
fn is_suspended_by_await(tcx: TyCtxt<'_>, body: LocalDefId) -> bool {
    matches!(
        tcx.coroutine_kind(body),
        Some(CoroutineKind::Desugared(
            CoroutineDesugaring::Async | CoroutineDesugaring::AsyncGen,
            _
        ))
    )
}

fn check_module(tcx: TyCtxt<'_>, module: LocalModDefId) {
    attribute::check_module(tcx, module);
    if !is_needed(tcx) {
        return;
    }
    if module.is_top_level_module() {
        denylist::warn_of_dead_entries(tcx);
    }

    let imports = Imports::default();
    for body in tcx.hir_module_items(module).nested_bodies() {
        if is_suspended_by_await(tcx, body) {
            for held in kept::with_holdings(tcx, |holdings| holdings.of_coroutine(tcx, body)) {
                listing::count(held.rule);
                report::report(tcx, body, &held, &imports);
            }
        }
    }
}
