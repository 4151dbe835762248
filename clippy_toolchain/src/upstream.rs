//! Upstream Clippy: the one that the distributor of the compiler ships beside it.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::toolchain::Toolchain;
use crate::{apt, debian};

impl Toolchain {
    /// The directory of the upstream Clippy that was built for this very compiler.
    ///
    /// # Errors
    /// If there is none: what was found, and what to do.
    pub fn upstream_clippy(&self) -> Result<&Path> {
        let bin = self.bin();
        let driver = bin.join("clippy-driver");
        ensure!(
            driver.is_file() && bin.join("cargo-clippy").is_file(),
            "there is no upstream Clippy in {}\n\
             Install it: `rustup component add clippy --toolchain {}`, or Debian's package {}",
            bin.display(),
            self.release,
            self.release.clippy
        );
        let answer = self.user(&driver).args(["--rustc", "-V"]).output();
        let compiler = answer.map_or_else(
            |error| error.to_string(),
            |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        );
        ensure!(
            compiler == self.version(),
            "upstream Clippy in {} was built for a different compiler\n  \
             this compiler: {}\n  Clippy's:      {compiler}",
            bin.display(),
            self.version()
        );
        Ok(bin)
    }

    /// Installs it beside Debian's compiler if it is missing and we may. Elsewhere, tests that need
    /// it report that they are skipped.
    pub fn install_upstream_clippy(&self) -> Result<()> {
        if self.bin() != Path::new(debian::BIN)
            || self.upstream_clippy().is_ok()
            || !(apt::is_here() && apt::is_root())
        {
            return Ok(());
        }
        let package = format!("{}={}*", self.release.clippy, self.release);
        apt::install([&*package])
    }
}
