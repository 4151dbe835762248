//! Finds a small program on which the lint disagrees with the truth.
//!
//! It shrinks the sequence of choices, not the program: every sequence makes a valid program, so any
//! choices can be left out or replaced by simpler ones.

use anyhow::Result;

use crate::choices::Choices;
use crate::judge::{Judge, Verdict};
use crate::program::{Edition, Program};

/// How many candidates are compiled as one crate.
const BATCH: usize = 40;
/// How many times the program is made smaller.
const ROUNDS: usize = 40;

/// The smallest program that was found, and its verdict.
pub fn shrink(judge: &Judge, program: &Program, edition: Edition) -> Result<(Program, Verdict)> {
    let mut smallest = program.choices.clone();
    for _ in 0..ROUNDS {
        let mut best: Option<Vec<u32>> = None;
        for batch in smaller(&smallest).chunks(BATCH) {
            let candidates = batch.iter().cloned().map(Choices::replay);
            for (candidate, verdict) in judge.judge(candidates, edition)? {
                let size = |choices: &[u32]| (choices.len(), choices.iter().sum::<u32>());
                let is_smaller = |than: &[u32]| size(&candidate.choices) < size(than);
                if !verdict.is_right() && is_smaller(best.as_ref().unwrap_or(&smallest)) {
                    best = Some(candidate.choices);
                }
            }
            if best.is_some() {
                break;
            }
        }
        match best {
            Some(best) => smallest = best,
            None => break,
        }
    }
    let mut judged = judge.judge([Choices::replay(smallest)], edition)?;
    Ok(judged.pop().expect("one program was judged"))
}

/// Sequences that are one step smaller, the largest steps first.
fn smaller(choices: &[u32]) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    let mut length = choices.len() / 2;
    while length > 0 {
        for start in (0..=choices.len() - length).step_by(length.div_ceil(2)) {
            let mut shorter = choices.to_vec();
            shorter.drain(start..start + length);
            all.push(shorter);
        }
        length /= 2;
    }
    for (index, &choice) in choices.iter().enumerate().filter(|(_, c)| **c > 0) {
        for simpler in [0, choice / 2, choice - 1] {
            let mut simplified = choices.to_vec();
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
        let choices = [3, 0, 7, 1];
        let steps = smaller(&choices);
        assert!(steps.contains(&vec![3, 0, 7]));
        assert!(steps.contains(&vec![3, 0, 0, 1]));
        for step in steps {
            assert!(step.len() < choices.len() || step.iter().sum::<u32>() < choices.iter().sum());
        }
        assert!(smaller(&[]).is_empty());
    }
}
