//! What generated programs are made of, compiled as a crate of its own.
//!
//! A *token* is in every value that counts: it is in a list from its creation until it is dropped,
//! with its *place*, the line of the binding or of the expression that owns it. The linted text
//! moves values as any program does. The text that is run has `put`, `at` and `relocate` in it,
//! which say where a value is now, and `point`, which says which await is waiting.
//!
//! * [`values`] are guards and what owns them;
//! * [`futures`] wait, and own or borrow other futures;
//! * [`world`] runs all paths, and knows where the tokens are.

mod futures;
mod values;
mod world;

pub use futures::*;
pub use values::*;
pub use world::*;
