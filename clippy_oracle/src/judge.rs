//! Compares what the lint reports about programs with what is true of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use rustfix::{CodeFix, Filter, get_suggestions_from_json};
use serde_json::Value;
use tempfile::TempDir;

use crate::choices::Choices;
use crate::program::{Edition, Program, generate};

const LINT: &str = "clippy::await_holding_invalid_type";
const LOCK_LINT: &str = "clippy::await_holding_lock";
/// The crate that programs are written with.
const RUNTIME: [(&str, &str); 4] = [
    ("lib.rs", include_str!("runtime/lib.rs")),
    ("futures.rs", include_str!("runtime/futures.rs")),
    ("values.rs", include_str!("runtime/values.rs")),
    ("world.rs", include_str!("runtime/world.rs")),
];
/// What the crate has in addition when it stands for a library whose guards the lints can fix.
const LIBRARY: &str = "pub mod mutex { pub use crate::Guard as MutexGuard; }\n";
/// The beginning of each file. `Both` is defined here because the programs give it methods.
const HEAD: &str = "\
use runtime::*;
use std::{cell::RefCell, future::{Future, poll_fn}, mem::ManuallyDrop, pin::Pin, rc::Rc};
struct Both { left: Guard, right: (Guard, Guard) }
impl Owns for Both { fn settle(&self, at: u32) { self.left.settle(at); self.right.settle(at) } }
";
/// The line of the file that the first program begins at.
const FIRST_LINE: u32 = 5;

/// A value that is held, as the line of its binding or expression, and the line of the `await` point.
pub type Pair = (u32, u32);

pub struct Verdict {
    /// The line of the file that the program begins at.
    pub first_line: u32,
    /// What was reported, but is true on no path.
    pub wrong: BTreeSet<Pair>,
    /// What is true on some path, but was not reported.
    pub missed: BTreeSet<Pair>,
    /// The lines of values that are said to be held, but may be empty at each `await` point.
    pub overstated: BTreeSet<u32>,
    /// The lines of values that are said to be perhaps held, but certainly are.
    pub understated: BTreeSet<u32>,
    /// How many pairs were reported and are true.
    pub agreed: usize,
    /// Whether all paths were run. If not, no report can be known to be wrong.
    pub exhausted: bool,
}

impl Verdict {
    pub fn is_right(&self) -> bool {
        self.wrong.is_empty()
            && self.missed.is_empty()
            && self.overstated.is_empty()
            && self.understated.is_empty()
    }
}

/// The two compilers, and a directory with the compiled runtime.
pub struct Judge {
    driver: PathBuf,
    rustc: PathBuf,
    dir: TempDir,
}

/// What the lint says.
#[derive(Default)]
struct Reported {
    pairs: BTreeSet<Pair>,
    /// The lines of values that are said to be perhaps held.
    possible: BTreeSet<u32>,
    /// For a value that is held across many `await` points, how many of these are not shown.
    hidden: BTreeMap<u32, usize>,
}

/// What running a program shows.
#[derive(Default)]
struct Truth {
    /// The pairs at which a guard is held.
    guards: BTreeSet<Pair>,
    /// The pairs at which, on some path, only a place that could contain a guard is held.
    empty: BTreeSet<Pair>,
    /// The `await` points at which the program was suspended.
    awaits: BTreeSet<u32>,
    exhausted: bool,
}

