//! apt-get, where it is there and may be used.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Error, Result, bail};

/// Whether this is Debian or a relative of it.
pub fn is_here() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

pub fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

/// Installs packages; only root can. A name may be followed by `=VERSION`.
pub fn install<'a>(packages: impl Iterator<Item = &'a str> + Clone) -> Result<(), String> {
    let names: Vec<_> = packages.clone().collect();
    eprintln!("installing with apt-get: {}", names.join(" "));
    let install = ["install", "-y", "--no-install-recommends"]
        .into_iter()
        .chain(packages);
    for args in [vec!["update"], install.collect()] {
        let mut command = Command::new("apt-get");
        command
            .args(&args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::from(io::stderr()));
        if !command.status().is_ok_and(|status| status.success()) {
            return Err(format!("apt-get {} failed, see above\n", args[0]));
        }
    }
    Ok(())
}

/// Installs the packages if what is needed was not found; where that cannot be, the error says
/// `need` and how to install them.
pub fn require(found: bool, need: &str, packages: &[&str]) -> Result<()> {
    if found {
        return Ok(());
    }
    if is_here() && is_root() {
        return install(packages.iter().copied()).map_err(Error::msg);
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
