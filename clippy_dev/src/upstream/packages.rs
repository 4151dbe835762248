//! The packages of this repository that the lints consist of, for Clippy's folder.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use clippy_toolchain::root;

use super::checkout::Checkout;
use super::manifests;
use super::rustfmt::Rustfmt;
use super::tree::Tree;
use crate::files;

/// The one that Clippy's lints depend on.
const ENTRY: &str = "await_holding";

/// All of them.
const PACKAGES: [&str; 2] = [ENTRY, "clippy_catalogue"];

/// The manifest that gets the dependency.
const DEPENDENT: &str = "clippy_lints/Cargo.toml";

/// Where the checkout finds the packages.
#[derive(Clone, Copy)]
pub enum Placement {
    /// Beside Clippy's own packages, as a copy.
    Copied,
    /// In this repository.
    Linked,
}

pub fn add(
    placement: Placement,
    checkout: &Checkout,
    rustfmt: &Rustfmt<'_>,
    tree: &mut Tree,
) -> Result<()> {
    let path = match placement {
        Placement::Copied => {
            for name in PACKAGES {
                let files = rustfmt.format(copy(name, checkout.version())?)?;
                tree.replace_dir(name, files, |_| false)?;
            }
            format!("../{ENTRY}")
        }
        Placement::Linked => {
            for name in PACKAGES {
                tree.replace_dir(name, BTreeMap::new(), |_| false)?;
            }
            let path = root().join(ENTRY);
            path.to_str()
                .with_context(|| format!("{} is not UTF-8", path.display()))?
                .to_owned()
        }
    };
    let manifest = tree
        .read(DEPENDENT)?
        .with_context(|| format!("{DEPENDENT}: there is no such file"))?;
    let manifest = manifests::add_path_dependency(&manifest, ENTRY, &path)
        .with_context(|| format!("in {DEPENDENT}"))?;
    tree.write(DEPENDENT, manifest)
}

/// The files of a package, with a manifest that needs no workspace.
fn copy(name: &str, version: &str) -> Result<BTreeMap<String, String>> {
    let mut files = files::read_all(&root().join(name))?;
    let manifest = files
        .get_mut("Cargo.toml")
        .with_context(|| format!("{name} has no Cargo.toml"))?;
    let workspace = files::read(&root().join("Cargo.toml"))?;
    *manifest = manifests::without_workspace(manifest, &workspace, version)
        .with_context(|| format!("in {name}/Cargo.toml"))?;
    Ok(files)
}
