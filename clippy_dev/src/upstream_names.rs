//! `./x upstream-names`: gathers the names that upstream Clippy knows by asking its driver.
//!
//! They are kept in `clippy_config/data/`, so that code and configuration written for upstream Clippy
//! cause no warnings here. The driver lists its lints, groups and configuration keys, but not the names
//! that were renamed, removed or deprecated. Candidates for these are cut out of the string data in the
//! driver's file, and the driver is asked about each.

use std::collections::BTreeSet;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::{fs, iter, str};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

/// Longer than the name of any lint.
const MAX_NAME: usize = 80;
const REGENERATE: &str = "# Made by `./x upstream-names DRIVER`; do not edit.\n";

/// Asks upstream Clippy's driver for all its names and rewrites both data files.
pub fn run(upstream_driver: &Path) -> Result<()> {
    let upstream = Upstream::new(upstream_driver)?;
    let data = clippy_toolchain::root().join("clippy_config/data");
    for (file, content) in [
        ("upstream_lints.txt", upstream.lints()?),
        ("upstream_keys.txt", upstream.keys()?),
    ] {
        let path = data.join(file);
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The driver, and a directory for the crate and configuration that it is given.
struct Upstream {
    driver: PathBuf,
    /// The driver's file, in which each literal string is contiguous but has no terminator.
    data: Vec<u8>,
    version: String,
    dir: TempDir,
}

impl Upstream {
    fn new(driver: &Path) -> Result<Self> {
        let data = fs::read(driver).with_context(|| format!("cannot read {}", driver.display()))?;
        let mut upstream = Self {
            // It is run in another directory.
            driver: path::absolute(driver)?,
            data,
            version: String::new(),
            dir: tempfile::tempdir().context("cannot make a temporary directory")?,
        };
        // Builds of the same release differ in the commit and date after the number.
        let version = upstream.ask(&["-V"])?.0;
        let number = version
            .strip_prefix("clippy ")
            .and_then(|rest| rest.split_whitespace().next());
        upstream.version = number
            .with_context(|| format!("{} is not Clippy", driver.display()))?
            .to_owned();
        Ok(upstream)
    }

    /// Runs the driver; returns what it prints on its standard output and error.
    fn ask(&self, args: &[&str]) -> Result<(String, String)> {
        let mut command = Command::new(&self.driver);
        command
            .args(args)
            .current_dir(&self.dir)
            .env_remove("CLIPPY_ARGS");
        command.env("CLIPPY_CONF_DIR", self.dir.path());
        let output = command
            .output()
            .with_context(|| format!("cannot run {command:?}"))?;
        let text = |bytes| {
            String::from_utf8(bytes)
                .with_context(|| format!("the output of {command:?} is not UTF-8"))
        };
        Ok((text(output.stdout)?, text(output.stderr)?))
    }

    /// The messages of all diagnostics for an empty crate with these options, one a line, and this
    /// configuration.
    fn messages(&self, options: &str, config: &str) -> Result<Vec<String>> {
        let options =
            format!("lib.rs\n--crate-type=lib\n--emit=metadata\n--error-format=json\n{options}");
        for (file, content) in [
            ("lib.rs", ""),
            ("options", &options),
            ("clippy.toml", config),
        ] {
            fs::write(self.dir.path().join(file), content)?;
        }
        let (_, diagnostics) = self.ask(&["@options"])?;
        diagnostics
            .lines()
            .map(|line| {
                let diagnostic: Value = serde_json::from_str(line)
                    .with_context(|| format!("{} failed: {diagnostics}", self.driver.display()))?;
                Ok(diagnostic["message"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned())
            })
            .collect()
    }

    /// `upstream_lints.txt`: lints, groups, and lints that were renamed or removed.
    fn lints(&self) -> Result<String> {
        let help = self.ask(&["-W", "help"])?.0;
        let (lints, groups) = help
            .split_once("Lint groups loaded by this crate:")
            .with_context(|| format!("{} lists no groups", self.driver.display()))?;

        let names = |kind, table: &str| -> Vec<String> {
            let names = table.lines().filter_map(table_row);
            names.map(|name| format!("{kind} {name}")).collect()
        };
        let mut lines = BTreeSet::from_iter(names("group", groups));
        lines.extend(names("lint", lints));

        let candidates = self.lint_candidates();
        ensure!(
            !candidates.is_empty(),
            "{} contains no names; if it is a proxy of rustup, pass the driver in a toolchain's `bin`",
            self.driver.display()
        );
        let options = format!("-Aunknown_lints\n-A{}", candidates.join("\n-A"));
        for message in self.messages(&options, "")? {
            let mut words = message.split('`');
            let (_, old, verdict) = (words.next(), words.next(), words.next());
            match (old, verdict) {
                (Some(old), Some(verdict))
                    if verdict == " has been renamed to "
                        || verdict.starts_with(" has been removed") =>
                {
                    lines.insert(format!("old {old}"));
                }
                // The last message counts the others.
                _ => ensure!(
                    message.ends_with(" emitted"),
                    "unexpected message `{message}`"
                ),
            }
        }
        let head = format!(
            "# The lint names of Clippy {}, one a line:\n\
             #   group NAME | lint NAME | old NAME\n\
             # An old name is one that was renamed or removed.\n{REGENERATE}",
            self.version
        );
        Ok(file(&head, &lines))
    }

    /// All words that may be the name of a lint: each string in the driver that starts with `clippy::`,
    /// truncated at every possible length, because nothing separates it from the next string.
    fn lint_candidates(&self) -> Vec<&str> {
        const PREFIX: &[u8] = b"clippy::";
        let starts = (0..self.data.len()).filter(|&at| self.data[at..].starts_with(PREFIX));
        let candidates: BTreeSet<&str> = starts
            .flat_map(|start| {
                let word = self.data[start + PREFIX.len()..].iter().take(MAX_NAME);
                let len = word
                    .take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
                    .count();
                (1..=len).map(move |len| &self.data[start..start + PREFIX.len() + len])
            })
            .filter(|name| name[PREFIX.len()].is_ascii_lowercase())
            .map(|name| str::from_utf8(name).expect("ASCII only"))
            .collect();
        candidates.into_iter().collect()
    }

    /// `upstream_keys.txt`: the keys of `clippy.toml` and the types of their values.
    fn keys(&self) -> Result<String> {
        let unknown = self.config_messages("no-such-key = 1")?;
        let keys: Vec<&str> = unknown.lines().skip(1).map(str::trim).collect();
        ensure!(
            keys.len() > 1,
            "{} lists no keys but prints: {unknown}",
            self.driver.display()
        );

        let mut lines = BTreeSet::new();
        for key in &keys {
            lines.insert(format!("{key} {}", self.type_of(key, "", "")?));
        }
        for key in self.key_candidates(&keys) {
            let message = self.config_messages(&format!("{key} = 1.5"))?;
            if let Some((_, rest)) =
                message.split_once(&format!("deprecated field `{key}`. Please use `"))
            {
                let new = rest.split('`').next().unwrap_or_default();
                lines.insert(format!("{key} renamed {new}"));
            }
        }
        let head = format!(
            "# The keys of `clippy.toml` that Clippy {} accepts, one a line:\n\
             #   KEY TYPE | KEY renamed NEW_KEY\n\
             # TYPE is any, bool, integer, string, enum VALUES, array TYPE, pair, path, table or\n\
             # string-or-array. A pair is an array of two; a path is a string or a table that holds\n\
             # one and a reason.\n{REGENERATE}",
            self.version
        );
        Ok(file(&head, &lines))
    }

    /// What the driver says about a configuration, without the prefix of each message.
    fn config_messages(&self, config: &str) -> Result<String> {
        let messages = self.messages("", config)?;
        let messages = messages
            .iter()
            .filter_map(|text| text.strip_prefix("error reading Clippy's configuration file: "));
        Ok(messages.collect::<Vec<_>>().join("\n"))
    }

    /// The type of a key's value, or, with brackets in `open` and `close`, of its elements.
    ///
    /// Given a wrong value, the driver says what it expects. So every key is given a float, which only
    /// a key of any type accepts.
    fn type_of(&self, key: &str, open: &str, close: &str) -> Result<String> {
        let message = self.config_messages(&format!("{key} = {open}1.5{close}"))?;
        let expected = message
            .rsplit_once(", expected ")
            .map_or(&*message, |(_, rest)| rest);
        Ok(match expected {
            "" => "any".to_owned(),
            "a boolean" => "bool".to_owned(),
            "u64" | "usize" => "integer".to_owned(),
            "a string" => "string".to_owned(),
            "a tuple of size 2" => "pair".to_owned(),
            "a sequence" if open.is_empty() => format!("array {}", self.type_of(key, "[", "]")?),
            // An enum is read from a string. For an unknown string, the driver lists the values.
            "string only" => {
                let config = format!("{key} = {open}\"no-such-value\"{close}");
                let message = self.config_messages(&config)?;
                let values: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
                format!("enum {}", values.join(" "))
            }
            other if other.starts_with("struct ") => "table".to_owned(),
            other if other.contains("DisallowedPathEnum") => "path".to_owned(),
            other if other.contains("StringOrVecOfString") => "string-or-array".to_owned(),
            _ => bail!("unknown type of `{key}` in `{message}`"),
        })
    }

    /// All words that may be a deprecated key: what remains of the strings that contain known keys when
    /// these are removed.
    fn key_candidates(&self, keys: &[&str]) -> BTreeSet<String> {
        let mut longest_first = keys.to_vec();
        longest_first.sort_by_key(|key| std::cmp::Reverse(key.len()));
        let is_key_byte = |byte: &u8| matches!(byte, b'a'..=b'z' | b'-');
        let words = self
            .data
            .split(|byte| !is_key_byte(byte))
            .map(|word| str::from_utf8(word).expect("ASCII only"));
        words
            .filter(|word| keys.iter().any(|key| word.contains(key)))
            .flat_map(|word| {
                let rest = longest_first
                    .iter()
                    .fold(word.to_owned(), |rest, key| rest.replace(key, " "));
                rest.split(' ').map(str::to_owned).collect::<Vec<_>>()
            })
            .filter(|word| word.contains('-') && !word.starts_with('-') && !word.ends_with('-'))
            .collect()
    }
}

/// The name in a row of the driver's help, if it is a lint or a group of Clippy. The help has hyphens
/// where sources have underscores.
fn table_row(line: &str) -> Option<String> {
    let (name, _) = line.trim().split_once("  ")?;
    name.starts_with("clippy::")
        .then(|| name.trim().replace('-', "_"))
}

fn file(head: &str, lines: &BTreeSet<String>) -> String {
    iter::once(head.to_owned())
        .chain(lines.iter().map(|line| format!("{line}\n")))
        .collect()
}
