//! What the lint says of programs, what is true of them, and where the two differ.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Edition, Program};

const LINT: &str = "clippy::await_holding_invalid_type";
/// What programs are made of.
const RUNTIME: [(&str, &str); 4] = [
    ("lib.rs", include_str!("runtime/lib.rs")),
    ("futures.rs", include_str!("runtime/futures.rs")),
    ("values.rs", include_str!("runtime/values.rs")),
    ("world.rs", include_str!("runtime/world.rs")),
];
/// What the file begins with. Methods can be given only to a type of the same crate.
const HEAD: &str = "\
use runtime::*;
use std::{future::{Future, poll_fn}, mem::ManuallyDrop, pin::Pin, rc::Rc};
struct Both { left: Guard, right: (Guard, Guard) }
impl Owns for Both { fn settle(&self, at: u32) { self.left.settle(at); self.right.settle(at) } }
";

/// The line of the file that the first program begins at.
pub const FIRST_LINE: u32 = 5;

/// A value, by the line of its binding or expression, and an await that it is held through.
pub type Pair = (u32, u32);

pub struct Verdict {
    /// The line of the file that the program begins at.
    pub first: u32,
    /// Reported, but on no path it is so.
    pub wrong: BTreeSet<Pair>,
    /// True on some path, but not reported.
    pub missed: BTreeSet<Pair>,
    /// How many pairs were reported and are true.
    pub agreed: usize,
    /// Whether all paths were run. If not, what is reported cannot be known to be wrong.
    pub exhausted: bool,
}

impl Verdict {
    pub fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.missed.is_empty()
    }
}

/// Where programs are judged: a directory with the compiled runtime.
pub struct Court {
    driver: PathBuf,
    rustc: PathBuf,
    dir: TempDir,
}

/// What running a program says of it.
#[derive(Default)]
struct Truth {
    /// The pairs of a guard and an await.
    guards: BTreeSet<Pair>,
    /// And those of a place where there could be a guard.
    places: BTreeSet<Pair>,
    /// The awaits at which the program was suspended.
    awaits: BTreeSet<u32>,
    exhausted: bool,
}

impl Court {
    /// # Errors
    /// If there is no rustc that belongs to the driver, or if it does not compile the runtime.
    pub fn open(driver: &Path) -> Result<Self> {
        let sysroot = output(Command::new(driver).args(["--print", "sysroot"]))?;
        let rustc = Path::new(String::from_utf8(sysroot.stdout)?.trim()).join("bin/rustc");
        let court = Self {
            driver: driver.to_owned(),
            rustc,
            dir: tempfile::tempdir()?,
        };
        court.write(
            "clippy.toml",
            "await-holding-invalid-types = [\"runtime::Guard\"]\n",
        )?;
        for (name, text) in RUNTIME {
            court.write(name, text)?;
        }
        let mut rustc = court.rustc(&court.rustc);
        rustc.args([
            "lib.rs",
            "--crate-name=runtime",
            "--edition=2024",
            "--crate-type=lib",
            "-O",
        ]);
        output(&mut rustc)?;
        Ok(court)
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        Ok(fs::write(self.dir.path().join(name), content)?)
    }

    fn rustc(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        as_for_any_user(&mut command, self.dir.path());
        // The text that is run cannot unwind, so none of the code for it is made.
        command.args(["-Cpanic=abort", "-Awarnings", "-Aundropped_manually_drops"]);
        command
    }

    /// # Errors
    /// If a text does not compile, which is a mistake of the generator.
    pub fn judge(&self, programs: &[Program], edition: Edition) -> Result<Vec<Verdict>> {
        let mut texts = [HEAD.to_owned(), HEAD.to_owned()];
        for (text, index) in texts.iter_mut().zip([0, 1]) {
            for line in programs.iter().flat_map(|program| &program.lines) {
                text.push_str(&line[index]);
                text.push('\n');
            }
        }
        let [linted, mut run] = texts;
        run.push_str("fn main() {\n");
        for number in 0..programs.len() {
            run.push_str(&format!("explore(|| Box::pin(case_{number}()));\n"));
        }
        run.push_str("}\n");
        self.write("linted.rs", &linted)?;
        self.write("run.rs", &run)?;

        let reported = self.reported(edition)?;
        let truths = self.truths(edition)?;
        ensure!(truths.len() == programs.len(), "the run ended too early");
        let mut first = FIRST_LINE;
        let verdicts = programs.iter().zip(truths).map(|(program, truth)| {
            let verdict = compare(program, first, &reported, &truth);
            first += program.lines.len() as u32;
            verdict
        });
        Ok(verdicts.collect())
    }

    fn compiler(&self, program: &Path, file: &str, edition: Edition) -> Command {
        let mut command = self.rustc(program);
        command.arg(file).arg("--extern=runtime=libruntime.rlib");
        command.arg(match edition {
            Edition::E2021 => "--edition=2021",
            Edition::E2024 => "--edition=2024",
        });
        command
    }

