//! Generates a program from choices: an async function that follows a grammar.
//!
//! A program has two versions with the same lines. One is linted. The other is run, and at each line
//! also tells the runtime where the values are now. Each binding, each temporary that can own a guard
//! and each `.await` begins on a line of its own, so a line number identifies it.
//!
//! All conditions are decisions of the runtime, and none depends on an earlier one, so every path of
//! the control flow can be run. For the same reason an optional value that was matched is not matched
//! again.

mod captures;
mod expressions;
mod flow;
mod functions;
mod generator;
mod loops;
mod patterns;
mod shapes;
mod statements;
mod suspensions;
mod together;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::choices::Choices;
pub use generator::Edition;
use generator::Generator;
pub use shapes::Shape;

pub struct Program {
    /// The linted version and the executed version of each line.
    pub lines: Vec<[String; 2]>,
    /// The coroutine that each line is in.
    pub bodies: Vec<u32>,
    /// The choices that it was generated from.
    pub choices: Vec<u32>,
    /// The parts of the grammar that occur in it.
    pub shapes: BTreeSet<Shape>,
    /// The lines of variables of which each value contains a guard, as the type says.
    pub certain: BTreeSet<u32>,
    /// The lines of arguments that a generic coroutine gets, and the coroutine. What it holds of them is
    /// reported at the argument.
    pub given: BTreeMap<u32, u32>,
}

/// Generates a program from `choices`: the function `case_N`, which begins at `first_line` of the file.
pub fn generate(choices: Choices, edition: Edition, number: usize, first_line: u32) -> Program {
    let mut generator = Generator::new(choices, edition, first_line);
    generator.line(&format!("async fn case_{number}() -> Result<(), ()> {{"));
    generator.statements(0);
    generator.line("Ok(()) }");
    Program {
        lines: generator.lines,
        bodies: generator.bodies,
        choices: generator.choices.into_sequence(),
        shapes: generator.shapes,
        certain: generator.certain,
        given: generator.given,
    }
}
