//! What the suggestions make of every UI test, those that `--fix` applies and all together: code that
//! compiles in each edition, in which what was fixed is not held any more. Upstream Clippy finds nothing in the `.fixed` files that it did not find before, except
//! for what [`STILL_FOUND`] explains.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rustfix::{CodeFix, Filter, get_suggestions_from_json};
use serde_json::Value;
use ui_test::build_manager::BuildManager;
use ui_test::custom_flags::Flag;
use ui_test::per_test_config::TestConfig;
use ui_test::{Error, Errored};

const EDITIONS: [&str; 2] = ["2021", "2024"];

/// How often a lint of upstream Clippy finds something in a `.fixed` file, and why.
const STILL_FOUND: &[(&str, &str, usize, &str)] = &[
    (
        "applied/release.edition2021.fixed",
        LOCK,
        DROPPED + 1,
        "upstream does not know that `drop` ends a guard; here, in front of the last use something is \
         declared that is used later, or `else` must not follow a block, or the last expression of a \
         block borrows from the guard, which edition 2021 forbids",
    ),
    (
        "applied/release.edition2024.fixed",
        LOCK,
        DROPPED,
        "the same without the last reason",
    ),
    (
        "shown/clone_out.fixed",
        LOCK,
        1,
        "upstream does not know that `drop` ends a guard; here, a variable is declared before that is used \
         later",
    ),
    (
        "shown/narrow.fixed",
        LOCK,
        17,
        "upstream does not know that `drop` ends a guard; no block can be there, because a variable is \
         declared before that is used later, or because other ways need the guard",
    ),
    (
        "shown/real_locks.fixed",
        LOCK,
        7,
        "upstream does not know that `drop` ends a guard; no block can be there for the same reasons",
    ),
    (
        "shown/real_cells.fixed",
        "clippy::await_holding_refcell_ref",
        1,
        "upstream does not know that `drop` ends a guard; no block can be there for the same reasons",
    ),
    (
        "shown/awkward.fixed",
        LOCK,
        4,
        "upstream does not know that `drop` ends a guard, which other ways need",
    ),
    (
        "shown/clone_out.fixed",
        "clippy::let_and_return",
        1,
        "the variable is not needed since this edition, but rustc warns about a block without it",
    ),
    (
        "shown/real_locks.fixed",
        "clippy::let_and_return",
        1,
        "the variable is not needed since this edition, but rustc warns about a block without it",
    ),
    (
        "applied/bind_first.edition2024.fixed",
        "clippy::let_and_return",
        5,
        "the variable is not needed since this edition, but rustc warns about a block without it",
    ),
    (
        "shown/instrument.fixed",
        "clippy::redundant_async_block",
        1,
        "the block is what creates the future in the span",
    ),
];
const LOCK: &str = "clippy::await_holding_lock";
const DROPPED: usize = 4;

/// What a fix must not bring about.
const UNUSED: [&str; 4] = [
    "unused_assignments",
    "unused_labels",
    "unused_mut",
    "redundant_semicolons",
];

/// Checks the fixes of a test, once it has run.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The driver of upstream Clippy, if it is installed.
    pub upstream: Option<PathBuf>,
}

impl Flag for Fixed {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn post_test_action(
        &self,
        config: &TestConfig,
        output: &Output,
        build_manager: &BuildManager,
    ) -> Result<(), Errored> {
        let path = config.status.path();
        let test = config.build_command(build_manager)?;
        let run = Run { path, test: &test };
        let problem = match run.problem_of_fixes(output) {
            None => {
                let fixed = path.with_extension(config.extension("fixed"));
                let upstream = self.upstream.as_ref().filter(|_| fixed.is_file());
                upstream.and_then(|upstream| run.problem_of_upstream(upstream, &fixed))
            }
            problem => problem,
        };
        problem.map_or(Ok(()), |problem| {
            Err(Errored {
                command: format!("checking the fixes of {}", path.display()),
                errors: vec![Error::ConfigError(problem)],
                stderr: Vec::new(),
                stdout: Vec::new(),
            })
        })
    }
}

/// A test that has run.
struct Run<'a> {
    path: &'a Path,
    test: &'a Command,
}