impl Judge {
    /// # Errors
    /// If the driver's rustc does not exist, or does not compile the runtime.
    pub fn new(driver: &Path) -> Result<Self> {
        let sysroot = output(Command::new(driver).args(["--print", "sysroot"]))?;
        let rustc = Path::new(String::from_utf8(sysroot.stdout)?.trim()).join("bin/rustc");
        let judge = Self {
            driver: driver.to_owned(),
            rustc,
            dir: tempfile::tempdir()?,
        };
        judge.write(
            "clippy.toml",
            "await-holding-invalid-types = [\"runtime::Guard\"]\n",
        )?;
        for (name, text) in RUNTIME {
            judge.write(name, text)?;
        }
        judge.write("library.rs", &format!("{}{LIBRARY}", RUNTIME[0].1))?;
        for (file, name) in [("lib.rs", "runtime"), ("library.rs", "spin")] {
            let mut rustc = judge.rustc(&judge.rustc);
            rustc.args([file, "--edition=2024", "--crate-type=lib", "-O"]);
            output(rustc.arg(format!("--crate-name={name}")))?;
        }
        Ok(judge)
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        Ok(fs::write(self.dir.path().join(name), content)?)
    }

    fn rustc(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        as_for_any_user(&mut command, self.dir.path());
        // The programs do not unwind, and compile faster without the code for it.
        command.args(["-Cpanic=abort", "-Awarnings", "-Aundropped_manually_drops"]);
        command
    }

    /// Generates a program from each of `choices`, and judges all of them as one crate.
    ///
    /// # Errors
    /// If a program does not compile, which is a mistake of the generator, or does not run.
    pub fn judge(
        &self,
        choices: impl IntoIterator<Item = Choices>,
        edition: Edition,
    ) -> Result<Vec<(Program, Verdict)>> {
        let mut first_line = FIRST_LINE;
        let mut programs = Vec::new();
        let [mut linted, mut run] = [HEAD; 2].map(str::to_owned);
        let mut main = String::new();
        for (number, choices) in choices.into_iter().enumerate() {
            let program = generate(choices, edition, number, first_line);
            for [linted_line, run_line] in &program.lines {
                linted += &format!("{linted_line}\n");
                run += &format!("{run_line}\n");
            }
            main += &format!("explore(|| Box::pin(case_{number}()));\n");
            first_line += program.lines.len() as u32;
            programs.push(program);
        }
        run += &format!("fn main() {{\n{main}}}\n");
        self.write("linted.rs", &linted)?;
        self.write("run.rs", &run)?;

        let reported = self.reported(edition)?;
        let truths = self.truths(edition)?;
        ensure!(truths.len() == programs.len(), "the run ended too early");
        let mut first_line = FIRST_LINE;
        let judged = programs.into_iter().zip(truths).map(|(program, truth)| {
            let verdict = compare(&program, first_line, &reported, &truth);
            first_line += program.lines.len() as u32;
            (program, verdict)
        });
        Ok(judged.collect())
    }

    /// Applies the fixes that pass `filter` to the programs that were judged last, which must compile
    /// afterwards and hold less, and returns how many there were.
    ///
    /// # Errors
    /// If they do not.
    pub fn fix(&self, edition: Edition, filter: Filter) -> Result<usize> {
        let source = fs::read_to_string(self.dir.path().join("linted.rs"))?;
        let mut fix = CodeFix::new(&source);
        let (mut held, mut fixed) = (0, 0);
        for diagnostic in self.locks_held(edition, "linted.rs")? {
            held += 1;
            let none = HashSet::new();
            for suggestion in get_suggestions_from_json(&diagnostic, &none, filter)? {
                // Those that overlap with others are left out.
                let mut solutions = suggestion.solutions.iter();
                fixed +=
                    usize::from(solutions.all(|solution| fix.apply_solution(solution).is_ok()));
            }
        }
        self.write("fixed.rs", &fix.finish()?)?;
        let left = self.locks_held(edition, "fixed.rs")?;
        ensure!(
            left.len() + fixed <= held,
            "{held} guards are held and {fixed} fixed, but {} are left:\n{}",
            left.len(),
            fs::read_to_string(self.dir.path().join("fixed.rs"))?
        );
        Ok(fixed)
    }

