//! The project lints itself, with its own lints and rustc's.

use std::env;
use std::process::Command;

#[test]
fn the_workspace_is_clean() {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let sysroot = Command::new(&rustc)
        .args(["--print", "sysroot"])
        .output()
        .unwrap();
    assert!(sysroot.status.success(), "`{rustc} --print sysroot` fails");

    let output = Command::new(env!("CARGO_BIN_EXE_cargo-clippy"))
        // The package of the book takes long to compile and has no async code.
        .args(["clippy", "--workspace", "--exclude=clippy_book"])
        .args(["--all-targets", "--locked"])
        .args(["--", "-D", "warnings"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        // Our crates need rustc's crates, which are only in this sysroot.
        .env("SYSROOT", String::from_utf8(sysroot.stdout).unwrap().trim())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    // A run that checked nothing would pass, too.
    assert!(stderr.contains("Finished"), "{stderr}");
}
