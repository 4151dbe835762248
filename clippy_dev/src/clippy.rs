//! The two programs, `cargo-clippy` and `clippy-driver`, with these lints alone or with all of
//! upstream Clippy's.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clippy_toolchain::{Toolchain, find_or_make};

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
pub fn build(clippy: &Clippy) -> Result<()> {
    print_built(&clippy.build(&find_or_make()?)?);
    Ok(())
}

/// `./x build --full --unmodified`: the same with upstream Clippy's own lints.
pub fn build_unmodified(Args { clippy, .. }: Args) -> Result<()> {
    print_built(&upstream::build(
        &find_or_make()?,
        clippy.as_deref(),
        Lints::Upstream,
    )?);
    Ok(())
}

fn print_built(bin: &Path) {
    println!("built cargo-clippy and clippy-driver in {}", bin.display());
}

/// `./x lint`: runs cargo-clippy on a user's package, with the plain compiler that the package would
/// normally get.
pub fn lint(args: &[OsString]) -> Result<ExitCode> {
    let (clippy, dir, rest) = understand(args)?;
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

/// Our own options and the directory come first, everything else is for cargo clippy.
fn understand(args: &[OsString]) -> Result<(Clippy, &Path, &[OsString])> {
    const USAGE: &str = "usage: ./x lint [--full [--clippy CHECKOUT]] [DIR] [cargo clippy arguments] [-- lint options]";
    let mut full = false;
    let mut source = None;
    let mut rest = args;
    while let [first, others @ ..] = rest {
        if first == "--full" {
            full = true;
            rest = others;
        } else if first == "--clippy" {
            let [checkout, others @ ..] = others else {
                bail!("--clippy needs a checkout\n{USAGE}");
            };
            source = Some(PathBuf::from(checkout));
            rest = others;
        } else if let Some(checkout) = first.to_str().and_then(|arg| arg.strip_prefix("--clippy="))
        {
            source = Some(PathBuf::from(checkout));
            rest = others;
        } else {
            break;
        }
    }
    ensure!(
        full || source.is_none(),
        "--clippy is only for --full\n{USAGE}"
    );
    let (dir, rest) = match rest.split_first() {
        Some((first, rest)) if !first.as_encoded_bytes().starts_with(b"-") => {
            (Path::new(first), rest)
        }
        _ => (Path::new("."), rest),
    };
    ensure!(
        dir.is_dir(),
        "{} is not a directory\n{USAGE}",
        dir.display()
    );
    Ok((
        Args {
            full,
            clippy: source,
        }
        .into(),
        dir,
        rest,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_ours_come_first() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let args = words("--full --clippy=/c / --fix");
        let (clippy, dir, rest) = understand(&args).unwrap();
        assert!(
            matches!(clippy, Clippy::Full { source: Some(source) } if source == Path::new("/c"))
        );
        assert_eq!((dir, rest), (Path::new("/"), &words("--fix")[..]));

        let args = words("--fix --full");
        let (clippy, dir, rest) = understand(&args).unwrap();
        assert!(matches!(clippy, Clippy::TheseLints));
        assert_eq!((dir, rest), (Path::new("."), &args[..]));
    }

    #[test]
    fn a_checkout_without_full_or_without_a_name_is_refused() {
        for (args, expected) in [
            (vec!["--clippy", "/c"], "only for --full"),
            (vec!["--full", "--clippy"], "needs a checkout"),
        ] {
            let args: Vec<_> = args.into_iter().map(OsString::from).collect();
            let error = understand(&args).err().unwrap().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