    /// The reports of guards in `file` if they were those of a library.
    fn locks_held(&self, edition: Edition, file: &str) -> Result<Vec<String>> {
        let mut driver = self.compiler_with(&self.driver, "spin", file, edition);
        driver.args(["--crate-type=lib", "--emit=metadata", "--error-format=json"]);
        driver.args(["--force-warn", LOCK_LINT]);
        let output = output(&mut driver)?;
        let is_of_lint = |line: &&str| {
            let diagnostic: Option<Value> = serde_json::from_str(line).ok();
            diagnostic.is_some_and(|diagnostic| diagnostic["code"]["code"] == LOCK_LINT)
        };
        let stderr = String::from_utf8(output.stderr)?;
        Ok(stderr
            .lines()
            .filter(is_of_lint)
            .map(str::to_owned)
            .collect())
    }

    fn compiler(&self, program: &Path, file: &str, edition: Edition) -> Command {
        self.compiler_with(program, "runtime", file, edition)
    }

    fn compiler_with(
        &self,
        program: &Path,
        runtime: &str,
        file: &str,
        edition: Edition,
    ) -> Command {
        let mut command = self.rustc(program);
        let library = format!("--extern=runtime=lib{runtime}.rlib");
        command.arg(file).arg(library);
        command.arg(match edition {
            Edition::E2021 => "--edition=2021",
            Edition::E2024 => "--edition=2024",
        });
        command
    }

    /// What the lint reports about `linted.rs`.
    fn reported(&self, edition: Edition) -> Result<Reported> {
        let mut driver = self.compiler(&self.driver, "linted.rs", edition);
        driver.args(["--crate-type=lib", "--emit=metadata", "--error-format=json"]);
        driver.args(["--force-warn", LINT]);
        let output = output(&mut driver)?;
        let mut reported = Reported::default();
        for line in String::from_utf8(output.stderr)?.lines() {
            let diagnostic: Value = serde_json::from_str(line)?;
            if diagnostic["code"]["code"] == LINT {
                let [values, awaits] = reported_in(&diagnostic);
                ensure!(
                    values.len() == 1 && !awaits.is_empty(),
                    "not a report of one value and its `await` points:\n{}",
                    diagnostic["rendered"].as_str().unwrap_or(line)
                );
                let pairs = awaits.iter().map(|await_| (values[0], *await_));
                reported.pairs.extend(pairs);
                let hidden = notes(&diagnostic).find_map(|(_, message)| hidden_awaits(message));
                *reported.hidden.entry(values[0]).or_default() += hidden.unwrap_or_default();
                if notes(&diagnostic).any(|(_, message)| message.starts_with("may be held in")) {
                    reported.possible.insert(values[0]);
                }
            }
        }
        Ok(reported)
    }

    /// What running `run.rs` shows, for each of its programs.
    fn truths(&self, edition: Edition) -> Result<Vec<Truth>> {
        let mut rustc = self.compiler(&self.rustc, "run.rs", edition);
        output(rustc.args(["-Cdebuginfo=0", "-o", "run"]))?;
        let output = output(&mut Command::new(self.dir.path().join("run")))?;
        let mut truths = Vec::new();
        let mut truth = Truth::default();
        for line in String::from_utf8(output.stdout)?.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                [value, await_, guard] => {
                    let pair = (value.parse()?, await_.parse()?);
                    match guard {
                        "1" => truth.guards.insert(pair),
                        _ => truth.empty.insert(pair),
                    };
                }
                ["all" | "some"] => {
                    truth.exhausted = line == "all";
                    truths.push(std::mem::take(&mut truth));
                }
                _ => {
                    truth.awaits.insert(line.parse()?);
                }
            }
        }
        Ok(truths)
    }
}

/// The lines of the value and of the `await` points.
fn reported_in(diagnostic: &Value) -> [Vec<u32>; 2] {
    let lines = |spans: &Value| -> Vec<u32> {
        let spans = spans.as_array().into_iter().flatten();
        spans
            .filter(|span| span["is_primary"] == true && span["file_name"] == "linted.rs")
            .filter_map(|span| span["line_start"].as_u64())
            .map(|line| line as u32)
            .collect()
    };
    let awaits = notes(diagnostic)
        .filter(|(_, message)| message.starts_with("held across th"))
        .flat_map(|(note, _)| lines(&note["spans"]))
        .collect();
    [lines(&diagnostic["spans"]), awaits]
}

