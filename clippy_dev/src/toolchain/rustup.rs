//! rustup with a network: it installs what `rust-toolchain.toml` names as soon as one of its
//! proxies runs beside it.
//!
//! Its settings stay as they are: whoever forbids installing by itself (`RUSTUP_AUTO_INSTALL=0`) is
//! not overruled.

use std::env;
use std::process::{Command, Stdio};

use super::{Search, existing, pinned};
use crate::workspace;

pub fn install() -> Search {
    let path = env::var_os("PATH").unwrap_or_default();
    let Some(dir) = env::split_paths(&path).find(|dir| dir.join("rustup").is_file()) else {
        return Err("there is no rustup in PATH".to_owned());
    };
    let advice = format!(
        "to let rustup install it: rustup toolchain install {} --profile minimal \
         --component rustc-dev,llvm-tools,rust-src,rustfmt",
        pinned()
    );
    if env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
        return Err(format!(
            "RUSTUP_AUTO_INSTALL=0 forbids to install it\n{advice}"
        ));
    }
    eprintln!("asking rustup for Rust {}", pinned());
    // How it ends does not matter: what is installed afterwards does.
    let _ = Command::new(dir.join("rustc"))
        .arg("-V")
        .current_dir(workspace::root())
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUST_BACKTRACE")
        .stdout(Stdio::null())
        .status();
    let bin = existing::from_rustup()
        .ok_or_else(|| format!("it did not install the toolchain\n{advice}"))?;
    existing::inspect(&bin, "installed by rustup").map_err(|reason| format!("{reason}\n{advice}"))
}
