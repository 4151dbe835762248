//! Debian and Ubuntu: the packages that the sysroot is built from.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};

use crate::apt;
use crate::release::Release;
use crate::rustc::Rustc;
use crate::sysroot::{Shipped, Sysroot};
use crate::toolchain::Toolchain;

/// Where Debian's packages put programs.
pub const BIN: &str = "/usr/bin";

/// The toolchain, if an earlier run built its sysroot.
pub fn find_made(releases: &[Release]) -> Result<Toolchain> {
    let (release, sysroot) = installed(releases)?;
    ensure!(
        sysroot.is_made(),
        "{} does not exist yet",
        sysroot.dir().display()
    );
    Ok(toolchain(release, &sysroot))
}

/// The toolchain; installs the packages and builds the sysroot.
pub fn make(releases: &[Release]) -> Result<Toolchain> {
    ensure!(apt::is_here(), "this is neither Debian nor Ubuntu");
    let (release, sysroot) = match installed(releases) {
        Ok(installed) => installed,
        Err(reason) => {
            install(releases).map_err(|advice| anyhow!("{reason:#}\n{advice:#}"))?;
            installed(releases)?
        }
    };
    sysroot.make()?;
    Ok(toolchain(release, &sysroot))
}

/// The release whose packages are installed, and the sysroot that belongs to them, built or not.
fn installed(releases: &[Release]) -> Result<(Release, Sysroot)> {
    let rustc = Rustc::ask(&Path::new(BIN).join("rustc"))?;
    let release = rustc.release_among(releases)?;
    let problems = problems(release);
    ensure!(problems.is_empty(), list(&problems));
    let shipped = Shipped::find(&rustc.path, &multiarch_dir(&rustc.host))?;
    Ok((release, Sysroot::new(rustc, shipped)?))
}

/// Installs the packages of the first of these releases that apt-get can install. What is installed in
/// another version stays as it is, and so do packages that conflict with these.
fn install(releases: &[Release]) -> Result<()> {
    // Beside rustup nobody expects a second Rust.
    ensure!(apt::is_root() && !apt::in_path("rustup"), advice(releases));
    let other = |problem: &Problem| problem.found.is_some();
    let fitting: Vec<_> = releases
        .iter()
        .filter(|release| !problems(**release).iter().any(other))
        .map(|release| release.wanted())
        .collect();
    apt::install_first(&fitting).with_context(|| advice(releases))
}

fn toolchain(release: Release, sysroot: &Sysroot) -> Toolchain {
    Toolchain {
        release,
        origin: "Debian's packages",
        plain: sysroot.rustc().clone(),
        cargo: Path::new(BIN).join("cargo"),
        private_rustc: sysroot.dir().join("bin/rustc"),
        library_dir: None,
        times: Some(sysroot.times()).filter(|file| file.is_file()),
    }
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
    expected: Release,
    found: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            package, expected, ..
        } = self;
        let found = self.found.as_deref().unwrap_or("not installed");
        write!(f, "package {package}: expected {expected}, found {found}")
    }
}

fn problems(release: Release) -> Vec<Problem> {
    let query = Command::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status} ${Version}\\n",
        ])
        .args(release.packages)
        .output();
    // It fails if one package is unknown, but still prints the others.
    let printed = query.map(|output| output.stdout).unwrap_or_default();
    compare(release, &String::from_utf8_lossy(&printed))
}

fn compare(release: Release, installed: &str) -> Vec<Problem> {
    let installed: HashMap<&str, &str> = installed
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let (package, status, version) = (fields.next()?, fields.next()?, fields.next()?);
            (status == "installed").then_some((package, version))
        })
        .collect();
    release
        .packages
        .into_iter()
        .filter_map(|package| {
            let found = installed.get(package).copied();
            let fits = found.is_some_and(|found| is_of(release, found));
            (!fits).then(|| Problem {
                package,
                expected: release,
                found: found.map(str::to_owned),
            })
        })
        .collect()
}

/// Whether a package's version is that of the release, with Debian's own suffix.
fn is_of(release: Release, version: &str) -> bool {
    let suffix = version.strip_prefix(release.version());
    // A tilde comes before a beta.
    suffix.is_some_and(|suffix| !suffix.starts_with(|c: char| c.is_ascii_digit() || c == '~'))
}

fn list(problems: &[Problem]) -> String {
    let problems: Vec<_> = problems.iter().map(Problem::to_string).collect();
    problems.join("\n")
}

/// How to install the packages of one of these releases.
fn advice(releases: &[Release]) -> String {
    let mut text = "install the packages, then run this again:".to_owned();
    for release in releases {
        let packages: Vec<_> = release
            .wanted()
            .iter()
            .map(|name| format!("'{name}'"))
            .collect();
        text += &format!(
            "\n    sudo apt-get update && sudo apt-get install {}\n    \
             (from {})",
            packages.join(" "),
            release.source()
        );
    }
    text + "\nor use rustup"
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "cargo-web installed 1.96.0+dfsg1-1~deb12u2\n\
        rust-web-src installed 1.96.0+dfsg1-1~deb12u2\n\
        rustc-web installed 1.96.0+dfsg1-1~deb12u2\n\
        rustfmt-web installed 1.96.0+dfsg1-1~deb12u2\n";

    fn problems(installed: &str) -> String {
        list(&compare("1.96.0".parse().unwrap(), installed))
    }

    #[test]
    fn complete_installation_has_no_problem() {
        assert_eq!(problems(ALL), "");
    }

    #[test]
    fn missing_and_removed_packages_are_named() {
        let some = ALL.replace("rust-web-src installed", "rust-web-src config-files");
        assert_eq!(
            problems(&some),
            "package rust-web-src: expected 1.96.0, found not installed"
        );
        assert_eq!(problems("").lines().count(), 4);
    }

    #[test]
    fn other_version_is_shown_beside_the_expected_one() {
        let old = ALL.replace(
            "rustc-web installed 1.96.0+dfsg1-1~deb12u2",
            "rustc-web installed 1.85.0+dfsg3-1~deb12u3",
        );
        assert_eq!(
            problems(&old),
            "package rustc-web: expected 1.96.0, found 1.85.0+dfsg3-1~deb12u3"
        );
    }

    #[test]
    fn advice_has_a_command_and_a_package_source_for_each_release() {
        let advice = advice(&Release::all());
        for command in [
            "apt-get install 'rustc=1.97.1*' 'cargo=1.97.1*' 'rust-src=1.97.1*'",
            "apt-get install 'rustc-web=1.96.0*'",
        ] {
            assert!(advice.contains(command), "{advice}");
        }
        assert!(advice.contains("bookworm-security main)"), "{advice}");
    }

    #[test]
    fn a_version_is_neither_a_longer_one_nor_a_beta() {
        let release = Release::all()[0];
        assert!(is_of(release, release.version()));
        assert!(is_of(release, &format!("{release}+dfsg1-1")));
        assert!(!is_of(release, &format!("{release}1")));
        assert!(!is_of(release, &format!("{release}~beta.1+dfsg1-1")));
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
