//! The UI tests of this repository in the layout of Clippy's.
//!
//! There every lint of Clippy runs on a test, suggestions are applied unless the test says
//! otherwise, and what is expected on stderr is without docs links and line numbers. So the sources
//! of the tests are copied, with a head that leaves these three lints alone, and Clippy's own
//! `cargo uibless` writes what is expected. It does not write the `//~` comments, which say what is
//! found and where: these are the ones of this repository.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use clippy_toolchain::root;
use toml_edit::{DocumentMut, Item};

use super::checkout::Checkout;
use super::edits::Edit;
use super::tree::Tree;
use super::{edits, manifests};
use crate::files;

/// Also part of the paths of Clippy's own tests of these lints, so it selects both.
pub const FILTER: &str = "await_holding";

const DIFFERENCES: &str = include_str!("differences.toml");

/// The crates that tests may use, in both repositories.
const DEPENDENCIES: &str = "clippy_test_deps/Cargo.toml";

/// Their versions. Blessing the tests updates it.
pub const LOCK_FILE: &str = "clippy_test_deps/Cargo.lock";

/// What differs between the tests of the two repositories, and why.
pub struct Differences {
    /// Changes of Clippy's own tests.
    pub edits: Vec<Edit>,
    /// Files of Clippy that blessing changes, and why.
    expected: BTreeMap<String, String>,
    /// Tests of this repository, or directories of them, that Clippy does not get, and why.
    left_out: BTreeMap<String, String>,
    /// For each test program of this repository, the tests that Clippy with the lints in it does not
    /// pass, as `--skip` takes them, and why.
    not_passed: BTreeMap<String, BTreeMap<String, String>>,
}

impl Differences {
    pub fn read() -> Result<Self> {
        Self::parse(DIFFERENCES).context("in differences.toml")
    }

    fn parse(data: &str) -> Result<Self> {
        let document: DocumentMut = data.parse()?;
        let item = |key: &str| document.get(key).with_context(|| format!("no `{key}`"));
        let programs = item("not-passed")?.as_table_like();
        let programs = programs.context("`not-passed` is not a table")?.iter();
        let not_passed =
            programs.map(|(program, tests)| Ok((program.to_owned(), reasons(program, tests)?)));
        let reasons_of = |key| reasons(key, item(key)?);
        Ok(Self {
            edits: edits::parse(data)?,
            expected: reasons_of("expected")?,
            left_out: reasons_of("left-out")?,
            not_passed: not_passed.collect::<Result<_>>()?,
        })
    }

    /// The test programs of this repository that Clippy is tested with, each with the arguments that
    /// leave out what it does not pass.
    pub fn shared_tests(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.not_passed.iter().map(|(program, tests)| {
            let skip = tests.keys().flat_map(|test| ["--skip", test]);
            (program.as_str(), skip.collect())
        })
    }

    /// Checks that the files of Clippy that blessing its tests changes are those whose change is
    /// explained.
    pub fn explain(&self, checkout: &Checkout, blessed: &[(String, String)]) -> Result<()> {
        let mut changed = BTreeSet::new();
        for (path, text) in blessed {
            let original = checkout.root().join(path);
            if original.is_file() && files::read(&original)? != *text {
                changed.insert(path.as_str());
            }
        }
        let explained: BTreeSet<&str> = self.expected.keys().map(String::as_str).collect();
        let unexplained = changed.difference(&explained);
        let mut problems: Vec<String> = unexplained
            .map(|path| format!("{path}: blessing changes it, which is not explained"))
            .collect();
        let unchanged = explained.difference(&changed);
        problems.extend(unchanged.map(|path| format!("{path}: explained, but unchanged")));
        ensure!(
            problems.is_empty(),
            "{}\nEdit `[expected]` in clippy_dev/src/upstream/differences.toml",
            problems.join("\n")
        );
        Ok(())
    }

