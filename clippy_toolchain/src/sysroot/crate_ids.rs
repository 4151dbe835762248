//! Checks that the linker will take the crates that we built for those in the shipped library.
//!
//! Every mangled symbol contains the name of its crate and the crate's `StableCrateId`. So the dynamic
//! symbols of the shipped library reveal the id of each crate in it. The crates that we built must
//! have the same ids.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use object::{Object, ObjectSymbol};

use super::log::Log;
use super::shipped::Shipped;
use crate::rustc::Rustc;

/// The ids of each crate by its name. Each version of a crate has its own.
type Ids = HashMap<String, BTreeSet<u64>>;

/// Compares every crate in `built` that the shipped library has symbols of.
///
/// `std` is the directory of the standard library. Its crates are in the shipped library too and are
/// ignored; some have the same names as dependencies of the compiler.
pub fn check(
    rustc: &Rustc,
    shipped: &Shipped,
    std: &Path,
    built: &Path,
    log: &mut Log,
) -> Result<()> {
    let mut expected = shipped_ids(&shipped.path)?;
    for (name, id) in crate_ids(rustc, std, |_| true, log)? {
        if let Some(ids) = expected.get_mut(&name) {
            ids.remove(&id);
        }
    }
    expected.retain(|_, ids| !ids.is_empty());
    ensure!(
        expected.contains_key("rustc_middle"),
        "{} exports no symbol of rustc_middle, so its crates' ids are unknown",
        shipped.path.display()
    );
    let found = crate_ids(rustc, built, |name| expected.contains_key(name), log)?;
    let mut wrong: Vec<String> = found
        .iter()
        .filter(|(name, id)| !expected[name].contains(id))
        .map(|(name, id)| mismatch(name, &expected[name], *id))
        .collect();
    if !wrong.is_empty() {
        wrong.sort();
        bail!(
            "these crates differ from those in {}:\n{}\n\
             the packages of the compiler and of its sources must have the same version: reinstall both, then run this again",
            shipped.path.display(),
            wrong.join("\n")
        );
    }
    Ok(())
}

/// The ids of the `wanted` crates among those with metadata in `dir`.
fn crate_ids(
    rustc: &Rustc,
    dir: &Path,
    wanted: impl Fn(&str) -> bool,
    log: &mut Log,
) -> Result<Vec<(String, u64)>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let entry = entry?;
        let file = entry.file_name();
        if let Some(name) = file
            .to_str()
            .and_then(crate_name)
            .filter(|name| wanted(name))
        {
            ids.push((name.to_owned(), read_id(rustc, &entry.path(), log)?));
        }
    }
    Ok(ids)
}

fn mismatch(name: &str, expected: &BTreeSet<u64>, found: u64) -> String {
    let expected: Vec<String> = expected.iter().map(|id| format!("{id:016x}")).collect();
    format!(
        "    {name}: expected id {}, found {found:016x}",
        expected.join(" or ")
    )
}

/// The crate's name in the name of its metadata file, `libNAME-HASH.rmeta`. Both directories have
/// such a file beside each library; Debian's libraries themselves contain only a stub of it.
fn crate_name(file: &str) -> Option<&str> {
    Some(
        file.strip_prefix("lib")?
            .strip_suffix(".rmeta")?
            .rsplit_once('-')?
            .0,
    )
}

/// The id in a metadata file, as rustc itself reads it.
fn read_id(rustc: &Rustc, metadata: &Path, log: &mut Log) -> Result<u64> {
    let mut command = Command::new(&rustc.path);
    // If rustc crashes on the file, it must not leave a report in the current directory.
    command
        .arg("-Zls=root")
        .arg(metadata)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC_ICE", "0");
    let text = log.run(&mut command)?;
    parse_id(&text).with_context(|| format!("rustc prints no id for {}", metadata.display()))
}

fn parse_id(text: &str) -> Option<u64> {
    text.split_once("StableCrateId(")?
        .1
        .split_once(')')?
        .0
        .parse()
        .ok()
}

fn shipped_ids(library: &Path) -> Result<Ids> {
    let data = fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    let file = object::File::parse(&*data)
        .with_context(|| format!("{} is not a library", library.display()))?;
    let mut ids = Ids::new();
    for symbol in file.dynamic_symbols() {
        for (name, id) in symbol.name().into_iter().flat_map(crates_in_symbol) {
            ids.entry(name.to_owned()).or_default().insert(id);
        }
    }
    Ok(ids)
}

/// The crates in a symbol of Rust's v0 mangling. Each is written as `C`, then `s` with the id, then
/// the length of the name and the name.
fn crates_in_symbol(symbol: &str) -> Vec<(&str, u64)> {
    if !symbol.starts_with("_R") {
        return Vec::new();
    }
    symbol
        .match_indices("Cs")
        .filter_map(|(at, root)| crate_root(&symbol[at + root.len()..]))
        .collect()
}

fn crate_root(text: &str) -> Option<(&str, u64)> {
    let (digits, rest) = text.split_once('_')?;
    // Base 62: `_` alone stands for 0 and `0_` for 1. The disambiguator as a whole counts from 1.
    let id = digits.chars().try_fold(0_u64, |id, digit| {
        let value = match digit {
            '0'..='9' => digit as u64 - '0' as u64,
            'a'..='z' => digit as u64 - 'a' as u64 + 10,
            'A'..='Z' => digit as u64 - 'A' as u64 + 36,
            _ => return None,
        };
        id.checked_mul(62)?.checked_add(value)
    })?;
    let id = if digits.is_empty() {
        1
    } else {
        id.checked_add(2)?
    };
    let length_end = rest.find(|c: char| !c.is_ascii_digit())?;
    let (length, name) = rest.split_at(length_end);
    Some((name.get(..length.parse().ok()?)?, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_contain_crates_with_their_ids() {
        let symbol = "_RNvMs_NtCs9PBR29CKfKk_12rustc_middle2tyNtB4_6TyCtxt3new";
        assert_eq!(
            crates_in_symbol(symbol),
            [("rustc_middle", 8_252_351_058_573_464_390)]
        );
        assert_eq!(crates_in_symbol("_RNvCs_1a1f"), [("a", 1)]);
        assert_eq!(crates_in_symbol("_RNvCs0_1a1f"), [("a", 2)]);
    }

    #[test]
    fn other_symbols_contain_none() {
        assert_eq!(crates_in_symbol("LLVMAddCs1_1a"), []);
        assert_eq!(crates_in_symbol("_RNvCs1_99short"), []);
        assert_eq!(crates_in_symbol("_RNvC1a1f"), []);
    }

    #[test]
    fn id_is_read_from_rustcs_listing() {
        let text = "Crate info:\nname rustc_span-1a\nhash 2b stable_crate_id StableCrateId(77)\nproc_macro false\n";
        assert_eq!(parse_id(text), Some(77));
        assert_eq!(parse_id("Crate info:\n"), None);
    }

    #[test]
    fn only_metadata_files_have_a_crate_name() {
        assert_eq!(
            crate_name("librustc_middle-f7100087f05bad76.rmeta"),
            Some("rustc_middle")
        );
        assert_eq!(crate_name("librustc_macros-778a610405533135.so"), None);
    }

    #[test]
    fn mismatch_names_the_crate_and_both_ids() {
        assert_eq!(
            mismatch("rustc_span", &BTreeSet::from([0xa, 0xb]), 0xc),
            "    rustc_span: expected id 000000000000000a or 000000000000000b, found 000000000000000c"
        );
    }
}
