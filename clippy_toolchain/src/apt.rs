//! Installs packages with apt-get where it exists and we may use it.

use std::path::Path;
use std::process::Command;
use std::{env, io};

use anyhow::{Context, Result, bail, ensure};

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
    install_first(&[packages.into_iter().map(str::to_owned).collect()])
}

/// Installs the packages of the first of these lists that apt-get can install; if it can install none,
/// it says what is wrong with the last one.
pub fn install_first(lists: &[Vec<String>]) -> Result<()> {
    run("update", &mut apt_get("update"))?;
    let is_possible = |packages: &&Vec<String>| {
        let mut simulation = apt_get("install");
        simulation.arg("--simulate").args(*packages);
        simulation
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let packages = lists.iter().find(is_possible).or(lists.last());
    let packages = packages.context("there is nothing that apt-get could install")?;
    eprintln!("installing with apt-get: {}", packages.join(" "));
    run(
        "install",
        apt_get("install")
            .args(["-y", "--no-install-recommends"])
            .args(packages),
    )
}

/// apt-get, which must not remove a package that is in the way: `rustc-web` would replace `rustc`.
fn apt_get(command: &str) -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get
        .args([command, "--no-remove"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}

fn run(name: &str, command: &mut Command) -> Result<()> {
    let status = command.stdout(io::stderr()).status();
    ensure!(
        status.is_ok_and(|status| status.success()),
        "apt-get {name} failed, see above"
    );
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
