//! All measured costs, as `book/src/development/cost.json` holds them.

use serde::{Deserialize, Serialize};

use crate::{full, real, scaling, start_up};

#[derive(Default, Serialize, Deserialize)]
pub struct Costs {
    pub machine: String,
    pub compiler: String,
    /// What counted the instructions of `crates`.
    pub counter: Option<String>,
    /// How often `crates` were timed.
    pub rounds: usize,
    pub crates: Vec<real::Cost>,
    #[serde(default)]
    pub full: Vec<full::Cost>,
    pub start_up: Vec<start_up::Cost>,
    pub scaling: Vec<scaling::Cost>,
}
