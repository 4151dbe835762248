//! A crate's own directory: its sources as a package that stands alone.
//!
//! Dependencies are shared: each package starts with the list's lock file, so that cargo uses the same
//! versions for all of them and most dependencies are already compiled.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, Item, Table, TableLike};

use crate::list::{self, Crate};

/// Creates the package in `dir`, which is emptied first.
pub fn make(krate: &Crate, dir: &Path) -> Result<()> {
    let context = || format!("cannot copy {} to {}", krate.id(), dir.display());
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(context)?;
    }
    copy_dir(&krate.source, dir).with_context(context)?;
    let manifest = dir.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(context)?;
    fs::write(&manifest, standing_alone(&text).with_context(context)?).with_context(context)?;
    fs::copy(list::lock_file(), dir.join("Cargo.lock")).with_context(context)?;
    Ok(())
}

fn copy_dir(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        // Configures cargo for the crate's developers, for example to compile for another target.
        if entry.file_name() == ".cargo" {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The manifest without targets and dependencies that lintcheck does not build and without profiles,
/// which would prevent the sharing of dependencies. It becomes the root of a workspace, since the
/// directory is inside ours.
fn standing_alone(manifest: &str) -> Result<String> {
    let mut document: DocumentMut = manifest.parse()?;
    let without_tests = |table: &mut dyn TableLike| {
        table.remove("dev-dependencies");
        table.remove("dev_dependencies");
    };
    without_tests(document.as_table_mut());
    if let Some(targets) = document.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            if let Some(target) = target.as_table_like_mut() {
                without_tests(target);
            }
        }
    }
    for kind in ["profile", "bench", "test", "example"] {
        document.remove(kind);
    }
    document.insert("workspace", Item::Table(Table::new()));
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_copied_without_cargo_configuration() {
        let [from, to] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for file in ["src/lib.rs", ".cargo/config.toml"] {
            let file = from.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        copy_dir(from.path(), to.path()).unwrap();
        assert!(to.path().join("src/lib.rs").exists());
        assert!(!to.path().join(".cargo").exists());
    }

    #[test]
    fn a_manifest_loses_tests_and_profiles_and_becomes_a_workspace() {
        let manifest = r#"
[package]
name = "a"

[dependencies.b]
version = "1"

[dev-dependencies.c]
version = "1"

[target."cfg(unix)".dependencies.d]
version = "1"

[target."cfg(unix)".dev-dependencies.e]
version = "1"

[profile.release]
debug = true

[[bench]]
name = "f"
"#;
        let text = standing_alone(manifest).unwrap();
        let document: DocumentMut = text.parse().unwrap();
        let keys: Vec<_> = document.iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["package", "dependencies", "target", "workspace"]);
        let target = document["target"]["cfg(unix)"].as_table().unwrap();
        assert_eq!(target.len(), 1);
        assert!(target.contains_key("dependencies"));
    }
}
