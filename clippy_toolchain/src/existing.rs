//! A toolchain that is already installed, by rustup or otherwise, together with the compiler's
//! crates.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Result, bail, ensure};

use crate::release::Release;
use crate::rustc::Rustc;
use crate::toolchain::Toolchain;

pub fn find(releases: &[Release]) -> Result<Toolchain> {
    let mut found = Vec::new();
    let mut reasons = Vec::new();
    let of_rustup = releases.iter().filter_map(|release| from_rustup(*release));
    for bin in of_rustup.chain(default_of_rustup()).chain(from_path()) {
        match inspect(&bin, "already installed", releases) {
            Ok(toolchain) => found.push(toolchain),
            Err(reason) => reasons.push(format!("{reason:#}")),
        }
    }
    if let Some(toolchain) = Toolchain::most_wanted(found, releases) {
        return Ok(toolchain);
    }
    ensure!(
        !reasons.is_empty(),
        "rustup does not have it, and there is no other rustc in PATH"
    );
    bail!("{}", reasons.join("\n"))
}

/// The directory of rustup's toolchain with the name of this release, if it is installed.
pub fn from_rustup(release: Release) -> Option<PathBuf> {
    rustup_which(&["--toolchain", release.version()])
}

/// The directory of rustup's default toolchain, which may be a supported one by the name of `stable`.
fn default_of_rustup() -> Option<PathBuf> {
    rustup_which(&[])
}

fn rustup_which(args: &[&str]) -> Option<PathBuf> {
    let output = Command::new("rustup")
        .arg("which")
        .args(args)
        .arg("rustc")
        // The pin of this repository does not apply there.
        .current_dir("/")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("RUSTUP_AUTO_INSTALL", "0")
        .output()
        .ok()?;
    let rustc = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    output
        .status
        .success()
        .then(|| rustc.parent().map(Path::to_owned))
        .flatten()
}

/// The directories of `PATH` with a rustc that is not rustup's proxy, without duplicates.
fn from_path() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let path = env::var_os("PATH").unwrap_or_default();
    let dirs = env::split_paths(&path)
        .filter(|dir| dir.join("rustc").is_file() && !dir.join("rustup").exists());
    for dir in dirs.filter_map(|dir| fs::canonicalize(dir).ok()) {
        if !found.contains(&dir) {
            found.push(dir);
        }
    }
    found
}

/// The toolchain whose programs are in `bin`, if it is complete and of one of these releases.
pub fn inspect(bin: &Path, origin: &'static str, releases: &[Release]) -> Result<Toolchain> {
    let rustc = Rustc::ask(&bin.join("rustc"))?;
    let shown = rustc.path.display();
    let release = rustc.release_among(releases)?;
    let sysroot = rustc.sysroot()?;
    let libraries = sysroot.join("lib/rustlib").join(&rustc.host).join("lib");
    ensure!(
        ["rustc_driver", "rustc_middle", "rustc_span"]
            .iter()
            .all(|name| has_crate(&libraries, name)),
        "{shown} is {}, but its own crates are not in {}: rustup's component `rustc-dev` holds them",
        release,
        libraries.display()
    );
    for program in ["cargo", "rustfmt", "cargo-fmt"] {
        ensure!(
            bin.join(program).is_file(),
            "{shown} is {}, but there is no {program} beside it",
            release
        );
    }
    Ok(Toolchain {
        release,
        origin,
        cargo: bin.join("cargo"),
        private_rustc: rustc.path.clone(),
        library_dir: Some(sysroot.join("lib")),
        plain: rustc,
        times: None,
    })
}

/// Whether `dir` holds a library of this crate that rustc can read.
fn has_crate(dir: &Path, name: &str) -> bool {
    let prefix = format!("lib{name}-");
    fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            file.starts_with(&prefix)
                && [".rlib", ".rmeta", env::consts::DLL_SUFFIX]
                    .iter()
                    .any(|end| file.ends_with(end))
        })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A directory with a stand-in for rustc of this release, whose sysroot is the directory.
    fn installed(release: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let script = format!(
            "#!/bin/sh\ncase $1 in\n--print) echo '{}' ;;\n*) printf '{}' ;;\nesac\n",
            dir.path().display(),
            crate::rustc::tests::VERBOSE
                .replace("1.96.0", release)
                .replace('\n', "\\n"),
        );
        fs::write(bin.join("rustc"), script).unwrap();
        fs::set_permissions(bin.join("rustc"), fs::Permissions::from_mode(0o755)).unwrap();
        (dir, bin)
    }

    fn refusal(bin: &Path) -> String {
        inspect(bin, "here", &[Release::pinned()])
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn complete_toolchain_is_taken() {
        let (dir, bin) = installed(Release::pinned().version());
        let libraries = dir.path().join("lib/rustlib/aarch64-unknown-linux-gnu/lib");
        fs::create_dir_all(&libraries).unwrap();
        for file in [
            &format!("librustc_driver-1a{}", env::consts::DLL_SUFFIX),
            "librustc_middle-2b.rmeta",
            "librustc_span-3c.rlib",
        ] {
            fs::write(libraries.join(file), "").unwrap();
        }
        for program in ["cargo", "rustfmt", "cargo-fmt"] {
            fs::write(bin.join(program), "").unwrap();
        }
        let toolchain = inspect(&bin, "here", &Release::all()).unwrap();
        assert_eq!(toolchain.private_rustc, bin.join("rustc"));

        fs::remove_file(bin.join("rustfmt")).unwrap();
        assert!(refusal(&bin).contains("no rustfmt beside it"));
    }

    #[test]
    fn toolchain_without_the_compilers_crates_is_refused() {
        let (_dir, bin) = installed(Release::pinned().version());
        assert!(refusal(&bin).contains("rustc-dev"));
    }

    #[test]
    fn other_version_is_refused_with_both_versions() {
        let (_dir, bin) = installed("1.95.0");
        let reason = refusal(&bin);
        assert!(reason.contains("is 1.95.0, expected 1.96.0"), "{reason}");
    }
}
