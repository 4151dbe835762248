//! Edits of `Cargo.toml` files.

use anyhow::{Context, Result, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// Adds a dependency to a manifest, or changes the path of one that is there.
pub fn add_path_dependency(manifest: &str, name: &str, path: &str) -> Result<String> {
    let mut document: DocumentMut = manifest.parse()?;
    let dependencies = dependencies(&mut document)?;
    let mut value = InlineTable::new();
    value.insert("path", path.into());
    insert_sorted(dependencies, name, value.into());
    Ok(document.to_string())
}

/// A member of this workspace as a package of Clippy, which is not a workspace: what it inherits is
/// written out.
pub fn without_workspace(manifest: &str, workspace: &str, version: &str) -> Result<String> {
    let mut document: DocumentMut = manifest.parse()?;
    let workspace: DocumentMut = workspace.parse()?;
    let shared = &workspace["workspace"]["package"];
    let package = document["package"]
        .as_table_mut()
        .context("has no [package]")?;
    for (key, value) in package.iter_mut() {
        let is_inherited = value
            .as_table_like()
            .is_some_and(|table| table.contains_key("workspace"));
        if is_inherited {
            let written_out = shared.get(key.get()).and_then(Item::as_str);
            let written_out =
                written_out.with_context(|| format!("`{}` is not in the workspace", key.get()))?;
            *value = toml_edit::value(written_out);
        }
    }
    package["version"] = toml_edit::value(version);
    // As in Clippy's own packages that use the compiler's crates.
    let mut metadata = Table::new();
    metadata.set_implicit(true);
    let mut rust_analyzer = Table::new();
    rust_analyzer["rustc_private"] = toml_edit::value(true);
    metadata["rust-analyzer"] = rust_analyzer.into();
    package["metadata"] = metadata.into();
    Ok(document.to_string())
}

/// Adds to a manifest the dependencies of another one that it lacks, and the features that it lacks
/// of those that both have.
pub fn merge_dependencies(manifest: &str, other: &str) -> Result<String> {
    let mut document: DocumentMut = manifest.parse()?;
    let mut other: DocumentMut = other.parse()?;
    let dependencies = self::dependencies(&mut document)?;
    for (name, theirs) in self::dependencies(&mut other)?.iter() {
        let theirs = theirs
            .as_value()
            .with_context(|| format!("`{name}` is a table of its own"))?;
        match dependencies.get_mut(name) {
            None => insert_sorted(dependencies, name, theirs.clone()),
            Some(ours) => add_features(ours, theirs).with_context(|| format!("`{name}`"))?,
        }
    }
    Ok(document.to_string())
}

fn dependencies(document: &mut DocumentMut) -> Result<&mut Table> {
    document
        .get_mut("dependencies")
        .and_then(Item::as_table_mut)
        .context("has no [dependencies]")
}

/// Inserts or replaces an entry, before the first one whose name is greater. Clippy sorts them only
/// roughly, so the others keep their order.
fn insert_sorted(table: &mut Table, name: &str, value: Value) {
    if let Some(old) = table.get_mut(name) {
        *old = Item::Value(value);
        return;
    }
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let later: Vec<_> = keys
        .iter()
        .skip_while(|key| key.as_str() < name)
        // `[dependencies.toml]` is a table of its own, and stands below.
        .filter(|key| !table[key.as_str()].is_table())
        .collect();
    let later: Vec<_> = later
        .iter()
        .filter_map(|key| table.remove_entry(key))
        .collect();
    table.insert(name, Item::Value(value));
    for (key, item) in later {
        table.insert_formatted(&key, item);
    }
}

fn add_features(dependency: &mut Item, other: &Value) -> Result<()> {
    let Some(wanted) = other
        .as_inline_table()
        .and_then(|table| table.get("features"))
    else {
        return Ok(());
    };
    let wanted = wanted.as_array().context("`features` is no array")?;
    if let Some(version) = dependency.as_str() {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        *dependency = toml_edit::value(table);
    }
    let Some(table) = dependency.as_inline_table_mut() else {
        bail!("neither a version nor an inline table");
    };
    let features = table
        .entry("features")
        .or_insert_with(|| Array::new().into());
    let features = features.as_array_mut().context("`features` is no array")?;
    for feature in wanted {
        let is_there = features
            .iter()
            .any(|there| there.as_str() == feature.as_str());
        if !is_there {
            features.push(feature.as_str().context("a feature is no string")?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_inserted_in_order_and_only_once() {
        let manifest = "[dependencies]\narrayvec = \"0.7\"\nurl = \"2\" # why\nsemver = \"1\"\n\n\
            [dependencies.toml]\nversion = \"0.9\"\n";
        let once = add_path_dependency(manifest, "await_holding", "../await_holding").unwrap();
        assert_eq!(
            once,
            "[dependencies]\narrayvec = \"0.7\"\nawait_holding = { path = \"../await_holding\" }\n\
             url = \"2\" # why\nsemver = \"1\"\n\n[dependencies.toml]\nversion = \"0.9\"\n"
        );
        let twice = add_path_dependency(&once, "await_holding", "../await_holding").unwrap();
        assert_eq!(twice, once);
    }

    #[test]
    fn what_a_member_inherits_is_written_out() {
        let workspace = "[workspace.package]\nversion = \"0.1.95\"\nedition = \"2024\"\n";
        let member = "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\n\n\
            [lib]\ndoctest = false\n";
        assert_eq!(
            without_workspace(member, workspace, "0.1.96").unwrap(),
            "[package]\nname = \"a\"\nversion = \"0.1.96\"\nedition = \"2024\"\n\n\
             [package.metadata.rust-analyzer]\nrustc_private = true\n\n\
             [lib]\ndoctest = false\n"
        );
    }

    #[test]
    fn dependencies_are_merged() {
        let theirs = "[dependencies]\nlibc = \"0.2\"\nparking_lot = \"0.12\"\n\
            tokio = { version = \"1\", features = [\"io-util\"] }\n";
        let ours = "[dependencies]\ndashmap = \"6\"\n\
            parking_lot = { version = \"0.12\", features = [\"arc_lock\"] }\n\
            tokio = { version = \"1\", features = [\"macros\", \"io-util\"] }\n";
        let once = merge_dependencies(theirs, ours).unwrap();
        assert_eq!(
            once,
            "[dependencies]\ndashmap = \"6\"\nlibc = \"0.2\"\n\
             parking_lot = { version = \"0.12\", features = [\"arc_lock\"] }\n\
             tokio = { version = \"1\", features = [\"io-util\", \"macros\"] }\n"
        );
        assert_eq!(merge_dependencies(&once, ours).unwrap(), once);
    }
}
