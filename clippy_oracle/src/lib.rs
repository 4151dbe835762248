//! The lints' oracle: generated programs whose truth is known by running them.
//!
//! * [`choices`] is the source of all that is random;
//! * [`program`] makes a program, an async function by a grammar, of choices;
//! * [`judge`] compiles many programs as one crate, lints it, runs it, and compares;
//! * [`shrink`] makes a program smaller on which the two do not agree;
//! * `runtime` is what the programs are made of: guards that know where they are, and awaits
//!   that really wait. It runs all paths of a program.
//!
//! The truth is what dropping the future drops, at each suspension point of each path. The lint
//! has to report a value and an await if and only if there is a path on which the future owns
//! the value at that await. This is exact but for one thing: an optional value without a guard in
//! it may be reported as long as the control flow has not told that it is empty, by a `match`, by
//! `None` or by `Option::take`. The text that is run has a token in the empty variant as well, so
//! that even this is no licence: where neither a guard nor its empty place is owned, nothing may be
//! reported. And nothing is known of an await at which no path is suspended, as in a future that
//! is never awaited.
//!
//! What the definition leaves alone has no place in the truth either: what is behind a `dyn` or a
//! type parameter, what another crate's macro binds, and what a future has captured as soon as
//! somebody may poll it, who then need not do so.

pub mod choices;
pub mod judge;
pub mod program;
pub mod shrink;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use choices::Choices;
use judge::{Court, Verdict};
use program::shapes::Shape;
use program::{Edition, Program, generate};
use shrink::shrink;

/// How many programs are one crate.
const BATCH: usize = 200;
/// How many of the disagreements are made small and shown.
const SHOWN: usize = 4;

/// What was found in a run.
#[derive(Default)]
pub struct Summary {
    pub programs: usize,
    /// The programs of which all paths were run.
    pub exhausted: usize,
    /// The pairs of a value and an await that are held, and are reported.
    pub held: usize,
    /// The programs on which lint and truth do not agree.
    pub disagreements: usize,
    /// The texts of some of them, made small.
    pub shown: Vec<String>,
    /// In how many programs in which nothing is held each shape occurs, and in how many others.
    shapes: BTreeMap<Shape, [usize; 2]>,
}

impl Summary {
    /// What of the grammar occurs in no program in which nothing is held, or in none of the others.
    pub fn missing(&self) -> Vec<Shape> {
        let occurs = |shape: &Shape| {
            self.shapes
                .get(shape)
                .is_some_and(|counts| !counts.contains(&0))
        };
        (Shape::ALL.iter().copied())
            .filter(|shape| !occurs(shape))
            .collect()
    }
}

/// Judges the programs `from..to` of `seed`. `progress` is called after each crate.
pub fn run(
    driver: &Path,
    seed: u64,
    programs: std::ops::Range<usize>,
    mut progress: impl FnMut(&Summary),
) -> Result<Summary> {
    let court = Court::open(driver)?;
    let mut summary = Summary::default();
    let mut next = programs.start;
    while next < programs.end {
        // As in any other run with the same programs, whichever was the first one there.
        let end = programs.end.min((next / BATCH + 1) * BATCH);
        let edition = edition_of(next);
        let choices = (next..end).map(|number| Choices::drawn(seed, number as u64));
        let cases = crate_of(choices, edition);
        for (index, verdict) in court.judge(&cases, edition)?.iter().enumerate() {
            summary.programs += 1;
            summary.exhausted += usize::from(verdict.exhausted);
            summary.held += verdict.agreed;
            for shape in &cases[index].shapes {
                let counts = summary.shapes.entry(*shape).or_default();
                counts[usize::from(verdict.agreed > 0)] += 1;
            }
            if verdict.is_right() {
                continue;
            }
            summary.disagreements += 1;
            if summary.shown.len() < SHOWN {
                let (program, verdict) = shrink(&court, &cases[index], edition)?;
                let text = explain(&program, &verdict, seed, next + index, edition);
                summary.shown.push(text);
            }
        }
        progress(&summary);
        next = end;
    }
    Ok(summary)
}

/// A crate has one edition.
fn edition_of(number: usize) -> Edition {
    if (number / BATCH).is_multiple_of(2) {
        Edition::E2024
    } else {
        Edition::E2021
    }
}

/// Programs that follow each other in one file.
fn crate_of(choices: impl IntoIterator<Item = Choices>, edition: Edition) -> Vec<Program> {
    let mut line = judge::FIRST_LINE;
    let programs = choices.into_iter().enumerate().map(|(number, choices)| {
        let program = generate(choices, edition, number, line);
        line += program.lines.len() as u32;
        program
    });
    programs.collect()
}

/// The program, with what is wrong at the lines that it is wrong at.
fn explain(
    program: &Program,
    verdict: &Verdict,
    seed: u64,
    number: usize,
    edition: Edition,
) -> String {
    let mut text = format!(
        "program {number} of seed {seed}, edition {edition:?}: {} reported wrongly, {} missed\n",
        verdict.wrong.len(),
        verdict.missed.len()
    );
    for (index, [linted, _]) in program.lines.iter().enumerate() {
        if linted.is_empty() {
            continue;
        }
        let line = verdict.first + index as u32;
        let _ = write!(text, "{line:>6} | {linted}");
        let pairs = [(&verdict.wrong, "WRONG"), (&verdict.missed, "MISSED")];
        for (pairs, word) in pairs {
            for (_, await_) in pairs.iter().filter(|(place, _)| *place == line) {
                let _ = write!(text, "   // {word}: held at {await_}");
            }
        }
        text.push('\n');
    }
    text
}
