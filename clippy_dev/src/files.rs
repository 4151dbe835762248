//! Directories of source files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// Directories that hold no sources.
const NOT_SOURCES: [&str; 2] = [".git", "target"];

/// The paths of all files below a directory, sorted, with `/` between their parts. None if there is
/// no such directory.
pub fn below(dir: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    if dir.is_dir() {
        collect(dir, "", &mut paths)?;
    }
    paths.sort();
    Ok(paths)
}

fn collect(dir: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<()> {
    let context = || format!("cannot read {}", dir.display());
    for entry in fs::read_dir(dir).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name();
        let name = name
            .to_str()
            .with_context(|| format!("{} is not UTF-8", entry.path().display()))?;
        if NOT_SOURCES.contains(&name) {
            continue;
        }
        // Debian's package has links to files that it lacks.
        let Ok(metadata) = fs::metadata(entry.path()) else {
            continue;
        };
        let path = format!("{prefix}{name}");
        if metadata.is_dir() {
            collect(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// The text of every file below a directory, by its path there.
pub fn read_all(dir: &Path) -> Result<BTreeMap<String, String>> {
    let paths = below(dir)?;
    paths
        .into_iter()
        .map(|path| read(&dir.join(&path)).map(|text| (path, text)))
        .collect()
}

pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a temporary file beside `path`, with the permissions of a new file there, and makes the
/// directories that it is in.
pub fn write_beside(path: &Path, content: &str) -> Result<NamedTempFile> {
    let dir = path.parent().expect("a file is in a directory");
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let context = || format!("cannot write in {}", dir.display());
    let mut file = builder.tempfile_in(dir).with_context(context)?;
    file.write_all(content.as_bytes()).with_context(context)?;
    Ok(file)
}

/// Copies the files [`below`] a directory.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in below(from)? {
        write(&to.join(&path), read_bytes(&from.join(&path))?)?;
    }
    Ok(())
}

/// Writes a file and makes the directories that it is in. A file that holds this already is not
/// touched: to cargo it would look new.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let content = content.as_ref();
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let dir = path.parent().expect("a file is in a directory");
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}
