//! `cargo clippy` and `clippy-driver` as a user calls them: what they print and how they end.
//!
//! Each test makes a package of its own in a temporary directory. Nothing is taken over from the
//! environment of the test run that a user would not have, see [`project`].

mod adversity;
mod arguments;
mod configuration;
mod driver;
mod example;
mod fix;
mod fix_generated;
mod freshness;
mod incremental;
mod levels;
mod listing;
mod must_not_suspend;
mod other_compiler;
mod output;
mod project;
mod upstream_names;
mod workspaces;
