//! Which variants an enum can have at a point of the program.
//!
//! rustc's dataflow knows which places are initialized, not which variant they have: after
//! `None => ...` an `Option<Guard>` is still initialized, but there is no guard in it. This analysis
//! follows what a `match` or a method such as `is_none` has found out, assignments of a known
//! variant, and the few functions that leave `None` behind.
//!
//! A place is followed if it is a local or a field of one, not behind a pointer. A place that was
//! moved out of has no variant, so only paths on which the value is still there contribute
//! variants. A mutable borrow makes all variants possible. They stay possible until the place is read
//! again, which the borrow checker allows only when the borrow has ended. A place whose raw address
//! is taken is not followed at all.

mod analysis;
mod known_calls;
mod set;

pub(super) use analysis::ActiveVariants;
pub(super) use set::Possible;
