//! apt-get, where it is there and may be used.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

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