impl Run<'_> {
    fn problem_of_fixes(&self, output: &Output) -> Option<String> {
        let source = fs::read_to_string(self.path).expect("the test is a file");
        let (_, shown) = apply(&source, output, Filter::Everything);
        if shown > 0 && self.path.starts_with("tests/ui-fix/left") {
            return Some(format!("{shown} suggestions are made, but none should be"));
        }
        let of_applied = self.problem_of(Filter::MachineApplicableOnly, output);
        of_applied.or_else(|| self.problem_of(Filter::Everything, output))
    }

    /// What is wrong after the suggestions that pass `filter` are applied.
    fn problem_of(&self, filter: Filter, output: &Output) -> Option<String> {
        let source = fs::read_to_string(self.path).expect("the test is a file");
        if apply(&source, output, filter).1 == 0 {
            return None;
        }
        let dir = tempfile::tempdir().expect("there is room for a file");
        let file = dir.path().join("fixed.rs");
        EDITIONS.into_iter().find_map(|edition| {
            let before = self.compile(None, self.path, Some(edition), dir.path());
            if !before.status.success() {
                return None;
            }
            let (fixed, number) = apply(&source, &before, filter);
            fs::write(&file, fixed).expect("there is room for a file");
            let after = self.compile(None, &file, Some(edition), dir.path());
            let [held_before, held_after] = [&before, &after].map(held);
            let [unused_before, unused_after] = [&before, &after].map(unused);
            if !after.status.success() {
                return Some(format!(
                    "what is fixed does not compile in edition {edition}:\n{}",
                    rendered(&after, None)
                ));
            }
            if unused_after > unused_before {
                return Some(format!(
                    "what is fixed has something unused in edition {edition}:\n{}",
                    rendered(&after, None)
                ));
            }
            (held_after + number > held_before).then(|| {
                format!(
                    "in edition {edition}, {held_before} values are held; {number} are fixed, but {held_after} are \
                     left:\n{}",
                    rendered(&after, None)
                )
            })
        })
    }

    fn problem_of_upstream(&self, upstream: &Path, fixed: &Path) -> Option<String> {
        let dir = tempfile::tempdir().expect("there is room for a file");
        let [before, after] =
            [self.path, fixed].map(|file| self.compile(Some(upstream), file, None, dir.path()));
        let [found_before, found] = [&before, &after].map(found);
        for (lint, &number) in &found {
            let is_ours = lint.starts_with("clippy::await_holding");
            let before = match found_before.get(lint) {
                Some(&before) if !is_ours => before,
                _ => 0,
            };
            let explained: usize = STILL_FOUND
                .iter()
                .filter(|(file, of, ..)| fixed.ends_with(file) && of == lint)
                .map(|(_, _, number, _)| number)
                .sum();
            if number != before.max(explained) && (number > before || explained > 0) {
                return Some(format!(
                    "upstream Clippy finds {lint} {number} times, not {explained}:\n{}",
                    rendered(&after, Some(lint))
                ));
            }
        }
        let gone = STILL_FOUND
            .iter()
            .find(|(file, lint, ..)| fixed.ends_with(file) && !found.contains_key(*lint));
        gone.map(|(_, lint, ..)| format!("upstream Clippy does not find {lint} any more"))
    }

    /// Compiles `file` like the test, with `driver` instead of the tested one.
    fn compile(
        &self,
        driver: Option<&Path>,
        file: &Path,
        edition: Option<&str>,
        dir: &Path,
    ) -> Output {
        let mut command = Command::new(driver.map_or(self.test.get_program(), Path::as_os_str));
        let mut last: &OsStr = "".as_ref();
        for arg in self.test.get_args() {
            command.arg(match (last.to_str(), edition) {
                (Some("--edition"), Some(edition)) => OsString::from(edition),
                (Some("--out-dir"), _) => dir.into(),
                _ if arg == self.path => file.into(),
                _ => arg.into(),
            });
            last = arg;
        }
        command.args(["--crate-name=fixed", "--cap-lints=warn"]);
        command.args(UNUSED.map(|lint| format!("-W{lint}")));
        for (name, value) in self.test.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.output().expect("the driver exists")
    }
}

/// `source` with all suggestions of our lints that pass `filter`, and how many these are. Like cargo, this
/// leaves out those that overlap with others.
fn apply(source: &str, output: &Output, filter: Filter) -> (String, usize) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut fix = CodeFix::new(source);
    let mut number = 0;
    for line in stderr.lines().filter(|line| is_ours(line)) {
        let suggestions = get_suggestions_from_json(line, &HashSet::new(), filter)
            .expect("the compiler prints JSON");
        for solution in suggestions.iter().flat_map(|one| &one.solutions) {
            number += usize::from(fix.apply_solution(solution).is_ok());
        }
    }
    (fix.finish().expect("suggestions are text"), number)
}

fn is_ours(line: &str) -> bool {
    code(line).is_some_and(|(code, _)| code.starts_with("clippy::await_holding"))
}

/// The code of a diagnostic, and what it looks like.
fn code(line: &str) -> Option<(String, String)> {
    let diagnostic: Value = serde_json::from_str(line).ok()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let code = text(&diagnostic["code"]["code"]);
    Some((code, text(&diagnostic["rendered"])))
}

fn held(output: &Output) -> usize {
    let stderr = String::from_utf8_lossy(&output.stderr);
    stderr.lines().filter(|line| is_ours(line)).count()
}

fn unused(output: &Output) -> usize {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let codes = stderr.lines().filter_map(code);
    codes
        .filter(|(code, _)| UNUSED.contains(&&code[..]))
        .count()
}

/// How often each lint of Clippy found something.
fn found(output: &Output) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let stderr = String::from_utf8_lossy(&output.stderr);
    for (code, _) in stderr.lines().filter_map(code) {
        if code.starts_with("clippy::") {
            *found.entry(code).or_default() += 1;
        }
    }
    found
}

/// The diagnostics, or only those with this code.
fn rendered(output: &Output, wanted: Option<&str>) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    stderr
        .lines()
        .filter_map(code)
        .filter(|(code, _)| wanted.is_none_or(|wanted| wanted == code))
        .map(|(_, rendered)| rendered)
        .collect()
}
