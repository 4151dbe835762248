//! Installs packages with apt-get where it exists and we may use it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, io};

use anyhow::{Result, bail};

/// Whether this is Debian or one of its relatives.
pub fn is_here() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

/// Whether we run as root, who alone can install packages.
pub fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

/// Installs packages. A name may be followed by `=VERSION`.
pub fn install<'a>(packages: impl IntoIterator<Item = &'a str>) -> Result<()> {
    let packages: Vec<_> = packages.into_iter().collect();
    eprintln!("installing with apt-get: {}", packages.join(" "));
    let install = [&["install", "-y", "--no-install-recommends"], &*packages].concat();
    for args in [&["update"], &*install] {
        let mut command = Command::new("apt-get");
        command
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::from(io::stderr()));
        if !command.status().is_ok_and(|status| status.success()) {
            bail!("apt-get {} failed, see above", args[0]);
        }
    }
    Ok(())
}

/// Installs what was not found. Where that is not possible, the error says `need` and how to install
/// it.
pub fn install_or_explain(need: &str, packages: &[&str]) -> Result<()> {
    if is_here() && is_root() {
        return install(packages.iter().copied());
    }
    bail!(
        "{need}\ninstall it, then run this again; on Debian:\n    sudo apt-get install {}",
        packages.join(" ")
    )
}

pub fn in_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
