//! rustup with a network: it installs what a `rust-toolchain.toml` names as soon as one of its
//! proxies runs beside the file.
//!
//! A user's settings are respected: where `RUSTUP_AUTO_INSTALL=0` forbids automatic installation,
//! nothing is installed.

use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::existing;
use crate::release::Release;
use crate::repository::{components, pin_of};
use crate::toolchain::Toolchain;

pub fn install(releases: &[Release]) -> Result<Toolchain> {
    // If any will do, the one that this repository pins.
    let release = match releases {
        [release] => *release,
        _ => Release::pinned(),
    };
    let path = env::var_os("PATH").unwrap_or_default();
    let Some(dir) = env::split_paths(&path).find(|dir| dir.join("rustup").is_file()) else {
        bail!("there is no rustup in PATH");
    };
    let advice = format!(
        "to install it: rustup toolchain install {} --profile minimal --component {}",
        release,
        components()
    );
    if env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
        bail!("RUSTUP_AUTO_INSTALL=0 forbids installing it\n{advice}");
    }
    let pin = tempfile::tempdir().context("cannot make a temporary directory")?;
    fs::write(
        pin.path().join("rust-toolchain.toml"),
        pin_of(release.version()),
    )
    .context("cannot write rust-toolchain.toml")?;
    eprintln!("asking rustup for Rust {release}");
    // How it ends does not matter; what is installed afterwards does.
    let _ = Command::new(dir.join("rustc"))
        .arg("-V")
        .current_dir(&pin)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUST_BACKTRACE")
        .stdout(Stdio::null())
        .status();
    let bin = existing::from_rustup(release)
        .with_context(|| format!("it did not install the toolchain, see above\n{advice}"))?;
    existing::inspect(&bin, "installed by rustup", &[release])
        .map_err(|reason| reason.context(format!("what it installed is incomplete\n{advice}")))
}

impl Toolchain {
    /// Whether rustup knows it by its version, as in `cargo +1.96.0`.
    pub fn belongs_to_rustup(&self) -> bool {
        existing::from_rustup(self.release).as_deref() == Some(self.bin())
    }
}
