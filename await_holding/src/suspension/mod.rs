//! Which places a coroutine owns at each suspension point.
//!
//! This models what dropping the coroutine there would drop. The MIR is that before drop
//! elaboration, and the dataflow is the one that drop elaboration itself uses
//! (`rustc_mir_dataflow::impls::MaybeInitializedPlaces`): whatever may be initialized at a `Yield`
//! is owned there. Where this deviates from drop elaboration:
//!
//! * an enum owns only the fields of the variants that it can have there, and a collection that is
//!   empty owns nothing ([`variants`]);
//! * a future that has been polled is checked on its own, as a coroutine with its own body ([`polled`]);
//! * a value without drop glue is owned while it is live ([`liveness`]), since dropping the
//!   coroutine says nothing about it;
//! * an `await` that is seen to [never suspend](never_suspends) is no suspension point;
//! * a coroutine that an `await` polls is left out, since it is checked on its own.
//!
//! The analysis knows no rules and no lints. An [`Interest`] says which types and calls its caller
//! cares about, and nothing else is followed: a body can have very many values.

mod analysis;
mod flow;
mod labels;
mod liveness;
mod never_suspends;
mod origin;
mod owned_places;
mod owned_value;
mod polled;
mod trait_objects;
mod variants;

pub use analysis::owned_values;
pub use origin::Origin;
pub use owned_value::{
    Coverage, Interest, OwnedPlace, OwnedValue, SuspensionKind, SuspensionPoint,
};
pub use trait_objects::is_trait_object;
