//! Tells the binaries which revision they are and which compiler they are for, and where its library is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[path = "clippy_dev/src/upstream/git.rs"]
mod git;
#[path = "clippy_dev/src/upstream/revision.rs"]
mod revision;

/// Everything that the binaries are built from. If it changes, so may their revision.
const SOURCES: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "await_holding",
    "build.rs",
    "clippy_add_expect",
    "clippy_catalogue",
    "clippy_config",
    "clippy_launcher",
    "clippy_lints",
    "clippy_utils",
    "src",
];

fn main() {
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
    }
    let root = Path::new(".");
    let commits = revision::output(git::git(root).args(["rev-parse", "--git-path", "logs/HEAD"]));
    if let Some(commits) = commits.filter(|file| Path::new(file).exists()) {
        println!("cargo:rerun-if-changed={commits}");
    }
    let revision = revision::of(root).unwrap_or_else(|| "unknown revision".to_owned());
    println!("cargo:rustc-env=CLIPPY_REVISION={revision}");

    println!("cargo:rerun-if-env-changed=RUSTC");
    let rustc = env::var("RUSTC").expect("cargo sets RUSTC for build scripts");
    let version = output(&rustc, &["-V"]);
    println!("cargo:rustc-env=CLIPPY_RUSTC_VERSION={version}");
    println!(
        "cargo:rustc-env=CLIPPY_VERSION={}",
        clippy_version(&version)
    );

    // The launcher says where the library of the active compiler is. Without the launcher, a driver that
    // was copied into a toolchain finds the library there, and one that is called where it was built
    // finds that of the toolchain that it was built with. Debian's library is where the loader looks.
    let lib = PathBuf::from(output(&rustc, &["--print", "sysroot"])).join("lib");
    if has_driver_library(&lib) {
        let beside = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
            Ok("macos") => "@loader_path",
            _ => "$ORIGIN",
        };
        println!("cargo:rustc-link-arg-bin=clippy-driver=-Wl,-rpath,{beside}/../lib");
        println!(
            "cargo:rustc-link-arg-bin=clippy-driver=-Wl,-rpath,{}",
            lib.display()
        );
    }
}

/// As upstream Clippy counts: 0.1.N for Rust 1.N.
fn clippy_version(rustc: &str) -> String {
    let release = rustc.strip_prefix("rustc 1.").unwrap_or(rustc);
    let minor = release.split('.').next().unwrap_or(release);
    format!("0.1.{minor}")
}

fn has_driver_library(lib: &Path) -> bool {
    fs::read_dir(lib).is_ok_and(|files| {
        files
            .flatten()
            .any(|file| file.file_name().to_string_lossy().contains("rustc_driver-"))
    })
}

fn output(rustc: &str, args: &[&str]) -> String {
    let output = Command::new(rustc).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("cannot run `{rustc}`: {error}"));
    assert!(
        output.status.success(),
        "`{rustc} {}` fails ({})\n{}",
        args.join(" "),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
