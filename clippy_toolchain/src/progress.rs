//! Shows the progress of long work on stderr: the phase and a bar on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts the phases of one piece of work.
pub struct Progress {
    total: usize,
    begun: usize,
}

impl Progress {
    pub fn new(total: usize) -> Self {
        Self { total, begun: 0 }
    }

    /// Begins the next phase. It ends when the returned value is dropped.
    pub fn phase(&mut self, name: &str) -> Phase {
        self.begun += 1;
        let title = format!("[{}/{}] {name}", self.begun, self.total);
        let bar = ProgressBar::new_spinner();
        if stderr().is_terminal() {
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("valid template"),
            );
            bar.set_message(title.clone());
            bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            bar.set_draw_target(ProgressDrawTarget::hidden());
            eprintln!("{title}");
        }
        Phase {
            title,
            bar,
            start: Instant::now(),
            steps: 0,
            done: 0,
        }
    }
}

/// One phase that is running.
pub struct Phase {
    title: String,
    bar: ProgressBar,
    start: Instant,
    steps: u64,
    done: u64,
}

impl Phase {
    /// Sets how many steps the phase has, as soon as that is known.
    pub fn expect_steps(&mut self, steps: u64) {
        self.steps = steps;
        self.bar.set_length(steps);
        let template = "{spinner} {msg} [{bar:30}] {pos}/{len} {elapsed}";
        self.bar.set_style(
            ProgressStyle::with_template(template)
                .expect("valid template")
                .progress_chars("=> "),
        );
    }

    /// Counts one step. Without a terminal, a line is printed after every tenth of them.
    pub fn step(&mut self) {
        self.done += 1;
        self.bar.inc(1);
        let tenth = |done: u64| done * 10 / self.steps.max(1);
        if self.bar.is_hidden() && tenth(self.done) > tenth(self.done - 1) {
            eprintln!("{} {}/{}", self.title, self.done, self.steps);
        }
    }

    /// Counts one step and prints its result.
    pub fn step_with(&mut self, result: &str) {
        self.done += 1;
        if self.bar.is_hidden() {
            eprintln!("[{}/{}] {result}", self.done, self.steps);
        } else {
            self.bar.println(result);
            self.bar.inc(1);
        }
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        if !self.bar.is_hidden() {
            self.bar.finish_and_clear();
            eprintln!("{} ({} s)", self.title, self.start.elapsed().as_secs());
        }
    }
}
