//! `must_not_suspend`: what the author of a type, a trait or a function says about its values.
//!
//! The attribute has three spellings. rustc's own, `#[must_not_suspend]`, is unstable. Tool
//! attributes are stable, and rustc writes them into a crate's metadata without looking at them, so
//! they reach the crates that depend on it:
//!
//! * `#[clippy::must_not_suspend]` is an error in upstream Clippy, which knows every attribute that
//!   consists of `clippy` and one more segment;
//! * `#[clippy::await_holding::must_not_suspend]` has another segment and is accepted there. This is
//!   the spelling that a library can publish.
//!
//! rustc checks its own spelling. [`misuse`] checks the others, since nobody else would tell the
//! author that they have no effect.

mod attribute;
mod misuse;

pub use attribute::Mark;
pub(crate) use attribute::{may_be_in, of_item, traits};
pub(crate) use misuse::check_module;
