//! Watches a worker, and replaces it when it needs too much memory.

use std::io::{BufRead, BufReader};
use std::mem;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::sample::Sample;

/// What was seen of one version: the samples of each of its processes, one process after the other.
pub struct Course {
    lives: Vec<Vec<Moment>>,
}

impl Course {
    pub fn moments(&self) -> impl Iterator<Item = &Moment> {
        self.lives.iter().flatten()
    }

    /// How often a process was killed.
    pub fn kills(&self) -> usize {
        self.lives.len() - 1
    }

    /// How many events were received, all processes together.
    pub fn events(&self) -> usize {
        let last = self.lives.iter().filter_map(|life| life.last());
        last.map(|moment| moment.sample.events).sum()
    }

    /// When the first process was killed, or the end.
    pub fn first_life(&self) -> Duration {
        let last = self.lives.first().and_then(|life| life.last());
        last.map(|moment| moment.at).unwrap_or_default()
    }

    pub fn most_open_spans(&self) -> usize {
        let open_spans = self.moments().map(|moment| moment.sample.open_spans);
        open_spans.max().unwrap_or_default()
    }

    pub fn most_resident(&self) -> u64 {
        let resident = self.moments().map(|moment| moment.sample.resident);
        resident.max().unwrap_or_default()
    }
}

/// A sample and when it was taken, counted from the start of the first process.
pub struct Moment {
    pub at: Duration,
    pub sample: Sample,
}

/// Takes so many samples. A process whose resident memory exceeds the limit is killed, and another
/// one started.
pub fn watch(command: &mut Command, samples: usize, limit: u64) -> Result<Course> {
    let start = Instant::now();
    let mut worker = Worker::start(command)?;
    let mut lives = vec![];
    let mut life = vec![];
    for _ in 0..samples {
        let sample = worker.sample()?;
        let at = start.elapsed();
        life.push(Moment { at, sample });
        if sample.resident > limit {
            drop(worker);
            worker = Worker::start(command)?;
            lives.push(mem::take(&mut life));
        }
    }
    lives.push(life);
    Ok(Course { lives })
}

/// A process that prints samples. It is killed when this is dropped.
struct Worker {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(command: &mut Command) -> Result<Self> {
        let mut process = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let output = process.stdout.take().expect("it is piped");
        Ok(Self {
            process,
            output: BufReader::new(output),
        })
    }

    /// Waits for the next sample.
    fn sample(&mut self) -> Result<Sample> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            let status = self.process.wait()?;
            return Err(format!("the process that was watched ended by itself: {status}").into());
        }
        Ok(line.parse::<Sample>()?)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Both fail only if the process has ended and was waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
impl Course {
    /// With one sample a second.
    pub fn of(lives: &[&[Sample]]) -> Self {
        let mut seconds = (0..).map(Duration::from_secs);
        let mut moment = |&sample| Moment {
            at: seconds.next().expect("it has no end"),
            sample,
        };
        let lives = lives.iter();
        Self {
            lives: lives
                .map(|life| life.iter().map(&mut moment).collect())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A worker that is a shell script.
    fn script(text: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", text]);
        command
    }

    /// With each sample one more event, one more span and ten more bytes; waits to be killed.
    const GROWING: &str = "for n in 1 2 3 4; do echo $n $n ${n}0; done; exec sleep 1000";

    fn resident(course: &Course) -> Vec<u64> {
        course.moments().map(|m| m.sample.resident).collect()
    }

    #[test]
    fn beyond_the_limit_a_new_process_begins() {
        let course = watch(&mut script(GROWING), 7, 20).unwrap();
        assert_eq!(resident(&course), [10, 20, 30, 10, 20, 30, 10]);
        assert_eq!(course.kills(), 2);
        assert_eq!(course.events(), 3 + 3 + 1);
        assert_eq!(course.most_open_spans(), 3);
        assert_eq!(course.most_resident(), 30);
    }

    #[test]
    fn within_the_limit_a_process_lives_on() {
        let course = watch(&mut script(GROWING), 4, 40).unwrap();
        assert_eq!(resident(&course), [10, 20, 30, 40]);
        assert_eq!(course.kills(), 0);
        assert_eq!(course.events(), 4);
    }

    #[test]
    fn a_process_that_ends_by_itself_is_an_error() {
        let Err(error) = watch(&mut script("echo 1 1 1; exit 3"), 2, 9) else {
            panic!("it ended")
        };
        assert_eq!(
            error.to_string(),
            "the process that was watched ended by itself: exit status: 3"
        );
    }
}
