//! *Silent* code: it does the same outside a span as inside.
//!
//! Such code moves data, branches, and calls only functions that do no more than that ([`calls`]). It
//! records no event, opens no span and does not visibly panic. Dropping a value counts as a call of its
//! destructor.

mod callbacks;
mod calls;
mod events;
mod expressions;
mod signatures;

pub(in crate::fixes) use calls::Calls;
pub(in crate::fixes) use expressions::SilenceCheck;
