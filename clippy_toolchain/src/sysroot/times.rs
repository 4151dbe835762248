//! How long each phase of a build takes: elapsed time, and processor time, which hardly depends on
//! what else the machine does.

use std::fmt;
use std::time::Duration;

#[derive(Default)]
pub struct Times {
    phases: Vec<(&'static str, Duration, Duration)>,
}

impl Times {
    /// Adds a phase. `processor` is the processor time of the programs that it ran.
    pub fn add(&mut self, name: &'static str, elapsed: Duration, processor: Duration) {
        self.phases.push((name, elapsed, processor));
    }
}

/// A table that ends with the totals.
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = |of: fn(&(&str, Duration, Duration)) -> Duration| {
            self.phases.iter().map(of).sum::<Duration>()
        };
        let totals = ("total", total(|phase| phase.1), total(|phase| phase.2));
        writeln!(f, "{:<52} {:>9} {:>9}", "phase", "elapsed", "processor")?;
        for (name, elapsed, processor) in self.phases.iter().chain([&totals]) {
            let [elapsed, processor] = [elapsed, processor].map(Duration::as_secs_f64);
            writeln!(f, "{name:<52} {elapsed:>7.1} s {processor:>7.1} s")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_the_totals() {
        let mut times = Times::default();
        times.add("one", Duration::from_millis(1500), Duration::from_secs(2));
        times.add("two", Duration::from_millis(500), Duration::ZERO);
        let table = times.to_string();
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let last = table.lines().last().unwrap();
        assert_eq!(words(last), ["total", "2.0", "s", "2.0", "s"]);
        assert_eq!(table.lines().count(), 4);
    }
}
