//! What a worker tells its supervisor at regular intervals: a line with three numbers.

use std::fmt;
use std::fs;
use std::str::FromStr;

use crate::Result;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many events have reached the endpoint.
    pub events: usize,
    /// How many spans are open.
    pub open_spans: usize,
    /// Resident memory, in bytes.
    pub resident: u64,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            events,
            open_spans,
            resident,
        } = self;
        write!(f, "{events} {open_spans} {resident}")
    }
}

impl FromStr for Sample {
    type Err = String;

    fn from_str(line: &str) -> std::result::Result<Self, String> {
        let numbers: std::result::Result<Vec<u64>, _> =
            line.split_whitespace().map(str::parse).collect();
        match numbers.as_deref() {
            Ok(&[events, open_spans, resident]) => Ok(Self {
                events: events as usize,
                open_spans: open_spans as usize,
                resident,
            }),
            _ => Err(format!("not a sample: {line:?}")),
        }
    }
}

/// The resident memory of this process, in bytes. Only Linux tells it in this way. Its
/// `/proc/self/statm` has the same number in pages, whose size differs between machines.
pub fn resident_memory() -> Result<u64> {
    const STATUS: &str = "/proc/self/status";
    let status = fs::read_to_string(STATUS)
        .map_err(|error| format!("resident memory is measured on Linux only: {STATUS}: {error}"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB"))
        .and_then(|kib| kib.trim().parse::<u64>().ok())
        .map(|kib| kib * 1024)
        .ok_or_else(|| format!("{STATUS} has no line `VmRSS: NUMBER kB`").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_read_as_it_was_printed() {
        let sample = Sample {
            events: 3,
            open_spans: 2,
            resident: 1 << 40,
        };
        assert_eq!(sample.to_string().parse(), Ok(sample));
    }

    #[test]
    fn another_line_is_an_error() {
        for line in ["", "1 2", "1 2 3 4", "1 2 x"] {
            let error = line.parse::<Sample>().unwrap_err();
            assert_eq!(error, format!("not a sample: {line:?}"));
        }
    }
}
