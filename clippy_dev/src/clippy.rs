//! The two programs, `cargo-clippy` and `clippy-driver`, with these lints alone or with all of
//! upstream Clippy's.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clippy_launcher::configured;
use clippy_toolchain::{Release, Toolchain, find_or_make};

use crate::programs::exit_code;
use crate::upstream::{self, Lints};

#[derive(clap::Args)]
pub struct Args {
    /// All of upstream Clippy, with these lints in place of its three
    #[arg(long)]
    full: bool,
    /// The source of Clippy [default: that of Debian's package, or a clone of the release]
    #[arg(long, value_name = "CHECKOUT", requires = "full")]
    clippy: Option<PathBuf>,
}

/// Which lints the programs have.
pub enum Clippy {
    TheseLints,
    /// All of them. The source is that of upstream Clippy.
    Full {
        source: Option<PathBuf>,
    },
}

impl From<Args> for Clippy {
    fn from(Args { full, clippy }: Args) -> Self {
        if full {
            Self::Full { source: clippy }
        } else {
            Self::TheseLints
        }
    }
}

impl Clippy {
    /// Builds the programs for release and returns the directory that holds them.
    pub fn build(&self, toolchain: &Toolchain) -> Result<PathBuf> {
        match self {
            Self::TheseLints => toolchain.build_clippy(),
            Self::Full { source } => upstream::build(toolchain, source.as_deref(), Lints::Ours),
        }
    }
}

/// `./x build`: builds the programs and prints where they are.
pub fn build(toolchain: &Toolchain, clippy: &Clippy) -> Result<()> {
    print_built(&clippy.build(toolchain)?);
    Ok(())
}

/// `./x build --full --unmodified`: the same with upstream Clippy's own lints.
pub fn build_unmodified(toolchain: &Toolchain, Args { clippy, .. }: Args) -> Result<()> {
    let built = upstream::build(toolchain, clippy.as_deref(), Lints::Upstream)?;
    print_built(&built);
    Ok(())
}

fn print_built(bin: &Path) {
    println!("built cargo-clippy and clippy-driver in {}", bin.display());
}

/// `./x lint`: runs cargo-clippy on a user's package, with the plain compiler that the package would
/// normally get. That decides the release, too, if it is a supported one.
pub fn lint(clippy: &Clippy, args: &[OsString], choice: Option<Release>) -> Result<ExitCode> {
    let (dir, rest) = split_dir(args);
    ensure!(dir.is_dir(), "{} is not a directory", dir.display());
    let toolchain = match choice.map_or_else(|| Release::of(&rustc_of(dir), dir), Ok) {
        Ok(release) => find_or_make(Some(release))?,
        Err(reason) => {
            let toolchain = find_or_make(None)?;
            eprintln!("cannot use the package's compiler: {reason:#}");
            eprintln!("linting with {} instead", toolchain.version());
            toolchain
        }
    };
    let bin = clippy.build(&toolchain)?;
    exit_code(
        toolchain
            .user(bin.join("cargo-clippy"))
            .arg("clippy")
            .args(rest)
            .current_dir(dir),
    )
}

/// The compiler that cargo would call for the package in `dir`.
fn rustc_of(dir: &Path) -> PathBuf {
    let named = env::var_os("RUSTC").map(PathBuf::from);
    named
        .or_else(|| configured::rustc(dir))
        .unwrap_or_else(|| "rustc".into())
}

/// The directory comes first, everything else is for cargo clippy.
fn split_dir(args: &[OsString]) -> (&Path, &[OsString]) {
    match args.split_first() {
        Some((first, rest)) if !first.as_encoded_bytes().starts_with(b"-") => {
            (Path::new(first), rest)
        }
        _ => (Path::new("."), args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_comes_first_or_is_the_current_one() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let args = words("/ --fix");
        assert_eq!(split_dir(&args), (Path::new("/"), &args[1..]));
        let args = words("-- -D warnings");
        assert_eq!(split_dir(&args), (Path::new("."), &args[..]));
    }
}
