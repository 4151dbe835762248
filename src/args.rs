//! The command line of `clippy-driver`.

use std::env;
use std::path::{Path, PathBuf};

use await_holding::{Listing, Silencer};
use rustc_session::EarlyDiagCtxt;

use crate::common::END_OF_ARG;

/// Lists what became of the entries in `clippy.toml`.
const LISTING_OPTION: &str = "--print-await-holding";

/// Has diagnostics offer the attribute that silences them, for `cargo clippy --add-expect`.
const SILENCER_OPTION: &str = "--suggest-expect";

/// What the driver is asked to do. `args` are those of rustc, with the program's name first.
pub enum Call {
    Help,
    Version,
    /// `--explain` with a name that is not an error code of rustc.
    Explain(String),
    /// Cargo's first question to a compiler, `rustc -vV`.
    CompilerVersion {
        rustc: PathBuf,
        args: Vec<String>,
    },
    /// Be rustc, as if there were no Clippy.
    Rustc(Vec<String>),
    Compile {
        args: Vec<String>,
        lints: Lints,
    },
}

/// Which lints take part in a compilation.
#[derive(Clone, Copy)]
pub enum Lints {
    /// None: `CLIPPY_ARGS` or `--cap-lints` disables them.
    Off,
    /// All.
    On {
        /// Whether to list what became of the entries in `clippy.toml`.
        listing: Listing,
        silencer: Option<Silencer>,
    },
}

/// Understands the command line, the program's name first, and the environment.
pub fn understand(early_dcx: &EarlyDiagCtxt, mut args: Vec<String>) -> Call {
    if let Some(position) = args.iter().position(|arg| arg == "--rustc") {
        args.remove(position);
        return Call::Rustc(args);
    }
    let wrapped = args.get(1).filter(|arg| is_rustc(arg)).map(PathBuf::from);
    match &wrapped {
        Some(rustc) => {
            args.remove(1);
            if args[1..] == ["-vV"] {
                return Call::CompilerVersion {
                    rustc: rustc.clone(),
                    args,
                };
            }
        }
        None => {
            if let Some(call) = own_option(&args) {
                return call;
            }
        }
    }

    let mut list = remove(&mut args, LISTING_OPTION);

    let seen = rustc_driver::args::arg_expand_all(early_dcx, &args[1..]);
    if let Ok(sysroot) = env::var("SYSROOT")
        && value_of(&seen, "--sysroot").is_none()
    {
        args.extend(["--sysroot".to_owned(), sysroot]);
    }

    if is_question(&seen) {
        return Call::Rustc(args);
    }

    let mut lint_args = split(&env::var("CLIPPY_ARGS").unwrap_or_default());
    let no_deps = remove(&mut lint_args, "--no-deps");
    list |= remove(&mut lint_args, LISTING_OPTION);
    let dependency = no_deps && env::var_os("CARGO_PRIMARY_PACKAGE").is_none();
    let capped = value_of(&seen, "--cap-lints").is_some_and(|level| level == "allow");
    if dependency || capped {
        return Call::Compile {
            args,
            lints: Lints::Off,
        };
    }
    let silence = remove(&mut lint_args, SILENCER_OPTION);
    args.extend(lint_args);
    args.extend(["--cfg".to_owned(), "clippy".to_owned()]);
    let listing = match list {
        true => Listing::Print,
        false => Listing::Off,
    };
    Call::Compile {
        args,
        lints: Lints::On {
            listing,
            silencer: silence.then(|| {
                let rust_version = env::var("CARGO_PKG_RUST_VERSION").ok();
                Silencer::for_package(rust_version.as_deref())
            }),
        },
    }
}

/// Whether the argument is the compiler that cargo puts before rustc's arguments.
fn is_rustc(arg: &str) -> bool {
    let path = Path::new(arg);
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    stem.starts_with("rustc") && path.extension().is_none_or(|extension| extension != "rs")
}

fn own_option(args: &[String]) -> Option<Call> {
    if args.len() <= 1 {
        return Some(Call::Help);
    }
    if let Some(name) = value_of(args, "--explain")
        && !is_error_code(name)
    {
        return Some(Call::Explain(name.to_owned()));
    }
    args[1..].iter().find_map(|arg| match arg.as_str() {
        "-h" | "--help" => Some(Call::Help),
        "-V" | "--version" => Some(Call::Version),
        _ => None,
    })
}

/// Whether rustc's own `--explain` is meant: `E0514`, or just the number.
fn is_error_code(name: &str) -> bool {
    name.trim_start_matches(['E', 'e'])
        .bytes()
        .all(|byte| byte.is_ascii_digit())
}

/// The arguments in `CLIPPY_ARGS`.
fn split(clippy_args: &str) -> Vec<String> {
    clippy_args
        .split(END_OF_ARG)
        .map(str::trim)
        .filter(|arg| !arg.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Removes `option` from `args`; whether it was there.
fn remove(args: &mut Vec<String>, option: &str) -> bool {
    let before = args.len();
    args.retain(|arg| arg != option);
    args.len() < before
}

/// The value of an option, given as `--option value` or `--option=value`.
fn value_of<'a>(args: &'a [String], option: &str) -> Option<&'a str> {
    args.iter().enumerate().find_map(|(i, arg)| {
        let rest = arg.strip_prefix(option)?;
        match rest.strip_prefix('=') {
            Some(value) => Some(value),
            None if rest.is_empty() => args.get(i + 1).map(String::as_str),
            None => None,
        }
    })
}

/// Whether rustc is asked a question, not to compile.
fn is_question(args: &[String]) -> bool {
    let mut options = args.iter().filter_map(|arg| arg.split('=').next());
    options.any(|option| matches!(option, "-vV" | "--print" | "--explain"))
}
