//! A machine with rustup and no other Rust: homes of its own, and a `PATH` that finds all programs of
//! the real machine but those of Rust.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs, io};

use clippy_toolchain::root;
use tempfile::TempDir;

use crate::distribution::{self, pinned, work};
use crate::run::Run;

/// The programs that call rustup's program go by these names, among others.
const PROXIES: [&str; 3] = ["rustup", "cargo", "rustc"];

/// Programs that would find Debian's Rust, or install it.
const OF_DEBIAN: [&str; 2] = ["apt-get", "dpkg-query"];

/// A package that holds a lock across an `await` point.
const LIB: &str = "pub async fn held(lock: &std::sync::Mutex<u8>) {
    let _guard = lock.lock();
    std::future::pending::<()>().await;
}
";

/// This repository, with a target directory of its own: cargo would otherwise build everything anew for
/// each of two compilers in turn.
static REPOSITORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let repository = work().join("repository");
    fs::create_dir_all(&repository).unwrap();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name();
        if name != "target" && name != ".git" {
            link(&root().join(&name), &repository.join(&name));
        }
    }
    repository
});

/// A home of cargo with the sources of the user's home. Those of the dependencies are among them, or this
/// test would not have been compiled. All machines have the same one, because cargo compiles a dependency
/// again when the path of its source changes.
static CARGO_HOME: LazyLock<PathBuf> = LazyLock::new(|| {
    let home = work().join("cargo");
    fs::create_dir_all(&home).unwrap();
    let default = || env::home_dir().unwrap().join(".cargo");
    let of_user = env::var_os("CARGO_HOME").map_or_else(default, PathBuf::from);
    for name in ["config.toml", "registry"] {
        link(&of_user.join(name), &home.join(name));
    }
    home
});

pub struct Machine {
    dir: TempDir,
}

impl Machine {
    /// The machine, with nothing installed but rustup.
    pub fn new() -> Self {
        fs::create_dir_all(work()).unwrap();
        let machine = Self {
            dir: tempfile::tempdir_in(work()).unwrap(),
        };
        let bin = machine.path("bin");
        for dir in ["bin", "package/src"] {
            fs::create_dir_all(machine.path(dir)).unwrap();
        }
        let rustup = in_path("rustup").expect("the suite is skipped without rustup");
        for proxy in PROXIES {
            symlink(&rustup, bin.join(proxy)).unwrap();
        }
        // As root, `./x` may install packages. The scripts say that we are root, and that it did.
        machine.script("bin/id", "echo 0");
        machine.script("bin/apt-get", "touch \"$HOME/apt-get-was-called\"; exit 1");
        link_programs(&bin);

        let manifest = "[package]\nname = \"demo\"\nedition = \"2024\"\n";
        fs::write(machine.path("package/Cargo.toml"), manifest).unwrap();
        fs::write(machine.path("package/src/lib.rs"), LIB).unwrap();
        machine
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Where rustup installs the pinned toolchain.
    pub fn toolchain(&self) -> PathBuf {
        let name = format!("{}-{}", pinned(), distribution::host());
        self.path("rustup/toolchains").join(name)
    }

    /// Whether something tried to install Debian's packages.
    pub fn called_apt_get(&self) -> bool {
        self.path("apt-get-was-called").exists()
    }

    /// Runs `./x ARGS`, in the directory of the package.
    pub fn x(&self, args: &[&str]) -> Run {
        Run::new(self.command(REPOSITORY.join("x")).args(args))
    }

    /// Runs `./x setup` with an environment variable.
    pub fn setup_with(&self, (variable, value): (&str, &str)) -> Run {
        Run::new(
            self.command(REPOSITORY.join("x"))
                .arg("setup")
                .env(variable, value),
        )
    }

    /// Runs a shell's command in the package.
    pub fn sh(&self, command: &str) -> Run {
        Run::new(self.command("sh").args(["-c", command]))
    }

    /// Runs rustup, which has to succeed.
    pub fn rustup(&self, args: &[&str]) -> Run {
        Run::new(self.command("rustup").args(args)).succeeds()
    }

    /// Has rustup install a toolchain, without further components.
    pub fn install(&self, toolchain: &str) {
        self.rustup(&[
            "toolchain",
            "install",
            toolchain,
            "--profile=minimal",
            "--no-self-update",
        ]);
    }

    /// Runs `program` in the package, with nothing of the real environment.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(self.path("package"))
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("HOME", self.dir.path())
            .env("RUSTUP_HOME", self.path("rustup"))
            .env("CARGO_HOME", &*CARGO_HOME)
            .env("RUSTUP_DIST_SERVER", distribution::url())
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            // What the programs do does not depend on it, and they are built faster.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        command
    }

    fn script(&self, path: &str, body: &str) {
        let path = self.path(path);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Links everything that is in `PATH` and does not belong to Rust into `bin`, unless it is there.
fn link_programs(bin: &Path) {
    let path = env::var_os("PATH").unwrap();
    for dir in env::split_paths(&path) {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let hidden = ["cargo", "rust", "clippy"]
                .iter()
                .any(|prefix| shown.starts_with(prefix))
                || OF_DEBIAN.contains(&&*shown);
            if hidden {
                continue;
            }
            // An earlier directory of `PATH` may have it, too.
            link(&entry.path(), &bin.join(&name));
        }
    }
}

/// Makes a link, unless there is something already.
fn link(file: &Path, link: &Path) {
    match symlink(file, link) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        result => result.unwrap(),
    }
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut files = env::split_paths(&path).map(|dir| dir.join(program));
    files.find(|file| file.is_file())?.canonicalize().ok()
}
