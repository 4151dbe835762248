//! Tells the binaries which compiler they are for, and where its library is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC");
    let rustc = env::var("RUSTC").expect("cargo sets RUSTC for build scripts");
    println!(
        "cargo:rustc-env=CLIPPY_RUSTC_VERSION={}",
        output(&rustc, &["-V"])
    );

    // Debian's library is where the loader looks by default. That of rustup is in the toolchain,
    // and a driver that was copied into a toolchain finds the one beside itself.
    let lib = PathBuf::from(output(&rustc, &["--print", "sysroot"])).join("lib");
    if has_driver_library(&lib) {
        println!("cargo:rustc-link-arg-bin=clippy-driver=-Wl,-rpath,$ORIGIN/../lib");
        println!(
            "cargo:rustc-link-arg-bin=clippy-driver=-Wl,-rpath,{}",
            lib.display()
        );
    }
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
