//! Where `clippy.toml` is: in the package's directory or upward from there; `CLIPPY_CONF_DIR` sets
//! a different starting directory.

use std::path::{Path, PathBuf};
use std::{env, io};

/// The names of the file; the first one wins where both are present. `src/configuration.rs` has them,
/// too: `cargo-clippy` does not link the compiler, as this package does.
const NAMES: [&str; 2] = [".clippy.toml", "clippy.toml"];

/// What was found under the names of the file.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Found {
    /// The file that is read.
    pub file: Option<PathBuf>,
    /// The file of the other name beside it, which is not read.
    pub second: Option<PathBuf>,
    /// What is no file, such as directories on the way.
    pub not_files: Vec<PathBuf>,
}

/// Looks for the file.
///
/// # Errors
/// A message for the user if a directory cannot be looked into.
pub fn lookup() -> Result<Found, String> {
    let (source, start) = ["CLIPPY_CONF_DIR", "CARGO_MANIFEST_DIR"]
        .into_iter()
        .find_map(|variable| {
            let dir = env::var_os(variable).filter(|dir| !dir.is_empty())?;
            Some((format!(" ({variable})"), PathBuf::from(dir)))
        })
        .unwrap_or_else(|| (String::new(), PathBuf::from(".")));
    let found = start
        .canonicalize()
        .and_then(|dir| lookup_from(&dir))
        .map_err(|error| {
            format!(
                "cannot look for `clippy.toml` in `{}`{source}: {error}",
                start.display()
            )
        })?;
    Ok(Found {
        file: found.file.map(relative),
        second: found.second.map(relative),
        not_files: found.not_files.into_iter().map(relative).collect(),
    })
}

fn lookup_from(start: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    for dir in start.ancestors() {
        for name in NAMES {
            let file = dir.join(name);
            match file.metadata() {
                Ok(metadata) if !metadata.is_file() => found.not_files.push(file),
                Ok(_) if found.file.is_none() => found.file = Some(file),
                Ok(_) => found.second = Some(file),
                Err(error) if file.is_symlink() => {
                    let file = file.display();
                    let message = format!("the link `{file}` leads nowhere: {error}");
                    return Err(io::Error::other(message));
                }
                // `CLIPPY_CONF_DIR` may name a file: then the search starts in its directory.
                Err(error) if is_absence(error.kind()) => {}
                Err(error) => return Err(error),
            }
        }
        if found.file.is_some() {
            break;
        }
    }
    Ok(found)
}

fn is_absence(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Seen from the current directory where the file is below it, as rustc shows sources.
fn relative(file: PathBuf) -> PathBuf {
    let here = env::current_dir().ok();
    match here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_path_buf)) {
        Some(below) => below,
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn files(names: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            let file = dir.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        dir
    }

    #[test]
    fn the_nearest_file_upward_is_found() {
        let dir = files(&[
            "clippy.toml",
            "a/b/c/main.rs",
            "a/b/.clippy.toml",
            "x/main.rs",
        ]);
        let find = |start: &str| lookup_from(&dir.path().join(start)).unwrap().file;
        assert_eq!(find("a/b/c"), Some(dir.path().join("a/b/.clippy.toml")));
        assert_eq!(find("x"), Some(dir.path().join("clippy.toml")));
    }

    #[test]
    fn of_two_files_the_one_that_is_not_read_is_named() {
        let dir = files(&["clippy.toml", ".clippy.toml"]);
        let found = lookup_from(dir.path()).unwrap();
        assert_eq!(found.file, Some(dir.path().join(".clippy.toml")));
        assert_eq!(found.second, Some(dir.path().join("clippy.toml")));
    }

    #[test]
    fn a_directory_of_that_name_is_no_file() {
        let dir = files(&["clippy.toml", "a/clippy.toml/x"]);
        let found = lookup_from(&dir.path().join("a")).unwrap();
        assert_eq!(found.file, Some(dir.path().join("clippy.toml")));
        assert_eq!(found.not_files, [dir.path().join("a/clippy.toml")]);
    }

    #[test]
    fn from_a_file_the_search_begins_beside_it() {
        let dir = files(&["clippy.toml"]);
        let found = lookup_from(&dir.path().join("clippy.toml"));
        assert_eq!(found.unwrap().file, Some(dir.path().join("clippy.toml")));
    }
}