/// The number in `held across these `await` points and 3 more`.
fn hidden_awaits(message: &str) -> Option<usize> {
    let (_, more) = message
        .strip_prefix("held across th")?
        .rsplit_once(" and ")?;
    more.split_once(" more")?.0.parse().ok()
}

/// The notes, each with its message.
fn notes(diagnostic: &Value) -> impl Iterator<Item = (&Value, &str)> {
    let notes = diagnostic["children"].as_array().into_iter().flatten();
    notes.map(|note| (note, note["message"].as_str().unwrap_or_default()))
}

fn compare(program: &Program, first_line: u32, reported: &Reported, truth: &Truth) -> Verdict {
    let end = first_line + program.lines.len() as u32;
    let pairs: BTreeSet<Pair> = (reported.pairs.range((first_line, 0)..(end, 0)))
        .copied()
        .collect();
    // While one coroutine awaits another, both are suspended. Each is reported for its own values, and a
    // generic one for what it was given.
    let body = |line: u32| program.bodies.get(line.wrapping_sub(first_line) as usize);
    let holder = |value: u32| program.given.get(&value).or_else(|| body(value));
    let is_own = |&(value, await_): &Pair| holder(value) == body(await_);
    let values = pairs.iter().map(|(value, _)| *value);
    let (possible, certain): (BTreeSet<u32>, BTreeSet<u32>) =
        values.partition(|value| reported.possible.contains(value));
    let can_be_full = |value: u32| {
        let mut pairs = pairs.range((value, 0)..=(value, u32::MAX));
        pairs.any(|pair| !truth.empty.contains(pair))
    };
    let missed: BTreeSet<Pair> = (truth.guards.difference(&pairs).copied())
        .filter(is_own)
        .collect();
    Verdict {
        first_line,
        wrong: if truth.exhausted {
            // Nothing is known about an `await` point at which no path was suspended: a future that
            // is never awaited could still be suspended there.
            (pairs.difference(&truth.guards).copied())
                .filter(|pair| !truth.empty.contains(pair) && truth.awaits.contains(&pair.1))
                .collect()
        } else {
            BTreeSet::new()
        },
        missed: (missed.iter().copied())
            .filter(|(value, _)| {
                let of_value = missed.iter().filter(|(other, _)| other == value);
                // Which `await` points are not shown is not known, only how many.
                of_value.count() > reported.hidden.get(value).copied().unwrap_or_default()
            })
            .collect(),
        overstated: (certain.into_iter())
            .filter(|value| !can_be_full(*value))
            .collect(),
        understated: (possible.intersection(&program.certain).copied()).collect(),
        agreed: (pairs.iter())
            .filter(|pair| truth.guards.contains(pair) || truth.empty.contains(pair))
            .count(),
        exhausted: truth.exhausted,
    }
}

/// Has `command` run a compiler in `dir`, with the configuration there and without the environment
/// variables that cargo sets for tests.
pub fn as_for_any_user(command: &mut Command, dir: &Path) {
    command.current_dir(dir).env("CLIPPY_CONF_DIR", dir);
    for name in [
        "CLIPPY_ARGS",
        "CARGO_MANIFEST_DIR",
        "LD_LIBRARY_PATH",
        "SYSROOT",
    ] {
        command.env_remove(name);
    }
}

/// Runs a command that has to succeed.
fn output(command: &mut Command) -> Result<Output> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?} ended with {}:\n{}",
        output.status,
        rendered(&String::from_utf8_lossy(&output.stderr))
    );
    Ok(output)
}

