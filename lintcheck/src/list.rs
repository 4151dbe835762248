//! The list of crates: the dependencies in `lintcheck/crates/Cargo.toml`, pinned by the lock file
//! beside it.
//!
//! A list in cargo's own format needs no parser, downloader or checksums of ours: cargo fetches the
//! crates, compares them with the lock file, and unpacks them. Features are written as for any
//! dependency.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{Metadata, MetadataCommand, PackageId};
use clippy_toolchain::Toolchain;

use crate::dirs;

/// A crate of the list, as cargo has unpacked it.
#[derive(Clone, Debug)]
pub struct Crate {
    pub name: String,
    pub version: String,
    /// The arguments of cargo that select its features.
    pub feature_args: Vec<String>,
    /// Its package in cargo's registry, which must not change.
    pub source: PathBuf,
    /// Everything that it is compiled with, in the versions of the list.
    pub dependencies: BTreeSet<String>,
}

impl Crate {
    /// The name of its directories.
    pub fn id(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}

/// The versions of all dependencies of all crates.
pub fn lock_file() -> PathBuf {
    dirs::crates().join("Cargo.lock")
}

fn manifest() -> PathBuf {
    dirs::crates().join("Cargo.toml")
}

/// Downloads the crates of the list and their dependencies, and returns the crates in the list's
/// order. Names in `only` select some of them.
pub fn fetch(toolchain: &Toolchain, only: &[String]) -> Result<Vec<Crate>> {
    let manifest = manifest();
    let mut cargo = toolchain.user_cargo();
    cargo
        .args(["metadata", "--format-version=1", "--locked"])
        .args(["--filter-platform", toolchain.host(), "--manifest-path"])
        .arg(&manifest)
        .stderr(Stdio::inherit());
    let output = cargo
        .output()
        .with_context(|| format!("cannot run {cargo:?}"))?;
    ensure!(
        output.status.success(),
        "cargo cannot fetch the crates of {}, see above",
        manifest.display()
    );
    let metadata = MetadataCommand::parse(str::from_utf8(&output.stdout)?)?;
    select(in_order_of(&manifest, crates(&metadata)?)?, only)
}

fn crates(metadata: &Metadata) -> Result<Vec<Crate>> {
    let list = metadata
        .root_package()
        .context("the list is not a package")?;
    let dependency_to_crate = |dependency: &cargo_metadata::Dependency| {
        let package = metadata
            .packages
            .iter()
            .find(|package| {
                *package.name == dependency.name && dependency.req.matches(&package.version)
            })
            .with_context(|| format!("{} is not in cargo's metadata", dependency.name))?;
        let mut feature_args = Vec::new();
        if !dependency.uses_default_features {
            feature_args.push("--no-default-features".to_owned());
        }
        if !dependency.features.is_empty() {
            feature_args.extend(["--features".to_owned(), dependency.features.join(",")]);
        }
        Ok(Crate {
            name: dependency.name.clone(),
            version: package.version.to_string(),
            feature_args,
            source: package
                .manifest_path
                .parent()
                .expect("a manifest is in a directory")
                .into(),
            dependencies: dependencies(metadata, &package.id),
        })
    };
    list.dependencies.iter().map(dependency_to_crate).collect()
}

/// The ids of the packages that `package` depends on, directly or indirectly.
fn dependencies(metadata: &Metadata, package: &PackageId) -> BTreeSet<String> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes: HashMap<&PackageId, &[PackageId]> =
        nodes.map(|node| (&node.id, &*node.dependencies)).collect();
    let mut found = BTreeSet::new();
    let mut open = vec![package];
    while let Some(package) = open.pop() {
        for dependency in nodes.get(package).copied().unwrap_or_default() {
            if found.insert(dependency.repr.clone()) {
                open.push(dependency);
            }
        }
    }
    found
}

/// cargo sorts dependencies, but the list has its own order.
fn in_order_of(manifest: &Path, mut crates: Vec<Crate>) -> Result<Vec<Crate>> {
    let text = fs::read_to_string(manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    let document: toml_edit::DocumentMut = text.parse()?;
    let positions: HashMap<&str, usize> = document["dependencies"]
        .as_table()
        .with_context(|| format!("{} has no [dependencies]", manifest.display()))?
        .iter()
        .enumerate()
        .map(|(position, (name, _))| (name, position))
        .collect();
    crates.sort_by_key(|krate| positions.get(&*krate.name).copied());
    Ok(crates)
}

fn select(crates: Vec<Crate>, only: &[String]) -> Result<Vec<Crate>> {
    if let Some(unknown) = only
        .iter()
        .find(|name| !crates.iter().any(|krate| krate.name == **name))
    {
        bail!(
            "there is no crate `{unknown}` in the list {}",
            manifest().display()
        );
    }
    Ok(crates
        .into_iter()
        .filter(|krate| only.is_empty() || only.contains(&krate.name))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Crate {
        Crate {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            feature_args: Vec::new(),
            source: PathBuf::new(),
            dependencies: BTreeSet::new(),
        }
    }

    #[test]
    fn crates_keep_the_order_of_the_list() {
        let dir = tempfile::tempdir().unwrap();
        let manifest = dir.path().join("Cargo.toml");
        fs::write(
            &manifest,
            "[dependencies]\nb = \"=1.0.0\"\na = \"=1.0.0\"\n",
        )
        .unwrap();
        let crates = in_order_of(&manifest, vec![named("a"), named("b")]).unwrap();
        assert_eq!(crates[0].name, "b");
    }

    #[test]
    fn an_unknown_name_is_an_error_and_no_name_means_all() {
        let all = || vec![named("a"), named("b")];
        assert_eq!(select(all(), &[]).unwrap().len(), 2);
        assert_eq!(select(all(), &["b".to_owned()]).unwrap()[0].name, "b");
        let error = select(all(), &["c".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("no crate `c`"), "{error}");
    }
}
