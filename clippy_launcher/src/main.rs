//! `PREFIX/bin/cargo-clippy` and `PREFIX/bin/clippy-driver`: starts the program of the same name that
//! was built for the active compiler.
//!
//! A driver is linked with one build of rustc's library and works with no other. So drivers for
//! several compilers live side by side in `PREFIX/lib/clippy`, and this program chooses: [`active`]
//! says which compiler cargo would call, [`installed`] which drivers there are.

mod active;

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, iter};

use active::Compiler;
use clippy_add_expect::Request;
use clippy_launcher::{BuiltFrom, DRIVERS, installed};

fn main() -> ExitCode {
    let error = match call() {
        Ok(code) => return code,
        Err(message) => message,
    };
    eprintln!("error: {error}");
    ExitCode::from(101)
}

/// Becomes the program that this call stands for, or does with it what it cannot do itself: upstream
/// Clippy does not know `--add-expect`.
///
/// # Errors
/// A message for the user if there is none.
fn call() -> Result<ExitCode, String> {
    let mut args = env::args_os();
    let name = args.next().map(PathBuf::from);
    let name = name.as_deref().and_then(Path::file_name);
    let name = name.ok_or("called without a name")?;
    let args: Vec<OsString> = args.collect();

    let program = Program::choose(name, &args)?;
    let texts: Option<Vec<_>> = args
        .iter()
        .map(|arg| arg.to_str().map(str::to_owned))
        .collect();
    if name == "cargo-clippy"
        && let Some(request) = Request::find(&texts.unwrap_or_default())?
    {
        return Ok(clippy_add_expect::run(&request, || program.command()));
    }
    let mut command = program.command();
    let error = command.args(args).exec();
    Err(format!(
        "cannot run `{}`: {error}",
        command.get_program().display()
    ))
}

/// A program that was built for the active compiler, and the variables that it needs.
struct Program {
    path: PathBuf,
    variables: Vec<(&'static str, OsString)>,
}

impl Program {
    /// The program of this name.
    ///
    /// # Errors
    /// A message for the user if there is none.
    fn choose(name: &OsStr, args: &[OsString]) -> Result<Self, String> {
        let this =
            env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let drivers = this
            .parent()
            .and_then(Path::parent)
            .map(|prefix| prefix.join(DRIVERS));
        let drivers = drivers.ok_or_else(|| format!("`{}` is in no `bin`", this.display()))?;
        let installed = installed(&drivers)?;
        let compiler = Compiler::find(args)?;
        let is_for_it = |(_, built_from): &&(PathBuf, BuiltFrom)| compiler.is(built_from);
        let Some((dir, built_from)) = installed.iter().find(is_for_it) else {
            return Err(none_fits(&compiler, &drivers, &installed));
        };
        let mut variables = Vec::new();
        if let Some(rustc) = compiler.variable() {
            variables.push(("RUSTC", rustc.into()));
        }
        if let Some(dir) = compiler.library_dir(built_from) {
            let paths = prepended(dir, env::var_os(LIBRARY_PATH));
            variables.push((LIBRARY_PATH, paths));
        }
        Ok(Self {
            path: dir.join(name),
            variables,
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// Where the loader looks for rustc's library before it looks where the driver was built.
const LIBRARY_PATH: &str = match cfg!(target_os = "macos") {
    true => "DYLD_FALLBACK_LIBRARY_PATH",
    false => "LD_LIBRARY_PATH",
};

fn prepended(dir: &Path, paths: Option<OsString>) -> OsString {
    let paths = paths.unwrap_or_default();
    let rest = env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
    let all = iter::once(dir.to_owned()).chain(rest);
    // Only a colon in `dir` cannot be joined; the loader could not take it either.
    env::join_paths(all).unwrap_or(paths)
}

/// Says which compiler is active, which ones the drivers are for, and what to do.
fn none_fits(compiler: &Compiler, drivers: &Path, installed: &[(PathBuf, BuiltFrom)]) -> String {
    let mut message = format!(
        "no Clippy in {} is built for the active compiler\n  active:    {} (`{}`)\n",
        drivers.display(),
        compiler.version,
        compiler.rustc.display()
    );
    for (_, built_from) in installed {
        message += &format!("  available: {}\n", built_from.compiler);
        if built_from.compiler == compiler.version {
            message += &format!(
                "             but for another build of it, with the library {}\n",
                built_from.library
            );
        }
    }
    if let Some((rustc, cargo)) = installed
        .iter()
        .find_map(|(_, built_from)| built_from.rustc())
    {
        let variables = [("CARGO", &*cargo), ("RUSTC", rustc)];
        let mut words: Vec<String> = variables
            .map(|(name, path)| format!("{name}={}", quoted(&path.to_string_lossy())))
            .into();
        words.extend(env::args().map(|arg| quoted(&arg)));
        message += &format!(
            "run it with a compiler that it was built for:\n  {}\n",
            words.join(" ")
        );
    }
    message + &how_to_build(&compiler.version)
}

/// The releases of Rust that this Clippy can be built for.
const RELEASES: &str = include_str!("../../clippy_toolchain/releases.txt");

/// How to build the programs for a compiler that prints this version, or else for one of those that they
/// can be built for.
fn how_to_build(version: &str) -> String {
    let rows = RELEASES.lines().filter(|line| !line.starts_with('#'));
    let supported: Vec<&str> = rows.filter_map(|row| row.split(' ').next()).collect();
    let active = version.split(' ').nth(1).unwrap_or_default();
    let (what, release) = if supported.contains(&active) {
        ("the active compiler".to_owned(), active)
    } else {
        (format!("one of Rust {}", supported.join(", ")), "RELEASE")
    };
    format!(
        "or build it for {what}, in a clone of the repository that this Clippy is from:\n  \
         ./x install --toolchain {release}    (with --full for all of Clippy)"
    )
}

/// `word`, quoted for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prepended_directory_comes_first() {
        let dir = Path::new("/a");
        assert_eq!(prepended(dir, None), "/a");
        assert_eq!(prepended(dir, Some("/b::/c".into())), "/a:/b:/c");
    }

    #[test]
    fn a_release_that_is_not_supported_is_not_advised() {
        let command = |version| how_to_build(&format!("rustc {version} (59807616e 2026-04-14)"));
        assert!(command("1.96.0").contains("for the active compiler,"));
        assert!(command("1.96.0").contains("--toolchain 1.96.0 "));
        for other in ["1.95.0", "1.96.0-nightly"] {
            let text = command(other);
            assert!(text.contains("for one of Rust 1.96.0, "), "{text}");
            assert!(text.contains("--toolchain RELEASE "), "{text}");
        }
    }
}
