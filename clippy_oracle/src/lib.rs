//! An oracle for the lints: it generates programs and runs them to learn what is held.
//!
//! * [`choices`] is the source of all randomness;
//! * [`program`] turns choices into a program: an async function that follows a grammar;
//! * [`judge`] compiles many programs as one crate, lints it, runs it, and compares the two;
//! * [`shrink`] makes a program smaller on which they disagree;
//! * `runtime` is the crate that the programs are written with: guards that know which line owns
//!   them, and futures that really suspend. It runs all paths of a program.
//!
//! The truth is found by dropping the future at each suspension point of each path: what that drops
//! was owned there. The lint has to report a value and an `await` point if and only if some path holds
//! the value at that `await` point. There is one exception: an optional value that contains no guard
//! may be reported until the control flow shows that it is empty, with a `match`, `None` or
//! `Option::take`. This is not a license to report anything: in the executed version the empty variant
//! has a token too, and where the future owns neither a guard nor an empty place for one, nothing
//! may be reported. A value that is said to be held, not to be perhaps held, must contain a guard on
//! all paths to one of the `await` points; and one whose type leaves no room for doubt must not be said
//! to be perhaps held. Nothing is known about an `await` point at which no path was suspended, as in a
//! future that is never awaited.
//!
//! The truth excludes what the lint's definition excludes: what is behind a `dyn`, a guard in a cell that
//! has room for one and need not have one, however that is reached, what a macro of another crate binds,
//! and what a future has captured once other code decides whether to poll it. Only awaited calls give
//! guards to generic functions: of a future that is stored, the lint does not know the argument.

pub mod choices;
pub mod judge;
pub mod program;
pub mod shrink;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use rustfix::Filter;

use choices::Choices;
use judge::{Judge, Verdict};
use program::{Edition, Program, Shape};
use shrink::shrink;

/// How many programs are compiled as one crate.
const BATCH: usize = 200;
/// How many disagreements are shrunk and shown.
const SHOWN: usize = 4;

/// The outcome of a run.
#[derive(Default)]
pub struct Summary {
    pub programs: usize,
    /// How many programs had all their paths run.
    pub exhausted: usize,
    /// How many pairs of a value and an `await` point are held and were reported.
    pub held: usize,
    /// How many guards were fixed by what `--fix` applies.
    pub fixed: usize,
    /// How many guards were fixed by applying all suggestions.
    pub fixed_by_hand: usize,
    /// How many programs the lint is wrong about.
    pub disagreements: usize,
    /// The source of some of those, shrunk.
    pub shown: Vec<String>,
    /// For each shape, how many programs contain it: those that hold nothing, and the others.
    shapes: BTreeMap<Shape, [usize; 2]>,
}

impl Summary {
    /// The shapes that do not occur both in a program that holds nothing and in one that does.
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

/// Judges `programs` of `seed`. Calls `progress` after each crate.
///
/// # Errors
/// If the compiler or a program does not run, or a fix is wrong.
pub fn run(
    driver: &Path,
    seed: u64,
    programs: Range<usize>,
    mut progress: impl FnMut(&Summary),
) -> Result<Summary> {
    let judge = Judge::new(driver)?;
    let mut summary = Summary::default();
    let mut next = programs.start;
    while next < programs.end {
        // Batches end at the same numbers wherever a run begins, and so have the same edition.
        let end = programs.end.min((next / BATCH + 1) * BATCH);
        let edition = edition_of(next);
        let choices = (next..end).map(|number| Choices::random(seed, number as u64));
        let judged = judge.judge(choices, edition)?;
        summary.fixed += judge.fix(edition, Filter::MachineApplicableOnly)?;
        summary.fixed_by_hand += judge.fix(edition, Filter::Everything)?;
        for (number, (program, verdict)) in (next..).zip(judged) {
            summary.programs += 1;
            summary.exhausted += usize::from(verdict.exhausted);
            summary.held += verdict.agreed;
            for shape in &program.shapes {
                let counts = summary.shapes.entry(*shape).or_default();
                counts[usize::from(verdict.agreed > 0)] += 1;
            }
            if verdict.is_right() {
                continue;
            }
            summary.disagreements += 1;
            if summary.shown.len() < SHOWN {
                let (program, verdict) = shrink(&judge, &program, edition)?;
                let text = explain(&program, &verdict, seed, number, edition);
                summary.shown.push(text);
            }
        }
        progress(&summary);
        next = end;
    }
    Ok(summary)
}

/// The edition of the crate that the program is in.
fn edition_of(number: usize) -> Edition {
    if (number / BATCH).is_multiple_of(2) {
        Edition::E2024
    } else {
        Edition::E2021
    }
}

/// The source of the program, with a comment on each line that the lint is wrong about.
fn explain(
    program: &Program,
    verdict: &Verdict,
    seed: u64,
    number: usize,
    edition: Edition,
) -> String {
    let mut text = format!(
        "program {number} of seed {seed}, edition {edition:?}: {} wrongly reported, {} missed, {} of the wrong degree\n",
        verdict.wrong.len(),
        verdict.missed.len(),
        verdict.overstated.len() + verdict.understated.len()
    );
    for (line, [linted, _]) in (verdict.first_line..).zip(&program.lines) {
        if linted.is_empty() {
            continue;
        }
        let _ = write!(text, "{line:>6} | {linted}");
        for (pairs, word) in [(&verdict.wrong, "WRONG"), (&verdict.missed, "MISSED")] {
            for (_, await_) in pairs.iter().filter(|(value, _)| *value == line) {
                let _ = write!(text, "   // {word}: held at {await_}");
            }
        }
        if verdict.overstated.contains(&line) {
            text += "   // OVERSTATED: can be empty";
        }
        if verdict.understated.contains(&line) {
            text += "   // UNDERSTATED: cannot be empty";
        }
        text.push('\n');
    }
    text
}
