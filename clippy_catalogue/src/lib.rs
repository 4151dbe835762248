//! The types that are known not to be held across an `await` point, a row for each family.
//!
//! The lints, the book and the tests read this one table. It does not depend on rustc, so all of
//! them can.
//!
//! A row names the types as their users know them: `parking_lot::MutexGuard` is an alias of a
//! `lock_api::MutexGuard` with a certain raw lock. It has a row of its own, which takes precedence
//! over the more general one.
//!
//! A type needs a row if nothing else leads to it. A type that owns one of the table, such as the
//! guards of `antidote`, is found through what it owns. It has a row nevertheless if a more
//! specific message helps its users, as with `dashmap`.
//!
//! No row may be wrong in any program. That is why these are not in the table:
//!
//! * guards of locks that are made to be held while a task waits (`tokio::sync`, `async-lock`),
//!   and entries of maps whose methods have asynchronous forms (`scc`, `whirlwind`);
//! * guards whose own documentation has nothing against it, and that do no harm on a thread with a
//!   single future (`fastrace::local::LocalParentGuard`, `puffin::ProfilerScope`);
//! * subscribers, loggers and recorders that are set for the current thread
//!   (`tracing::subscriber::DefaultGuard`, `slog_scope`, `metrics`): a test on a runtime of one
//!   thread holds them for its whole length;
//! * references that delay the freeing of memory and block nobody (`arc_swap::Guard`,
//!   `crossbeam_epoch::Guard`, `sharded_slab::Entry`);
//! * locks of files and processes (`fd-lock`), which a program may hold for as long as it runs;
//! * borrows that interpreters hand to asynchronous functions (`mlua`, `pyo3`).

mod rows;

pub use rows::CATALOGUE;

/// The lint that a row belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LintKind {
    /// `await_holding_invalid_type`: the rows are the default of `await-holding-invalid-types`.
    InvalidType,
    /// `await_holding_lock`
    Lock,
    /// `await_holding_refcell_ref`
    RefCell,
}

/// The fix that a row's values get.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FixKind {
    /// The value is dropped before the `await` point.
    Release,
    /// The value is the guard of an entered `tracing` span: the future is instrumented instead.
    Instrument,
}

/// What dropping a value does: a fix that moves the drop is machine-applicable only if that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnDrop {
    /// It unlocks, or ends a borrow, and has no other effect.
    OnlyUnlocks,
    /// It may run other code, or nobody has verified that it does not.
    MayRunOtherCode,
}

/// The kind of lock made for asynchronous code that can take the place of a blocking lock or of a cell.
/// Its names are the same in all libraries.
#[derive(Debug)]
pub struct AsyncLock {
    /// The type.
    pub name: &'static str,
    /// The types of its guards.
    pub guards: &'static [&'static str],
    /// The methods that return a future of a guard.
    pub methods: &'static [&'static str],
    /// Whether a panic poisons what the lock takes the place of. It poisons no lock of this kind.
    pub ends_poisoning: bool,
}

/// The modules that have such locks, with the name of their crate, in the order of preference.
pub static ASYNC_LOCK_MODULES: &[&[&str]] = &[
    &["tokio", "sync"],
    &["async_lock"],
    &["futures", "lock"],
    &["futures_util", "lock"],
];

/// Types of one library that must not be held for one reason.
#[derive(Debug)]
pub struct Row {
    /// The packages, as their users call them.
    pub library: &'static str,
    /// The lint that reports them.
    pub lint: LintKind,
    /// The types or aliases, as code outside their crate names them.
    pub paths: &'static [&'static str],
    /// What diagnostics call a value of one of the types.
    pub noun: &'static str,
    /// What dropping such a value does.
    pub on_drop: OnDrop,
    /// The fix that such a value gets, if any.
    pub fix: Option<FixKind>,
    /// The lock whose guard can be held in place of such a value, if any.
    pub async_lock: Option<AsyncLock>,
    /// Why: what such a value does while the task is suspended. The subject is the type's name.
    pub why: &'static str,
    /// What to do instead, as an imperative.
    pub instead: &'static str,
    /// Where the library's documentation says so.
    pub documentation: &'static str,
}

#[cfg(test)]
mod tests;
