//! The launcher with drivers and compilers that are shell scripts.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clippy_launcher::{BUILT_FROM, BuiltFrom, DRIVERS, PROGRAMS};
use tempfile::TempDir;

/// A prefix with drivers for the compilers `a` and `b`, and a compiler `c` without one. The paths have a
/// blank and a quote.
struct Installed {
    dir: TempDir,
}

impl Installed {
    fn new() -> Self {
        let installed = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(installed.bin()).unwrap();
        for name in PROGRAMS {
            let launcher = env!("CARGO_BIN_EXE_clippy_launcher");
            fs::copy(launcher, installed.bin().join(name)).unwrap();
        }
        for compiler in ["a", "b"] {
            installed.add_compiler(compiler);
            installed.add_driver(compiler);
        }
        installed.add_compiler("c");
        fs::create_dir(installed.path("package")).unwrap();
        installed
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join("it's here").join(path)
    }

    fn bin(&self) -> PathBuf {
        self.path("prefix/bin")
    }

    fn rustc(&self, compiler: &str) -> PathBuf {
        self.path(&format!("{compiler}/bin/rustc"))
    }

    fn add_compiler(&self, name: &str) {
        let sysroot = self.path(name);
        script(
            &sysroot.join("bin/rustc"),
            &format!(
                "case $1 in -V) echo 'rustc {name}' ;; --print) dirname \"$(dirname \"$0\")\" ;; esac"
            ),
        );
        script(&sysroot.join("bin/cargo"), "exit 1");
        fs::create_dir(sysroot.join("lib")).unwrap();
        fs::write(sysroot.join(format!("lib/librustc_driver-{name}.so")), "").unwrap();
    }

    fn add_driver(&self, name: &str) {
        let built_from = BuiltFrom {
            clippy: "clippy 0.1.0".to_owned(),
            compiler: format!("rustc {name}"),
            commit: name.to_owned(),
            library: format!("librustc_driver-{name}.so"),
            host: "host".to_owned(),
            rustc: self.rustc(name),
        };
        let dir = self.path("prefix").join(DRIVERS).join(built_from.key());
        for program in PROGRAMS {
            let text = format!(
                "echo {program} for {name}: \"$@\"; echo \"$LD_LIBRARY_PATH\"; echo \"RUSTC=$RUSTC\""
            );
            script(&dir.join(program), &text);
        }
        let json = serde_json::to_string(&built_from).unwrap();
        fs::write(dir.join(BUILT_FROM), json).unwrap();
    }

    /// A call of the launcher in an empty directory, with the compiler `a` in `PATH`.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin().join(program));
        let path = format!("{}:/usr/bin:/bin", self.path("a/bin").display());
        command
            .current_dir(self.path("package"))
            .env_clear()
            .env("PATH", path);
        command
    }
}

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

#[track_caller]
fn stdout(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[track_caller]
fn error(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert_eq!(status.code(), Some(101));
    String::from_utf8(stderr).unwrap()
}

#[track_caller]
fn assert_contains(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is missing in {text}");
}

#[test]
fn the_variable_decides_or_the_compiler_in_path() {
    let installed = Installed::new();
    let mut command = installed.command("cargo-clippy");
    let output = stdout(command.args(["clippy", "--", "x y"]));
    assert_contains(&output, "cargo-clippy for a: clippy -- x y\n");
    let output = stdout(command.env("RUSTC", installed.rustc("b")));
    assert_contains(&output, "cargo-clippy for b:");
}

#[test]
fn the_configuration_of_cargo_decides_if_the_variable_does_not() {
    let installed = Installed::new();
    let config = installed.path("package/.cargo/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    let mut command = installed.command("cargo-clippy");
    command.env("CARGO", env!("CARGO"));
    let absolute = installed.rustc("b");
    for rustc in ["../b/bin/rustc", absolute.to_str().unwrap()] {
        fs::write(&config, format!("[build]\nrustc = {rustc:?}\n")).unwrap();
        let output = stdout(&mut command);
        assert_contains(&output, "cargo-clippy for b:");
        assert_contains(&output, "b/bin/rustc\n");
    }
    let output = stdout(command.env("RUSTC", installed.rustc("a")));
    assert_contains(&output, "cargo-clippy for a:");
}

#[test]
fn a_wrapper_is_for_the_compiler_that_it_wraps() {
    let installed = Installed::new();
    let mut command = installed.command("clippy-driver");
    let output = stdout(command.arg(installed.rustc("b")).arg("-vV"));
    assert_contains(&output, "clippy-driver for b: ");
    assert_contains(&output, installed.path("b/lib\n").to_str().unwrap());
}

#[test]
fn without_a_driver_the_message_says_what_is_there_and_what_works() {
    let installed = Installed::new();
    let mut command = installed.command("cargo-clippy");
    let error = error(
        command
            .args(["clippy", "--fix"])
            .env("RUSTC", installed.rustc("c")),
    );
    assert_contains(&error, "active:    rustc c");
    assert_contains(&error, "available: rustc a\n  available: rustc b\n");

    let advice = error.lines().find(|line| line.contains("RUSTC=")).unwrap();
    let output = stdout(Command::new("/bin/sh").args(["-c", advice]));
    assert_contains(&output, "cargo-clippy for a: clippy --fix\n");
}

#[test]
fn a_different_build_of_the_same_version_is_not_taken() {
    let installed = Installed::new();
    let library = |name: &str| installed.path(&format!("a/lib/librustc_driver-{name}.so"));
    fs::rename(library("a"), library("z")).unwrap();
    let error = error(&mut installed.command("cargo-clippy"));
    assert_contains(
        &error,
        "another build of it, with the library librustc_driver-a.so",
    );
}

#[test]
fn a_compiler_that_does_not_run_is_named() {
    let installed = Installed::new();
    let mut command = installed.command("cargo-clippy");
    let error = error(command.env("RUSTC", "/no/rustc"));
    assert_contains(&error, "the active compiler, `/no/rustc`, does not run: ");
}
