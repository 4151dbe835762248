//! Arranges the compiler's sources so that plain cargo builds its crates, with the same ids as the
//! shipped crates.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use toml_edit::{Array, DocumentMut, Item};

use super::log::Log;
use crate::rustc::Rustc;

/// Copies the compiler from the source package at `package` and reduces it to what its metadata
/// needs.
pub fn copy(package: &Path, to: &Path) -> Result<()> {
    copy_dir(&package.join("compiler"), &to.join("compiler"))?;
    // The sources of one crate are here. They stay as they are.
    symlink(package.join("library"), to.join("library"))
        .context("cannot link the library's sources")?;
    for file in ["Cargo.toml", "Cargo.lock"] {
        copy_file(&package.join(file), &to.join(file))?;
    }
    edit_manifest(&to.join("Cargo.toml"), |manifest| {
        manifest["workspace"]["members"] = list(["compiler/rustc"]);
        Ok(())
    })?;
    // The dummy backend links nothing: the program and the shared library become ordinary libraries.
    write(&to.join("compiler/rustc/src/lib.rs"), "")?;
    edit_manifest(&to.join("compiler/rustc_driver/Cargo.toml"), |manifest| {
        manifest["lib"]["crate-type"] = list(["rlib"]);
        Ok(())
    })?;
    // LLVM is in the shipped library: no C++ is compiled or linked.
    write(&to.join("compiler/rustc_llvm/build.rs"), "fn main() {}\n")?;
    for file in ["ffi.rs", "enzyme_ffi.rs"] {
        let file = to.join("compiler/rustc_codegen_llvm/src/llvm").join(file);
        replace(
            &file,
            "#[link(name = \"llvm-wrapper\", kind = \"static\")]",
            "",
        )?;
    }
    Ok(())
}

/// Fetches the crates that the compiler depends on, with the features that Debian's patches give
/// them. The features are part of a crate's id and of the ids of all crates that depend on it.
pub fn vendor(
    sources: &Path,
    vendored: &Path,
    rustc: &Rustc,
    cargo: &Path,
    log: &mut Log,
) -> Result<()> {
    log.run(
        Command::new(cargo)
            .args(["vendor", "--versioned-dirs"])
            .arg(vendored)
            .current_dir(sources)
            .env("RUSTC", &rustc.path),
    )
    .context("cannot fetch the crates that the compiler depends on; this needs crates.io")?;

    edit_vendored(vendored, "anstream-0.6.", |features| {
        features.retain(|feature| feature.as_str() != Some("wincon"));
    })?;
    edit_vendored(vendored, "blake3-1.", |features| features.push("pure"))?;

    let mut config = DocumentMut::new();
    config["source"]["crates-io"]["replace-with"] = "vendored".into();
    config["source"]["vendored"]["directory"] = path_str(vendored)?.into();
    fs::create_dir(sources.join(".cargo")).context("cannot make .cargo")?;
    write(&sources.join(".cargo/config.toml"), &config.to_string())
}

/// Edits the default features of the one vendored crate whose directory begins with `prefix`.
fn edit_vendored(vendored: &Path, prefix: &str, edit: impl FnOnce(&mut Array)) -> Result<()> {
    let entries =
        fs::read_dir(vendored).with_context(|| format!("cannot read {}", vendored.display()))?;
    let mut dirs = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    let (Some(dir), None) = (dirs.next(), dirs.next()) else {
        bail!(
            "expected one {prefix}* among the crates that the compiler depends on: {}",
            vendored.display()
        );
    };
    edit_manifest(&dir.path().join("Cargo.toml"), |manifest| {
        let features = manifest
            .get_mut("features")
            .and_then(|features| features.get_mut("default"));
        edit(
            features
                .and_then(Item::as_array_mut)
                .context("has no default features")?,
        );
        Ok(())
    })?;
    // Without a list cargo does not check the file that we just edited.
    let checksums = dir.path().join(".cargo-checksum.json");
    let mut json: serde_json::Value = serde_json::from_str(&read(&checksums)?)?;
    json["files"] = serde_json::json!({});
    write(&checksums, &json.to_string())
}

fn edit_manifest(path: &Path, edit: impl FnOnce(&mut DocumentMut) -> Result<()>) -> Result<()> {
    let mut manifest: DocumentMut = read(path)?
        .parse()
        .with_context(|| format!("in {}", path.display()))?;
    edit(&mut manifest).with_context(|| format!("in {}", path.display()))?;
    write(path, &manifest.to_string())
}

fn replace(path: &Path, old: &str, new: &str) -> Result<()> {
    let text = read(path)?;
    ensure!(
        text.contains(old),
        "{} has no `{old}`: these are not the expected sources",
        path.display()
    );
    write(path, &text.replace(old, new))
}

fn list<const N: usize>(values: [&str; N]) -> Item {
    Item::Value(Array::from_iter(values).into())
}

fn path_str(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| {
        format!(
            "the path {} is not UTF-8, which cargo's configuration needs",
            path.display()
        )
    })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            copy_file(&entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_features_are_edited_and_checksums_removed() {
        let dir = tempfile::tempdir().unwrap();
        let package = dir.path().join("anstream-0.6.1");
        fs::create_dir(&package).unwrap();
        write(
            &package.join("Cargo.toml"),
            "[features]\ndefault = [\n    \"auto\",\n    \"wincon\",\n]\n",
        )
        .unwrap();
        write(
            &package.join(".cargo-checksum.json"),
            r#"{"files":{"Cargo.toml":"1a"},"package":"2b"}"#,
        )
        .unwrap();

        edit_vendored(dir.path(), "anstream-0.6.", |features| {
            features.retain(|feature| feature.as_str() != Some("wincon"));
        })
        .unwrap();

        let manifest: DocumentMut = read(&package.join("Cargo.toml")).unwrap().parse().unwrap();
        let default = manifest["features"]["default"].as_array().unwrap();
        assert_eq!(
            default
                .iter()
                .filter_map(|value| value.as_str())
                .collect::<Vec<_>>(),
            ["auto"]
        );
        assert_eq!(
            read(&package.join(".cargo-checksum.json")).unwrap(),
            r#"{"files":{},"package":"2b"}"#
        );
    }

    #[test]
    fn missing_crate_and_missing_text_are_errors() {
        let dir = tempfile::tempdir().unwrap();
        let error = edit_vendored(dir.path(), "blake3-1.", |_| {}).unwrap_err();
        assert!(
            error.to_string().contains("expected one blake3-1.*"),
            "{error}"
        );

        let file = dir.path().join("ffi.rs");
        write(&file, "fn main() {}").unwrap();
        assert!(
            replace(&file, "#[link]", "")
                .unwrap_err()
                .to_string()
                .contains("has no `#[link]`")
        );
    }
}
