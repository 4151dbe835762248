//! *Silent* code: it does the same outside of a span as inside.
//!
//! Such code moves data, branches, and calls only functions that do no more than that ([`Calls`]). It
//! records no event, opens no span and is not seen to panic. Dropping a value counts as a call of its
//! destructor.

mod callbacks;
mod calls;
mod code;
mod events;
mod signatures;

pub(super) use calls::Calls;
pub(super) use code::Silence;
