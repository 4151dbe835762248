//! The table of built-in guard types: one row a type.

use rustc_lint_defs::Lint;

use super::{AWAIT_HOLDING_LOCK, AWAIT_HOLDING_REFCELL_REF};

/// A type whose values must not be held across an `await` point.
pub(super) struct Guard {
    /// Where the type is found from outside of its crate.
    pub path: &'static str,
    pub kind: Kind,
}

/// What a guard guards, and with that the lint that it belongs to.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Lock,
    RefCell,
}

impl Kind {
    pub fn lint(self) -> &'static Lint {
        match self {
            Kind::Lock => AWAIT_HOLDING_LOCK,
            Kind::RefCell => AWAIT_HOLDING_REFCELL_REF,
        }
    }
}

const fn lock(path: &'static str) -> Guard {
    Guard {
        path,
        kind: Kind::Lock,
    }
}

const fn refcell(path: &'static str) -> Guard {
    Guard {
        path,
        kind: Kind::RefCell,
    }
}

/// `parking_lot` has no guards of its own: its names are aliases of those of `lock_api`.
pub(super) static GUARDS: &[Guard] = &[
    lock("std::sync::MutexGuard"),
    lock("std::sync::MappedMutexGuard"),
    lock("std::sync::RwLockReadGuard"),
    lock("std::sync::RwLockWriteGuard"),
    lock("std::sync::MappedRwLockReadGuard"),
    lock("std::sync::MappedRwLockWriteGuard"),
    lock("std::sync::ReentrantLockGuard"),
    lock("lock_api::MutexGuard"),
    lock("lock_api::MappedMutexGuard"),
    lock("lock_api::ReentrantMutexGuard"),
    lock("lock_api::MappedReentrantMutexGuard"),
    lock("lock_api::RwLockReadGuard"),
    lock("lock_api::RwLockWriteGuard"),
    lock("lock_api::RwLockUpgradableReadGuard"),
    lock("lock_api::MappedRwLockReadGuard"),
    lock("lock_api::MappedRwLockWriteGuard"),
    refcell("core::cell::Ref"),
    refcell("core::cell::RefMut"),
];
