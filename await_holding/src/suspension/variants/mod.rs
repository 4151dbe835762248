//! Which variants an enum can have at a point of the program, and which collections are empty there.
//!
//! rustc's dataflow knows which places are initialized, not which variant they have: after
//! `None => ...` an `Option<Guard>` is still initialized, but there is no guard in it. This analysis
//! follows assignments of a known variant, what a `match` or a method such as `is_none` has found out,
//! and the [functions](known_calls) that are known to leave nothing behind. A collection counts as an
//! enum with two variants, empty and not, and so does a `bool`.
//!
//! What was found out can be asked for later. So the state is split by the value of each *flag*: a
//! local such as `is_none` in `let is_none = guard.is_none()`, a `bool` that branches assign, or the
//! view that `as_mut` returns. Where the program branches on a flag, what is known given that value is
//! known from there on.
//!
//! A place is followed if it is a local or a part of one, in a `Box` perhaps, not behind another
//! pointer ([`followed`]). The statements of the body are translated once into what they do to such
//! places ([`effects`]). A place that was moved out of has no variant, so only paths on which the value
//! is still there contribute variants. A mutable borrow makes all variants possible. They stay possible
//! until the place is read again, which the borrow checker allows only when the borrow has ended. A
//! place whose raw address is taken is not followed at all.

mod analysis;
mod borrows;
mod effects;
mod followed;
mod known_calls;
mod places;
mod state;

pub(super) use analysis::ActiveVariants;
pub(super) use known_calls::{EMPTY, is_collection};
pub(super) use state::State;
