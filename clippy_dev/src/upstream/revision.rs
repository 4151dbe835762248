//! The revision of a source tree. The build script of the driver includes this file, too.

use std::path::Path;
use std::process::Command;

use super::git::git;

/// The commit of a checkout and its date. None where git does not know the directory.
pub fn of(dir: &Path) -> Option<String> {
    let git = |args: &[&str]| output(git(dir).args(args));
    git(&["ls-files", "--error-unmatch", "Cargo.toml"])?;
    let mut commit = git(&["rev-parse", "--short=10", "HEAD"])?;
    // Unlike `git describe --dirty` this does not write to the index.
    let changes = git(&["--no-optional-locks", "status", "--porcelain", "--", "."])?;
    if !changes.is_empty() {
        commit += "-dirty";
    }
    let date = git(&["log", "-1", "--date=short", "--format=%cd"])?;
    Some(format!("{commit} {date}"))
}

/// What a command prints, unless it fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
