//! The reports of a run: text for people, JSON for `./x lintcheck diff`, and HTML with the full
//! diagnostics.

mod html;
mod text;
mod totals;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::run::Run;
use crate::tool::hex;

pub use text::{crate_line, text};

/// Writes all three into `dir` and returns the paths. `selected` holds the names of the crates that
/// were asked for, and is empty for the whole list.
pub fn write(run: &Run, selected: &[String], dir: &Path) -> Result<Vec<PathBuf>> {
    let name = name(run, selected);
    let reports = [
        ("txt", text(run)),
        ("json", serde_json::to_string_pretty(run)? + "\n"),
        ("html", html::page(run)?),
    ];
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    reports
        .into_iter()
        .map(|(extension, content)| {
            let path = dir.join(format!("{name}.{extension}"));
            fs::write(&path, content)
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(path)
        })
        .collect()
}

/// Says what was linted, by which driver, and whether it was compared: only the same run again
/// replaces a report.
fn name(run: &Run, selected: &[String]) -> String {
    /// More names would be hard to read and too long for a file name.
    const NAMED: usize = 4;
    let names: Vec<&str> = run.crates.iter().map(|krate| &*krate.name).collect();
    let what = match names.len() {
        _ if selected.is_empty() => "all".to_owned(),
        ..=NAMED => names.join("+"),
        many => {
            let hash = hex(Sha256::new_with_prefix(names.join("+")));
            format!("{many}-crates-{}", &hash[..8])
        }
    };
    let driver = &run.driver[..8.min(run.driver.len())];
    let upstream = if run.upstream.is_some() {
        "-upstream"
    } else {
        ""
    };
    format!("lintcheck-{driver}-{what}{upstream}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{CrateRun, Outcome, tests};

    #[test]
    fn name_differs_with_the_crates_and_the_options() {
        let mut run = tests::run();
        let selected = ["a".to_owned()];
        assert_eq!(name(&run, &[]), "lintcheck-01234567-all-upstream");
        assert_eq!(name(&run, &selected), "lintcheck-01234567-a-upstream");
        run.upstream = None;
        assert_eq!(name(&run, &selected), "lintcheck-01234567-a");

        let mut some = |names: &[&str]| {
            let crates = names.iter().map(|&name| CrateRun {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                outcome: Outcome::Linted(Vec::new()),
            });
            run.crates = crates.collect();
            name(&run, &selected)
        };
        assert_eq!(some(&["a", "b"]), "lintcheck-01234567-a+b");
        let many = some(&["a", "b", "c", "d", "e"]);
        assert!(many.starts_with("lintcheck-01234567-5-crates-"), "{many}");
        assert_ne!(many, some(&["a", "b", "c", "d", "f"]));
    }
}
