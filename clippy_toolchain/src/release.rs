//! The releases of Rust that this workspace can be built for, as the table in `releases.txt` has them.

use std::str::FromStr;
use std::{fmt, iter};

use anyhow::{Error, anyhow};

use crate::repository::pinned;

const TABLE: &str = include_str!("../releases.txt");

/// A supported release of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    version: &'static str,
    /// The Debian packages that a toolchain of this release is made from.
    pub(crate) packages: [&'static str; 4],
    /// The Debian package of upstream Clippy.
    pub(crate) clippy: &'static str,
    source: &'static str,
}

impl Release {
    /// All of them, the newest first.
    pub fn all() -> Vec<Self> {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        rows.rev().map(Self::row).collect()
    }

    fn row(line: &'static str) -> Self {
        let mut columns = line.splitn(7, ' ');
        let mut column = || columns.next().expect("a row has seven columns");
        Self {
            version: column(),
            packages: [column(), column(), column(), column()],
            clippy: column(),
            source: column(),
        }
    }

    /// The one that `rust-toolchain.toml` pins: what rustup installs if nothing else is asked for.
    pub fn pinned() -> Self {
        pinned().parse().expect("the pinned release is supported")
    }

    /// The arguments of `apt-get install` for a toolchain. A version may end in `*`, which stands for
    /// Debian's own suffix.
    pub fn wanted(self) -> Vec<String> {
        // Packages in experimental are taken only where that is asked for, even as dependencies.
        let is_experimental = self.suite() == "experimental";
        let suite = is_experimental.then(|| "--target-release=experimental".to_owned());
        let packages = self.packages.iter();
        let packages = packages.map(|package| format!("{package}={self}*"));
        suite
            .into_iter()
            .chain(packages)
            .chain(iter::once("ca-certificates".to_owned()))
            .collect()
    }

    /// Debian's suite with the packages: the third word of `deb MIRROR SUITE main`.
    pub fn suite(self) -> &'static str {
        self.source.split(' ').nth(2).unwrap_or_default()
    }

    /// A line of apt's `sources.list` that has the packages.
    pub fn source(self) -> &'static str {
        self.source
    }

    /// As in `1.96.0`.
    pub fn version(self) -> &'static str {
        self.version
    }
}

impl FromStr for Release {
    type Err = Error;

    fn from_str(version: &str) -> Result<Self, Error> {
        let all = Self::all();
        let found = all.iter().find(|release| release.version == version);
        found
            .copied()
            .ok_or_else(|| anyhow!("Rust {version} is not supported; choose {}", listed(&all)))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version)
    }
}

/// As in `1.97.1 or 1.96.0`.
pub fn listed(releases: &[Release]) -> String {
    let versions: Vec<_> = releases.iter().map(|release| release.version).collect();
    match &*versions {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => versions.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_pinned_release_and_is_in_order() {
        let minor = |release: &Release| -> u32 {
            let minor = release.version.split('.').nth(1).unwrap();
            minor.parse().unwrap()
        };
        let all = Release::all();
        assert!(all.is_sorted_by_key(|release| std::cmp::Reverse(minor(release))));
        assert!(all.contains(&Release::pinned()));
        assert_eq!(Release::pinned().suite(), "bookworm-security");
        assert!(
            all.iter()
                .all(|release| release.source.starts_with("deb http"))
        );
    }

    #[test]
    fn the_workflows_use_every_release() {
        let versions: Vec<_> = Release::all()
            .iter()
            .rev()
            .map(|release| release.version)
            .collect();
        let list = format!("toolchain: [{}]", versions.join(", "));
        for workflow in [
            include_str!("../../.github/workflows/test.yml"),
            include_str!("../../.github/workflows/release.yml"),
        ] {
            assert!(workflow.contains(&list), "{workflow}");
        }
    }

    #[test]
    fn experimental_is_asked_for_where_it_is_needed() {
        let wanted = |suite| {
            let row = format!("1.2.3 rustc cargo src fmt clippy deb http://a/debian {suite} main");
            Release::row(row.leak()).wanted().join(" ")
        };
        let packages = "rustc=1.2.3* cargo=1.2.3* src=1.2.3* fmt=1.2.3* ca-certificates";
        assert_eq!(wanted("sid"), packages);
        assert_eq!(
            wanted("experimental"),
            format!("--target-release=experimental {packages}")
        );
    }

    #[test]
    fn an_unsupported_release_is_refused_with_those_that_are_supported() {
        let error = "1.2.3".parse::<Release>().unwrap_err().to_string();
        assert!(
            error.starts_with("Rust 1.2.3 is not supported; choose 1."),
            "{error}"
        );
        assert!(error.ends_with(" or 1.96.0"), "{error}");
        assert_eq!(listed(&[Release::pinned()]), pinned());
    }
}
