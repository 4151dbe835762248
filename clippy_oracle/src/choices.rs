//! The only source of randomness: a sequence of numbers, drawn at random or replayed.
//!
//! The generator turns any sequence into a valid program, and zero is always the simplest choice. So
//! a smaller sequence makes a smaller program, see [`shrink`](crate::shrink).

use rand_pcg::Pcg64;
use rand_pcg::rand_core::RngCore;

pub struct Choices {
    /// Where numbers beyond `sequence` come from. `None`: they are zeros.
    source: Option<Pcg64>,
    sequence: Vec<u32>,
    next: usize,
}

impl Choices {
    /// The choices for program `number` of a run with `seed`, the same on every machine.
    pub fn random(seed: u64, number: u64) -> Self {
        Self {
            source: Some(Pcg64::new(seed.into(), number.into())),
            sequence: Vec::new(),
            next: 0,
        }
    }

    /// The choices in `sequence`, followed by zeros.
    pub fn replay(sequence: Vec<u32>) -> Self {
        Self {
            source: None,
            sequence,
            next: 0,
        }
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        if self.next == self.sequence.len() {
            let number = self.source.as_mut().map_or(0, RngCore::next_u32);
            self.sequence.push(number % 1000);
        }
        let choice = self.sequence[self.next];
        self.next += 1;
        choice as usize % bound
    }

    /// One of `options`, each with the same probability.
    pub fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())]
    }

    /// One of `options`, with a probability proportional to its weight. Zero is the first option.
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

    /// The choices that were asked for.
    pub fn into_sequence(mut self) -> Vec<u32> {
        self.sequence.truncate(self.next);
        self.sequence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_can_be_replayed() {
        let draw = |choices: &mut Choices| (0..20).map(|_| choices.below(7)).collect::<Vec<_>>();
        let mut random = Choices::random(3, 1);
        let first = draw(&mut random);
        let mut replayed = Choices::replay(random.into_sequence());
        assert_eq!(draw(&mut replayed), first);
        assert_eq!(draw(&mut replayed), [0; 20]);
        assert_ne!(draw(&mut Choices::random(3, 2)), first);
    }
}
