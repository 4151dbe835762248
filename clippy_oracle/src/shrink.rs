//! Makes a program small on which lint and truth do not agree.
//!
//! Not the text is made smaller but the choices that it is made of: every sequence of choices is
//! a valid program, so parts can be left out, or be replaced by the simplest choice, anywhere.

use anyhow::Result;

use crate::choices::Choices;
use crate::crate_of;
use crate::judge::{Court, Verdict};
use crate::program::{Edition, Program};

/// How many steps are tried in one crate.
const TOGETHER: usize = 40;
/// How often the program is made smaller.
const ROUNDS: usize = 40;

/// The smallest program that was found, and what is wrong with it.
pub fn shrink(court: &Court, program: &Program, edition: Edition) -> Result<(Program, Verdict)> {
    let mut made = program.choices.clone();
    for _ in 0..ROUNDS {
        let candidates = smaller(&made);
        let mut best: Option<Vec<u32>> = None;
        for some in candidates.chunks(TOGETHER) {
            let cases = crate_of(some.iter().cloned().map(Choices::replayed), edition);
            let verdicts = court.judge(&cases, edition)?;
            for (case, verdict) in cases.into_iter().zip(verdicts) {
                let size = |choices: &[u32]| (choices.len(), choices.iter().sum::<u32>());
                let made_smaller = |than: &[u32]| size(&case.choices) < size(than);
                if !verdict.is_right() && made_smaller(best.as_ref().unwrap_or(&made)) {
                    best = Some(case.choices);
                }
            }
            if best.is_some() {
                break;
            }
        }
        match best {
            Some(best) => made = best,
            None => break,
        }
    }
    let mut cases = crate_of([Choices::replayed(made)], edition);
    let mut verdicts = court.judge(&cases, edition)?;
    Ok((
        cases.pop().expect("it has one program"),
        verdicts.pop().expect("each program has a verdict"),
    ))
}

/// Sequences that are one step smaller, the biggest steps first.
fn smaller(made: &[u32]) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    let mut length = made.len() / 2;
    while length > 0 {
        for start in (0..=made.len() - length).step_by(length.div_ceil(2)) {
            let mut shorter = made.to_vec();
            shorter.drain(start..start + length);
            all.push(shorter);
        }
        length /= 2;
    }
    for (index, &choice) in made.iter().enumerate().filter(|(_, choice)| **choice > 0) {
        for simpler in [0, choice / 2, choice - 1] {
            let mut simplified = made.to_vec();
            simplified[index] = simpler;
            all.push(simplified);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn every_step_is_smaller() {
        let made = [3, 0, 7, 1];
        let steps = smaller(&made);
        assert!(steps.contains(&vec![3, 0, 7]));
        assert!(steps.contains(&vec![3, 0, 0, 1]));
        for step in steps {
            assert!(step.len() < made.len() || step.iter().sum::<u32>() < made.iter().sum());
        }
        assert!(smaller(&[]).is_empty());
    }
}
