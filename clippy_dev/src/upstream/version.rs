//! What `cargo clippy -V` says of Clippy with these lints: name, version and both revisions.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use clippy_toolchain::root;

use super::checkout::Checkout;
use super::revision::{self, output};

/// The build script for a copy of a checkout. Clippy's own one asks git for the revision of the
/// repository that it is run in; this one passes on what was found out about the source.
pub fn build_script(checkout: &Checkout) -> Result<String> {
    let clippy = revision::of(checkout.root())
        .or_else(|| debian_version(checkout.root()))
        .unwrap_or_else(|| "unknown revision".to_owned());
    let ours = revision::of(root()).unwrap_or_else(|| "unknown revision".to_owned());
    // Clippy prints the two with a space between them.
    let revisions = format!(
        "{clippy}, await_holding {} {ours}",
        env!("CARGO_PKG_VERSION")
    );
    let (first, last) = revisions.rsplit_once(' ').expect("there are spaces in it");
    let sets = |variable: &str, value: &str| {
        let value = value.replace('{', "{{").replace('}', "}}");
        format!("{:?}", format!("cargo:rustc-env={variable}={value}"))
    };
    let hash = sets("GIT_HASH", first);
    let date = sets("COMMIT_DATE", last);
    Ok(format!(
        r#"//! Clippy with the lints of another repository: the revisions of both.

fn main() {{
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=PROFILE={{}}", std::env::var("PROFILE").unwrap());
    println!({hash});
    println!({date});
    println!("cargo:rustc-env=RUSTC_RELEASE_CHANNEL=stable");
    // rustup's toolchains have the compiler's library where the loader does not look.
    let rustc = std::env::var("RUSTC").unwrap();
    let sysroot = std::process::Command::new(rustc).args(["--print", "sysroot"]).output().unwrap().stdout;
    println!("cargo:rustc-link-arg-bins=-Wl,-rpath,{{}}/lib", String::from_utf8(sysroot).unwrap().trim());
}}
"#
    ))
}

/// The Debian package that a folder belongs to.
fn debian_version(dir: &Path) -> Option<String> {
    let manifest = dir.join("Cargo.toml").canonicalize().ok()?;
    let owner = output(Command::new("dpkg-query").arg("--search").arg(manifest))?;
    let package = owner.split(':').next()?;
    let version =
        output(Command::new("dpkg-query").args(["--show", "--showformat=${Version}", package]))?;
    Some(format!("{package} {version}"))
}
