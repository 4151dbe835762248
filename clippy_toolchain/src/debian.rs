//! Debian and Ubuntu: the packages that the sysroot is built from.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::apt;
use crate::repository::pinned;
use crate::rustc::Rustc;
use crate::sysroot::{Shipped, Sysroot};
use crate::toolchain::Toolchain;

/// Where Debian's packages put programs.
pub const BIN: &str = "/usr/bin";

/// What apt-get is asked for, one package a line; `x` reads the file too. A version may end in `*`.
const PACKAGES: &str = include_str!("../debian-packages.txt");

/// The toolchain, if an earlier run built its sysroot.
pub fn find_made() -> Result<Toolchain> {
    ensure!(
        problems().is_empty(),
        "Debian's packages, which it would belong to, are not installed"
    );
    let sysroot = identify()?;
    ensure!(
        sysroot.is_made(),
        "{} does not exist yet",
        sysroot.dir().display()
    );
    Ok(toolchain(&sysroot))
}

/// The toolchain; installs the packages and builds the sysroot.
pub fn make() -> Result<Toolchain> {
    ensure!(apt::is_here(), "this is neither Debian nor Ubuntu");
    let problems = problems();
    if !problems.is_empty() {
        // Beside rustup nobody expects a second Rust.
        let can_install = apt::is_root()
            && !apt::in_path("rustup")
            && problems.iter().all(|problem| problem.found.is_none());
        if !can_install {
            bail!(advice(&problems));
        }
        apt::install(PACKAGES.lines()).map_err(|error| error.context(advice(&problems)))?;
    }
    let sysroot = identify()?;
    sysroot.make()?;
    Ok(toolchain(&sysroot))
}

fn toolchain(sysroot: &Sysroot) -> Toolchain {
    Toolchain {
        origin: "Debian's packages",
        plain: sysroot.rustc().clone(),
        cargo: Path::new(BIN).join("cargo"),
        private_rustc: sysroot.dir().join("bin/rustc"),
        library_dir: None,
        times: Some(sysroot.times()).filter(|file| file.is_file()),
    }
}

/// The sysroot that belongs to the installed packages, built or not.
fn identify() -> Result<Sysroot> {
    let rustc = Rustc::ask(&Path::new(BIN).join("rustc"))?;
    ensure!(
        rustc.release == pinned(),
        "{} is {}, expected {}",
        rustc.path.display(),
        rustc.release,
        pinned()
    );
    let shipped = Shipped::find(&multiarch_dir(&rustc.host))?;
    Sysroot::new(rustc, shipped)
}

/// Where Debian keeps the libraries of an architecture: its name for it is the triple without the
/// vendor.
fn multiarch_dir(host: &str) -> PathBuf {
    Path::new("/usr/lib").join(host.replace("-unknown-", "-"))
}

/// A package that is missing, or installed in another version.
#[derive(Debug, PartialEq)]
struct Problem {
    package: &'static str,
    expected: Option<&'static str>,
    found: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = self.expected.unwrap_or("any version");
        let found = self.found.as_deref().unwrap_or("not installed");
        write!(
            f,
            "package {}: expected {expected}, found {found}",
            self.package
        )
    }
}

fn problems() -> Vec<Problem> {
    let query = Command::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status} ${Version}\\n",
        ])
        .args(packages().map(|(name, _)| name))
        .output();
    // It fails if one package is unknown, but still prints the others.
    compare(
        &query
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
            .unwrap_or_default(),
    )
}

fn packages() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    PACKAGES.lines().map(|line| match line.split_once('=') {
        Some((name, version)) => (name, Some(version)),
        None => (line, None),
    })
}

fn compare(installed: &str) -> Vec<Problem> {
    let installed: HashMap<&str, &str> = installed
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let (package, status, version) = (fields.next()?, fields.next()?, fields.next()?);
            (status == "installed").then_some((package, version))
        })
        .collect();
    packages()
        .filter_map(|(package, expected)| {
            let found = installed.get(package).copied();
            let fits =
                found.is_some_and(|found| expected.is_none_or(|expected| matches(expected, found)));
            (!fits).then(|| Problem {
                package,
                expected,
                found: found.map(str::to_owned),
            })
        })
        .collect()
}

/// Whether a version is the expected one; a `*` at the end stands for Debian's own suffix.
fn matches(expected: &str, found: &str) -> bool {
    match expected.strip_suffix('*') {
        Some(prefix) => found
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())),
        None => found == expected,
    }
}

fn list(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(Problem::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn advice(problems: &[Problem]) -> String {
    let packages: Vec<String> = PACKAGES.lines().map(|name| format!("'{name}'")).collect();
    format!(
        "{}\ninstall them, then run this again:\n    \
         sudo apt-get update && sudo apt-get install {}\n\
         if apt-get finds no such version, add a package source that has it\n\
         (Debian 12: deb http://deb.debian.org/debian-security bookworm-security main), or use rustup",
        list(problems),
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "ca-certificates installed 20230311\n\
        cargo-web installed 1.96.0+dfsg1-1~deb12u2\n\
        rust-web-src installed 1.96.0+dfsg1-1~deb12u2\n\
        rustc-web installed 1.96.0+dfsg1-1~deb12u2\n\
        rustfmt-web installed 1.96.0+dfsg1-1~deb12u2\n";

    #[test]
    fn packages_are_those_of_the_pinned_version() {
        assert_eq!(packages().count(), 5);
        for (name, version) in
            packages().filter(|(name, _)| name.contains("rust") || name.contains("cargo"))
        {
            assert_eq!(version, Some(&*format!("{}*", pinned())), "{name}");
        }
    }

    #[test]
    fn complete_installation_has_no_problem() {
        assert_eq!(compare(ALL), []);
    }

    #[test]
    fn missing_and_removed_packages_are_named() {
        let some = ALL.replace("rust-web-src installed", "rust-web-src config-files");
        let problems = compare(&some);
        assert_eq!(
            list(&problems),
            "package rust-web-src: expected 1.96.0*, found not installed"
        );
        assert_eq!(compare("").len(), 5);
    }

    #[test]
    fn other_version_is_shown_beside_the_expected_one() {
        let old = ALL.replace(
            "rustc-web installed 1.96.0+dfsg1-1~deb12u2",
            "rustc-web installed 1.85.0+dfsg3-1~deb12u3",
        );
        let advice = advice(&compare(&old));
        assert!(
            advice
                .starts_with("package rustc-web: expected 1.96.0*, found 1.85.0+dfsg3-1~deb12u3\n"),
            "{advice}"
        );
        assert!(
            advice.contains("sudo apt-get install 'rustc-web=1.96.0*'"),
            "{advice}"
        );
    }

    #[test]
    fn star_does_not_stand_for_further_digits() {
        assert!(matches("1.96.0*", "1.96.0"));
        assert!(matches("1.96.0*", "1.96.0+dfsg1-1"));
        assert!(!matches("1.96.0*", "1.96.01"));
        assert!(!matches("1.96.0", "1.96.0+dfsg1-1"));
    }

    #[test]
    fn library_directory_follows_the_architecture() {
        assert_eq!(
            multiarch_dir("x86_64-unknown-linux-gnu"),
            Path::new("/usr/lib/x86_64-linux-gnu")
        );
        assert_eq!(
            multiarch_dir("aarch64-unknown-linux-gnu"),
            Path::new("/usr/lib/aarch64-linux-gnu")
        );
    }
}
