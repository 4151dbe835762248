//! The two programs, `cargo-clippy` and `clippy-driver`, with these lints alone or with all of
//! upstream Clippy's.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clippy_toolchain::{Toolchain, find_or_make};

use crate::programs::exit_code;
use crate::upstream;

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
            Self::Full { source } => upstream::build(toolchain, source.as_deref()),
        }
    }
}

/// `./x build`: builds the programs and prints where they are.
pub fn build(clippy: &Clippy) -> Result<()> {
    let bin = clippy.build(&find_or_make()?)?;
    println!("built cargo-clippy and clippy-driver in {}", bin.display());
    Ok(())
}

/// `./x lint`: runs cargo-clippy on a user's package, with the plain compiler that the package would
/// normally get.
pub fn lint(args: &[OsString]) -> Result<ExitCode> {
    const USAGE: &str = "usage: ./x lint [--full [--clippy CHECKOUT]] [DIR] [cargo clippy arguments] [-- lint options]";
    let (clippy, args) = match args {
        [full, clippy, source, rest @ ..] if full == "--full" && clippy == "--clippy" => {
            let source = Some(source.into());
            (Clippy::Full { source }, rest)
        }
        [full, rest @ ..] if full == "--full" => (Clippy::Full { source: None }, rest),
        _ => (Clippy::TheseLints, args),
    };
    let (dir, rest) = match args.split_first() {
        Some((first, rest)) if !first.as_encoded_bytes().starts_with(b"-") => {
            (Path::new(first), rest)
        }
        _ => (Path::new("."), args),
    };
    ensure!(
        dir.is_dir(),
        "{} is not a directory\n{USAGE}",
        dir.display()
    );
    let toolchain = find_or_make()?;
    let bin = clippy.build(&toolchain)?;
    exit_code(
        toolchain
            .user(bin.join("cargo-clippy"))
            .arg("clippy")
            .args(rest)
            .current_dir(dir),
    )
}
