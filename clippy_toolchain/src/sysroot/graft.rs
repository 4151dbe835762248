//! Puts new metadata into a copy of the shipped `rustc_driver`, the one crate of the compiler that
//! is a shared library.
//!
//! As with rustup's `rustc-dev`, rustc links this crate and its dependencies dynamically if it finds
//! a `librustc_driver-HASH.so` whose section `.rustc` describes it. In the shipped file, that section
//! refers to crates whose metadata is not shipped. So we let rustc compile the crate again, against
//! the metadata that we built, with this program as the linker. The "linker" extracts the new section
//! and grafts it onto a copy of the shipped file.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use object::elf::SectionHeader64;
use object::read::elf::{ElfFile64, FileHeader as _};
use object::{Endianness, Object, ObjectSection};

use super::log::Log;
use super::shipped::Shipped;
use crate::rustc::Rustc;

/// Set while rustc calls this program as its linker, to the path of the shipped library.
pub const SHIPPED: &str = "CLIPPY_DEV_GRAFT_ONTO";

/// The section with a crate's metadata.
const SECTION: &str = ".rustc";

/// Adds the grafted library to the sysroot at `root`, which already holds the other crates.
pub fn graft(
    rustc: &Rustc,
    shipped: &Shipped,
    root: &Path,
    work: &Path,
    log: &mut Log,
) -> Result<()> {
    let source = work.join("rustc_driver.rs");
    fs::write(&source, "pub use rustc_driver_impl::*;\n")
        .context("cannot write rustc_driver.rs")?;
    // This path stays valid even if a new build replaces the program's file.
    let linker = format!("linker=/proc/{}/exe", std::process::id());
    let mut sysroot = OsString::from("--sysroot=");
    sysroot.push(root);
    log.run(
        Command::new(&rustc.path)
            .args([
                "--crate-name=rustc_driver",
                "--edition=2024",
                "--crate-type=dylib",
            ])
            .args([
                "-Cprefer-dynamic",
                "-Copt-level=3",
                "-Cmetadata=graft",
                "-Zforce-unstable-if-unmarked",
            ])
            .arg(format!("-Cextra-filename=-{}", shipped.hash))
            .args(["--extern=rustc_driver_impl", "-C"])
            .arg(linker)
            .arg(sysroot)
            .arg("--out-dir")
            .arg(root.join("lib/rustlib").join(&rustc.host).join("lib"))
            .arg(source)
            .env("RUSTC_BOOTSTRAP", "1")
            .env(SHIPPED, &shipped.path),
    )?;
    Ok(())
}

/// Acts as the linker that rustc calls for the crate.
pub fn link(shipped: &Path, mut args: impl Iterator<Item = OsString>) -> Result<()> {
    let (mut output, mut metadata) = (None, None);
    while let Some(arg) = args.next() {
        let path = PathBuf::from(&arg);
        if arg == "-o" {
            output = args.next();
        } else if path.extension().is_some_and(|extension| extension == "o") {
            metadata = section(&path)?.or(metadata);
        }
    }
    let output = output.context("rustc names no output file")?;
    let metadata = metadata
        .with_context(|| format!("rustc passes no object file with a section {SECTION}"))?;
    let library =
        fs::read(shipped).with_context(|| format!("cannot read {}", shipped.display()))?;
    let grafted = replace_section(library, &metadata)
        .with_context(|| format!("cannot graft {}", shipped.display()))?;
    fs::write(&output, grafted).with_context(|| format!("cannot write {}", output.display()))
}

/// The metadata section of an object file, if it has one.
fn section(path: &Path) -> Result<Option<Vec<u8>>> {
    let data = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = object::File::parse(&*data)
        .with_context(|| format!("{} is not an object file", path.display()))?;
    Ok(file
        .section_by_name(SECTION)
        .map(|section| section.data().map(<[u8]>::to_vec))
        .transpose()?)
}

/// Appends the new contents and points the section's header at them. No address changes, because
/// this section is not loaded into memory.
fn replace_section(mut library: Vec<u8>, contents: &[u8]) -> Result<Vec<u8>> {
    let file = ElfFile64::<Endianness>::parse(&*library).context("it is not a 64-bit ELF file")?;
    let endian = file.endian();
    let section = file
        .section_by_name(SECTION)
        .with_context(|| format!("it has no section {SECTION}"))?;
    ensure!(
        section.address() == 0,
        "its section {SECTION} is loaded into memory"
    );
    let headers: usize = file.elf_header().e_shoff(endian).try_into()?;
    let header = headers + section.index().0 * size_of::<SectionHeader64<Endianness>>();

    let offset = library.len().next_multiple_of(16);
    library.resize(offset, 0);
    library.extend(contents);
    let (header, _) = object::from_bytes_mut::<SectionHeader64<Endianness>>(&mut library[header..])
        .ok()
        .context("its section headers are not aligned")?;
    header.sh_offset.set(endian, offset as u64);
    header.sh_size.set(endian, contents.len() as u64);
    Ok(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_is_replaced_and_the_others_stay() {
        let mut file = object::write::Object::new(
            object::BinaryFormat::Elf,
            object::Architecture::X86_64,
            object::Endianness::Little,
        );
        let sections = [
            (".before", "old 1"),
            (SECTION, "old 2"),
            (".after", "old 3"),
        ];
        for (name, data) in sections {
            let kind = object::SectionKind::Metadata;
            let section = file.add_section(Vec::new(), name.into(), kind);
            file.set_section_data(section, data.as_bytes(), 1);
        }
        let longer = "longer than what was there before";
        let grafted = replace_section(file.write().unwrap(), longer.as_bytes()).unwrap();
        let grafted = object::File::parse(&*grafted).unwrap();
        for (name, expected) in [(".before", "old 1"), (SECTION, longer), (".after", "old 3")] {
            let section = grafted.section_by_name(name).unwrap();
            assert_eq!(section.data().unwrap(), expected.as_bytes(), "{name}");
        }
    }

    /// The test program itself has no such section.
    #[test]
    fn library_without_the_section_is_refused() {
        let own = fs::read(std::env::current_exe().unwrap()).unwrap();
        let error = replace_section(own, b"new").unwrap_err();
        assert_eq!(error.to_string(), "it has no section .rustc");
        assert!(replace_section(b"#!/bin/sh".to_vec(), b"new").is_err());
    }
}
