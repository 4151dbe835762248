//! What generated programs are written with, compiled as a crate of its own.
//!
//! Every value that counts contains a *token*. A token exists from its creation until it is dropped,
//! and knows its *line*: that of the binding or expression that owns it. The linted version of a
//! program moves values like any other program. The executed version also calls `put`, `at` and
//! `relocate`, which record the line that a value is at, and `point`, which records the `await` point
//! that is suspended.
//!
//! * [`values`] has guards and what owns them;
//! * [`futures`] has futures that suspend, and that own or borrow other futures;
//! * [`world`] runs all paths and knows where the tokens are.

mod futures;
mod values;
mod world;

pub use futures::*;
pub use values::*;
pub use world::*;
