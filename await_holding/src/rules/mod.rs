//! What must not be held, and what may be.
//!
//! * [`list`] reads what the user forbids and allows in `clippy.toml`;
//! * [`catalogue`] has the types that are known from their documentation;
//! * [`mark`] reads the attribute by which authors speak for their own types and functions;
//! * [`paths`] follows a path to definitions, [`resolve`] says what an entry or a row stands for, and
//!   a [`Pattern`](pattern::Pattern) is a set of types;
//! * [`RuleSet`] joins all of them for one crate.

mod catalogue;
mod functions;
mod implements;
pub mod list;
pub(crate) mod mark;
mod matches;
pub(crate) mod paths;
pub(crate) mod pattern;
mod resolve;
mod rule;
mod rule_set;

pub(crate) use catalogue::defaults;
pub(crate) use resolve::{Meant, Subject, Unresolved};
pub(crate) use rule::Rule;
pub(crate) use rule_set::RuleSet;