    fn leave_out(&self, path: &str) -> bool {
        self.left_out.keys().any(|left_out| {
            path.strip_prefix(left_out.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// The entries of the table `key`: what differs, and why.
fn reasons(key: &str, item: &Item) -> Result<BTreeMap<String, String>> {
    let table = item.as_table_like();
    let table = table.with_context(|| format!("`{key}` is not a table"))?;
    let reasons = table.iter().map(|(what, why)| {
        let why = why.as_str();
        let why = why.with_context(|| format!("`{what}` has no reason"))?;
        Ok((what.to_owned(), why.to_owned()))
    });
    reasons.collect()
}

/// A directory of tests here, and where Clippy has tests of the kind.
struct Tests {
    here: &'static str,
    there: &'static str,
    /// What its head tells ui_test.
    directive: &'static str,
}

const TESTS: [Tests; 5] = [
    Tests {
        here: "tests/ui",
        there: "tests/ui/await_holding",
        directive: "//@no-rustfix",
    },
    Tests {
        here: "tests/ui-toml",
        there: "tests/ui-toml/await_holding",
        // There Clippy compiles what has no `main` as a program, too.
        directive: "//@no-rustfix\n//@compile-flags: --crate-type=lib",
    },
    Tests {
        here: "tests/ui-fix/applied",
        there: "tests/ui/await_holding_fix/applied",
        directive: "",
    },
    Tests {
        here: "tests/ui-fix/shown",
        there: "tests/ui/await_holding_fix/shown",
        directive: "",
    },
    Tests {
        here: "tests/ui-fix/left",
        there: "tests/ui/await_holding_fix/left",
        directive: "//@no-rustfix",
    },
];

/// A test's `//~^` comments count lines, so nothing may change those.
const NO_FORMATTING: (&str, &str) = ("rustfmt.toml", "disable_all_formatting = true\n");

/// Only these three lints: a test of them is no test of the others.
const LEVELS: &str = "\
#![allow(clippy::all)]
#![warn(clippy::await_holding_invalid_type, clippy::await_holding_lock, clippy::await_holding_refcell_ref)]";

pub fn add(differences: &Differences, tree: &mut Tree) -> Result<()> {
    for tests in &TESTS {
        let files = tests.copy(differences)?;
        let names: BTreeSet<String> = files.keys().cloned().collect();
        tree.replace_dir(tests.there, files, |path| {
            test_of(path).is_some_and(|test| names.contains(&test))
        })?;
    }
    let manifest = tree
        .read(DEPENDENCIES)?
        .with_context(|| format!("{DEPENDENCIES}: there is no such file"))?;
    let ours = files::read(&root().join(DEPENDENCIES))?;
    let manifest = manifests::merge_dependencies(&manifest, &ours)
        .with_context(|| format!("in {DEPENDENCIES}"))?;
    tree.write(DEPENDENCIES, manifest)
}

/// Makes `tree` have exactly the expected output that was blessed.
pub fn replace_blessed(blessed: Vec<(String, String)>, tree: &mut Tree) -> Result<()> {
    let paths: BTreeSet<String> = blessed.iter().map(|(path, _)| path.clone()).collect();
    for path in tree.files()? {
        if path.contains(FILTER) && test_of(&path).is_some() && !paths.contains(&path) {
            tree.remove(&path)?;
        }
    }
    for (path, text) in blessed {
        tree.write(&path, text)?;
    }
    Ok(())
}

/// The test that a file belongs to which `cargo uibless` writes; `None` for another file. Between the
/// name of the test and the extension may be that of a revision.
pub fn test_of(path: &str) -> Option<String> {
    if !path.ends_with(".stderr") && !path.ends_with(".fixed") {
        return None;
    }
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let end = name + path[name..].find('.')?;
    Some(format!("{}.rs", &path[..end]))
}

impl Tests {
    fn copy(&self, differences: &Differences) -> Result<BTreeMap<String, String>> {
        let mut files = files::read_all(&root().join(self.here))?;
        files.retain(|path, _| {
            test_of(path).is_none() && !differences.leave_out(&format!("{}/{path}", self.here))
        });
        let (name, text) = NO_FORMATTING;
        files.insert(name.to_owned(), text.to_owned());
        for (path, text) in &mut files {
            if path.ends_with(".rs") {
                *text = self.as_in_clippy(text);
            }
        }
        Ok(files)
    }

    /// The test with its head, below the documentation that begins it.
    fn as_in_clippy(&self, test: &str) -> String {
        let docs = test.lines().take_while(|line| line.starts_with("//!"));
        let docs: usize = docs.map(|line| line.len() + 1).sum();
        let (docs, rest) = test.split_at(docs);
        let directive = match self.directive {
            "" => String::new(),
            directive => format!("{directive}\n"),
        };
        format!("{docs}{directive}{LEVELS}\n{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_there_and_has_a_reason() {
        for (test, why) in Differences::read().unwrap().left_out {
            assert!(root().join(&test).exists(), "{test}");
            assert!(!why.is_empty(), "{test}");
        }
    }

    #[test]
    fn what_is_not_passed_is_there() {
        let differences = Differences::read().unwrap();
        let tests = root().join("tests");
        for test in differences.not_passed["compile-test"].keys() {
            assert!(tests.join(test).is_file(), "{test}");
        }
        for test in differences.not_passed["cli"].keys() {
            let (module, name) = test.split_once("::").unwrap();
            let module = files::read(&tests.join(format!("cli/{module}.rs"))).unwrap();
            assert!(module.contains(&format!("fn {name}")), "{test}");
        }
    }

    #[test]
    fn a_name_is_left_out_as_a_whole() {
        let data =
            "expected = {}\nnot-passed = {}\nleft-out = { \"tests/ui-toml/allow\" = \"a reason\" }";
        let differences = Differences::parse(data).unwrap();
        assert!(differences.leave_out("tests/ui-toml/allow/allow.rs"));
        assert!(!differences.leave_out("tests/ui-toml/allow_invalid/a.rs"));
    }

    #[test]
    fn blessed_files_belong_to_a_test() {
        assert_eq!(test_of("ui/a.b/c.stderr").as_deref(), Some("ui/a.b/c.rs"));
        assert_eq!(test_of("c.edition2024.fixed").as_deref(), Some("c.rs"));
        assert_eq!(test_of("ui/c.rs"), None);
    }

    #[test]
    fn the_head_is_below_the_documentation() {
        let text = TESTS[0].as_in_clippy("//! Text.\n//! More.\n\nfn main() {}\n");
        assert_eq!(
            text,
            format!("//! Text.\n//! More.\n//@no-rustfix\n{LEVELS}\n\nfn main() {{}}\n")
        );
        assert_eq!(
            TESTS[3].as_in_clippy("fn main() {}\n"),
            format!("{LEVELS}\nfn main() {{}}\n")
        );
    }
}
