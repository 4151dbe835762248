//! The lints about values that are held across an `await` point: their declarations, and how the
//! logic of [`await_holding`] hooks into this driver.

use await_holding::{EmitLint, Lints};
use clippy_utils::diagnostics::span_lint_hir_and_then;
use rustc_errors::Diag;
use rustc_hir::HirId;
use rustc_interface::DEFAULT_QUERY_PROVIDERS;
use rustc_lint_defs::Lint;
use rustc_middle::query::Providers;
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use crate::declare_clippy_lint;

declare_clippy_lint! {
    /// ### What it does
    /// Checks for values held across an `await` point although their type forbids it. By default
    /// these are guards of entered `tracing` spans, of `tokio::runtime::Handle::enter`, of attached
    /// `opentelemetry` contexts and of `fastrace` spans. A list in `clippy.toml` under
    /// `await-holding-invalid-types` replaces them; its element `".."` stands for the default.
    ///
    /// It also checks for values that their library has marked with a `must_not_suspend` attribute:
    /// on the type, on a trait that it implements, or on the function that returned the value.
    ///
    /// ### Why is this bad
    /// Some values belong to the current thread or the current moment. An entered `tracing` span is
    /// entered on the thread: while the task is suspended, the thread runs other tasks inside the
    /// span, and the span stays open. The compiler does not notice.
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
    [MachineApplicable, MaybeIncorrect],
    "holding a value across an `await` point although its type forbids it"
}

declare_clippy_lint! {
    /// ### What it does
    /// Checks for guards of blocking locks held across an `await` point: those of `std::sync`,
    /// `parking_lot`, `lock_api`, `spin` and `crossbeam-utils`, and references into a `DashMap`, a
    /// `tokio::sync::watch` channel or a `left_right` map.
    ///
    /// ### Why is this bad
    /// The lock stays locked while the task is suspended. If another task on the same thread tries
    /// to take it, the thread blocks, and the first task can never release it: a deadlock.
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
    /// If the lock has to be held across an `await` point, use one that is made for asynchronous
    /// code, such as `tokio::sync::Mutex`. Where no edit is suggested, the report names the one that
    /// this crate could use.
    AWAIT_HOLDING_LOCK, AWAIT_HOLDING_LOCK_INFO, Suspicious,
    [MachineApplicable, MaybeIncorrect],
    "holding the guard of a blocking lock across an `await` point"
}

// ANCHOR: declaration
declare_clippy_lint! {
    /// ### What it does
    /// Checks for the `Ref` and `RefMut` of a `RefCell` held across an `await` point, and for other
    /// borrows that are counted at run time: those of `atomic_refcell`, `generational_box` (the
    /// signals of Dioxus), `hecs` and `gc`.
    ///
    /// ### Why is this bad
    /// The cell stays borrowed while the task is suspended. Any conflicting borrow in the meantime
    /// panics.
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
    ///
    /// If the value has to be borrowed across an `await` point, keep it in an `RwLock` that is made
    /// for asynchronous code: whoever wants it then waits instead of panicking.
    AWAIT_HOLDING_REFCELL_REF, AWAIT_HOLDING_REFCELL_REF_INFO, Suspicious,
    [MachineApplicable, MaybeIncorrect],
    "holding a borrow of a `RefCell` across an `await` point"
}
// ANCHOR_END: declaration

/// The lints, for the logic.
pub fn lints() -> Lints {
    Lints {
        invalid_type: AWAIT_HOLDING_INVALID_TYPE,
        lock: AWAIT_HOLDING_LOCK,
        refcell_ref: AWAIT_HOLDING_REFCELL_REF,
    }
}

// ANCHOR: provide
pub(crate) fn provide(providers: &mut Providers) {
    await_holding::provide(providers);
    providers.lint_mod = |tcx, module| {
        (DEFAULT_QUERY_PROVIDERS.queries.lint_mod)(tcx, module);
        let emitter = Emitter { tcx };
        await_holding::check_module(tcx, module);
        if module.is_top_level_module() {
            await_holding::check_crate(tcx, &emitter);
        }
        for body in tcx.hir_module_items(module).nested_bodies() {
            await_holding::check_body(tcx, body, &emitter);
        }
    };
}
// ANCHOR_END: provide

struct Emitter<'tcx> {
    tcx: TyCtxt<'tcx>,
}

impl EmitLint for Emitter<'_> {
    fn emit(
        &self,
        lint: &'static Lint,
        node: HirId,
        span: Span,
        message: String,
        decorate: &mut dyn FnMut(&mut Diag<'_, ()>),
    ) {
        span_lint_hir_and_then(self.tcx, lint, node, span, message, decorate);
    }
}
