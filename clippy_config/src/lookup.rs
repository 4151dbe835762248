//! Where `clippy.toml` is: in `CLIPPY_CONF_DIR`, else in the package's directory, else upward.

use std::path::{Path, PathBuf};
use std::{env, io};

/// The names of the file; the first one wins where both are present.
const NAMES: [&str; 2] = [".clippy.toml", "clippy.toml"];

/// The file that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub file: PathBuf,
    /// The file of the other name beside it, which is not read.
    pub ignored: Option<PathBuf>,
}

/// Looks for the file. `Ok(None)` if there is none.
///
/// # Errors
/// If a directory on the way cannot be looked into.
pub fn lookup() -> io::Result<Option<Found>> {
    let start = env::var_os("CLIPPY_CONF_DIR")
        .or_else(|| env::var_os("CARGO_MANIFEST_DIR"))
        .filter(|dir| !dir.is_empty())
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    let found = lookup_from(&start.canonicalize()?)?;
    Ok(found.map(|Found { file, ignored }| Found {
        file: relative(file),
        ignored: ignored.map(relative),
    }))
}

fn lookup_from(start: &Path) -> io::Result<Option<Found>> {
    for dir in start.ancestors() {
        let mut files = Vec::new();
        for name in NAMES {
            let file = dir.join(name);
            match file.metadata() {
                Ok(metadata) if metadata.is_file() => files.push(file),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let mut files = files.into_iter();
        if let Some(file) = files.next() {
            return Ok(Some(Found { file, ignored: files.next() }));
        }
    }
    Ok(None)
}

/// Seen from the current directory where the file is below it, as rustc shows sources.
fn relative(file: PathBuf) -> PathBuf {
    let here = env::current_dir().ok();
    match here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_path_buf)) {
        Some(below) => below,
        None => file,
    }
}
