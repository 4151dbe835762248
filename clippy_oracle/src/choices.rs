//! The source of all that is random: a sequence of numbers, drawn or replayed.
//!
//! The generator makes a valid program of every sequence, and takes zero for the simplest choice
//! everywhere. So a program is made smaller by making its sequence smaller, see `shrink`.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::RngCore;

pub struct Choices {
    /// `None`: only zeros follow.
    source: Option<Pcg64>,
    made: Vec<u32>,
    next: usize,
}

impl Choices {
    /// The choices of program `number` of a run with `seed`, on every machine the same.
    pub fn drawn(seed: u64, number: u64) -> Self {
        Self {
            source: Some(Pcg64::new(seed.into(), number.into())),
            made: Vec::new(),
            next: 0,
        }
    }

    /// These choices, then only zeros.
    pub fn replayed(made: Vec<u32>) -> Self {
        Self {
            source: None,
            made,
            next: 0,
        }
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        if self.next == self.made.len() {
            let drawn = self.source.as_mut().map_or(0, RngCore::next_u32);
            self.made.push(drawn % 1000);
        }
        let choice = self.made[self.next];
        self.next += 1;
        choice as usize % bound
    }

    /// One of `options` with probability proportional to its weight. Zero is the first.
    pub fn weighted<T: Copy>(&mut self, options: &[(usize, T)]) -> T {
        let total = options.iter().map(|(weight, _)| weight).sum();
        let mut choice = self.below(total);
        for &(weight, option) in options {
            if choice < weight {
                return option;
            }
            choice -= weight;
        }
        unreachable!("the choice is below the sum of the weights")
    }

    /// All choices that were asked for.
    pub fn into_made(mut self) -> Vec<u32> {
        self.made.truncate(self.next);
        self.made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_can_be_replayed() {
        let draw = |choices: &mut Choices| (0..20).map(|_| choices.below(7)).collect::<Vec<_>>();
        let mut drawn = Choices::drawn(3, 1);
        let first = draw(&mut drawn);
        let mut replayed = Choices::replayed(drawn.into_made());
        assert_eq!(draw(&mut replayed), first);
        assert_eq!(draw(&mut replayed), [0; 20]);
        assert_ne!(draw(&mut Choices::drawn(3, 2)), first);
    }
}
