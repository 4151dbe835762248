//! Guards of locks, and references into cells: they are dropped before the `await` point.
//!
//! The first of these that fits is suggested:
//!
//! 1. [`release`]: a named guard that is not used after the `await` point is dropped before it;
//! 2. [`bind_first`]: the value taken from an unnamed guard, in a scrutinee or an argument, is bound to a
//!    variable first, and the guard is dropped there;
//! 3. [`await_first`]: an operand is awaited before the guard is taken;
//! 4. [`clone_out`]: what is needed of the guarded value is cloned or copied;
//! 5. [`take_later`]: the guard is taken for the statements that use it, after the `await` point or again;
//! 6. [`around_await`]: the guard is dropped right before the `await` point, and taken again right after it.
//!
//! The first two change nothing about the program but how long the guard lives. The others change what
//! can be seen meanwhile, or when, and are never applied.

mod around_await;
mod await_first;
mod bind_first;
pub mod borrowers;
mod clone_out;
pub mod loan;
pub mod named_guard;
mod release;
mod scope_end;
mod take_later;

use super::site::{Fix, Site};

pub(super) fn fix(site: &Site<'_>) -> Option<Fix> {
    release::fix(site)
        .or_else(|| bind_first::fix(site))
        .or_else(|| await_first::fix(site))
        .or_else(|| clone_out::fix(site))
        .or_else(|| take_later::fix(site))
        .or_else(|| around_await::fix(site))
}