/// The rendered errors among JSON diagnostics, and all lines that are not JSON.
fn rendered(stderr: &str) -> String {
    let errors = stderr.lines().filter_map(|line| {
        let Ok(diagnostic) = serde_json::from_str::<Value>(line) else {
            return Some(line.to_owned());
        };
        let is_error = diagnostic["level"] == "error";
        is_error.then(|| diagnostic["rendered"].as_str().unwrap_or(line).to_owned())
    });
    errors.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program of ten lines from line 11 on, the last three of which are another coroutine. The type
    /// of the value at line 13 certainly contains a guard.
    fn verdict(reported: &[Pair], guards: &[Pair], empty: &[Pair], exhausted: bool) -> Verdict {
        verdict_on(reported, &[12], guards, empty, exhausted)
    }

    fn verdict_on(
        reported: &[Pair],
        possible: &[u32],
        guards: &[Pair],
        empty: &[Pair],
        exhausted: bool,
    ) -> Verdict {
        let program = Program {
            lines: vec![Default::default(); 10],
            bodies: vec![0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
            choices: Vec::new(),
            shapes: BTreeSet::new(),
            certain: [13].into(),
            given: BTreeMap::from([(17, 1)]),
        };
        let reported = Reported {
            pairs: reported.iter().copied().collect(),
            possible: possible.iter().copied().collect(),
            hidden: BTreeMap::new(),
        };
        let truth = Truth {
            guards: guards.iter().copied().collect(),
            empty: empty.iter().copied().collect(),
            awaits: [14, 15, 19].into(),
            exhausted,
        };
        compare(&program, 11, &reported, &truth)
    }

    #[test]
    fn what_is_reported_has_to_be_true() {
        let right = verdict(&[(12, 14)], &[(12, 14)], &[], true);
        assert!(right.is_right() && right.agreed == 1);
        assert_eq!(
            verdict(&[(12, 15)], &[], &[], true).wrong,
            [(12, 15)].into()
        );
        // Not all paths were run.
        assert!(verdict(&[(12, 15)], &[], &[], false).is_right());
        // No path was suspended there.
        assert!(verdict(&[(12, 16)], &[], &[], true).is_right());
        // It is in another program.
        assert!(verdict(&[(32, 34)], &[], &[], true).is_right());
    }

    #[test]
    fn what_is_true_has_to_be_reported() {
        let missed = verdict(&[(12, 14)], &[(12, 14), (12, 15)], &[], false);
        assert_eq!(missed.missed, [(12, 15)].into());
        // A value of one coroutine, at the `await` point of another that awaits it.
        assert!(verdict(&[], &[(18, 14)], &[], true).is_right());
        assert!(verdict(&[], &[(16, 19)], &[], true).is_right());
        // The caller has given it to the other coroutine.
        let missed = verdict(&[], &[(17, 19)], &[], true).missed;
        assert_eq!(missed, [(17, 19)].into());
    }

    #[test]
    fn awaits_that_are_not_shown_are_counted() {
        let hidden = |message: &str| hidden_awaits(message).unwrap_or_default();
        assert_eq!(hidden("held across these `await` points and 12 more"), 12);
        assert_eq!(
            hidden("held across these `await` points and 2 more of `f`"),
            2
        );
        assert_eq!(hidden("held across these `await` points"), 0);
    }

    #[test]
    fn an_empty_place_may_be_reported() {
        assert!(verdict(&[(12, 14)], &[], &[(12, 14)], true).is_right());
        assert!(verdict(&[], &[], &[(12, 14)], true).is_right());
    }

    #[test]
    fn the_degree_has_to_be_true() {
        let certain = |empty| verdict_on(&[(12, 14), (12, 15)], &[], &[(12, 14)], empty, true);
        assert!(certain(&[(12, 15)]).is_right());
        assert_eq!(certain(&[(12, 14), (12, 15)]).overstated, [12].into());
        let possible = |line| verdict_on(&[(line, 14)], &[line], &[(line, 14)], &[], true);
        assert!(possible(12).is_right());
        assert_eq!(possible(13).understated, [13].into());
    }
}
