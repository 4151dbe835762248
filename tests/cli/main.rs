//! `cargo clippy` and `clippy-driver` as a user runs them: their output and their exit codes.
//!
//! Each test creates a package of its own in a temporary directory. The commands do not inherit what a
//! test run adds to the environment, see [`project`].

mod add_expect;
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
#[path = "../tested/mod.rs"]
mod tested;
mod tools;
mod upstream_names;
mod workspaces;
