//! Ratios and their spread.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The median of several numbers, and their extremes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    /// The spread of at least one number.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        let middle = numbers.len() / 2;
        let median = if numbers.len() % 2 == 1 {
            numbers[middle]
        } else {
            f64::midpoint(numbers[middle - 1], numbers[middle])
        };
        Self {
            low: numbers[0],
            median,
            high: numbers[numbers.len() - 1],
        }
    }

    /// The spread of the ratios of numbers that were measured one after the other.
    pub fn of_ratios(numbers: &[f64], bases: &[f64]) -> Self {
        Self::of(
            numbers
                .iter()
                .zip(bases)
                .map(|(number, base)| number / base),
        )
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low, median, high } = self;
        write!(f, "{median:.3} ({low:.3} to {high:.3})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_count_is_between_two() {
        let spread = |numbers: &[f64]| Spread::of(numbers.iter().copied());
        assert_eq!(spread(&[3.0, 1.0, 2.0]).median, 2.0);
        let even = spread(&[4.0, 1.0, 2.0, 3.0]);
        assert_eq!((even.low, even.median, even.high), (1.0, 2.5, 4.0));
    }

    #[test]
    fn ratios_compare_the_numbers_of_one_round() {
        let spread = Spread::of_ratios(&[2.0, 30.0], &[1.0, 10.0]);
        assert_eq!(spread.to_string(), "2.500 (2.000 to 3.000)");
    }
}