    fn reported(&self, edition: Edition) -> Result<BTreeSet<Pair>> {
        let mut driver = self.compiler(&self.driver, "linted.rs", edition);
        driver.args(["--crate-type=lib", "--emit=metadata", "--error-format=json"]);
        driver.args(["--force-warn", LINT]);
        let output = output(&mut driver)?;
        let mut pairs = BTreeSet::new();
        for line in String::from_utf8(output.stderr)?.lines() {
            let diagnostic: Value = serde_json::from_str(line)?;
            if diagnostic["code"]["code"] == LINT {
                let [values, awaits] = reported_in(&diagnostic);
                ensure!(
                    values.len() == 1 && !awaits.is_empty(),
                    "not a report of a value and its awaits:\n{}",
                    diagnostic["rendered"].as_str().unwrap_or(line)
                );
                pairs.extend(awaits.iter().map(|await_| (values[0], *await_)));
            }
        }
        Ok(pairs)
    }

    fn truths(&self, edition: Edition) -> Result<Vec<Truth>> {
        let mut rustc = self.compiler(&self.rustc, "run.rs", edition);
        output(rustc.args(["-Cdebuginfo=0", "-o", "run"]))?;
        let output = output(&mut Command::new(self.dir.path().join("run")))?;
        let mut truths = Vec::new();
        let mut truth = Truth::default();
        for line in String::from_utf8(output.stdout)?.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                [place, await_, guard] => {
                    let pair = (place.parse()?, await_.parse()?);
                    truth.places.insert(pair);
                    if guard == "1" {
                        truth.guards.insert(pair);
                    }
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

/// The lines of the value and of the awaits.
fn reported_in(diagnostic: &Value) -> [Vec<u32>; 2] {
    let lines = |spans: &Value| -> Vec<u32> {
        let spans = spans.as_array().into_iter().flatten();
        spans
            .filter(|span| span["is_primary"] == true && span["file_name"] == "linted.rs")
            .filter_map(|span| span["line_start"].as_u64())
            .map(|line| line as u32)
            .collect()
    };
    let notes = diagnostic["children"].as_array().into_iter().flatten();
    let awaits = notes
        .filter(|note| {
            let message = note["message"].as_str().unwrap_or_default();
            message.starts_with("it is held through th")
        })
        .flat_map(|note| lines(&note["spans"]))
        .collect();
    [lines(&diagnostic["spans"]), awaits]
}

fn compare(program: &Program, first: u32, reported: &BTreeSet<Pair>, truth: &Truth) -> Verdict {
    let end = first + program.lines.len() as u32;
    let reported: BTreeSet<Pair> = reported.range((first, 0)..(end, 0)).copied().collect();
    // While a coroutine is awaited by another, both are suspended: each answers for its own values.
    let body = |line: u32| program.bodies.get(line.wrapping_sub(first) as usize);
    let own = |&(place, await_): &Pair| body(place) == body(await_);
    Verdict {
        first,
        wrong: if truth.exhausted {
            // Of an await at which no path is suspended nothing is known: a future that is
            // never awaited can be suspended there all the same.
            (reported.difference(&truth.places).copied())
                .filter(|(_, await_)| truth.awaits.contains(await_))
                .collect()
        } else {
            BTreeSet::new()
        },
        missed: (truth.guards.difference(&reported).copied())
            .filter(own)
            .collect(),
        agreed: reported.intersection(&truth.places).count(),
        exhausted: truth.exhausted,
    }
}

/// Makes `command` call a compiler in `dir`, with its configuration and without the environment
/// that cargo makes for tests.
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

/// Runs a command that has to end well.
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

/// What the errors among JSON diagnostics say to people; or all, if these are not diagnostics.
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

    /// Ten lines from line 11 on, of which the last three are another coroutine.
    fn verdict(reported: &[Pair], guards: &[Pair], empty: &[Pair], exhausted: bool) -> Verdict {
        let program = Program {
            lines: vec![Default::default(); 10],
            bodies: vec![0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
            choices: Vec::new(),
            shapes: BTreeSet::new(),
        };
        let truth = Truth {
            guards: guards.iter().copied().collect(),
            places: guards.iter().chain(empty).copied().collect(),
            awaits: [14, 15, 19].into(),
            exhausted,
        };
        compare(&program, 11, &reported.iter().copied().collect(), &truth)
    }

    #[test]
    fn what_is_reported_has_to_be_seen() {
        let right = verdict(&[(12, 14)], &[(12, 14)], &[], true);
        assert!(right.is_right() && right.agreed == 1);
        assert_eq!(
            verdict(&[(12, 15)], &[], &[], true).wrong,
            [(12, 15)].into()
        );
        // Not all paths were run.
        assert!(verdict(&[(12, 15)], &[], &[], false).is_right());
        // No path is suspended there.
        assert!(verdict(&[(12, 16)], &[], &[], true).is_right());
        // Of another program.
        assert!(verdict(&[(32, 34)], &[], &[], true).is_right());
    }

    #[test]
    fn what_is_seen_has_to_be_reported() {
        let missed = verdict(&[(12, 14)], &[(12, 14), (12, 15)], &[], false);
        assert_eq!(missed.missed, [(12, 15)].into());
        // The value of one coroutine at the await of another that awaits it.
        assert!(verdict(&[], &[(18, 14)], &[], true).is_right());
    }

    #[test]
    fn what_is_empty_may_be_reported_or_not() {
        assert!(verdict(&[(12, 14)], &[], &[(12, 14)], true).is_right());
        assert!(verdict(&[], &[], &[(12, 14)], true).is_right());
    }
}
