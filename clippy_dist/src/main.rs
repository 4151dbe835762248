//! `./x dist`: packs what `./x install` installs into an archive. A machine that unpacks it needs the
//! plain compiler and nothing else: no compiler crates, no build, no root.
//!
//! ```text
//! await-holding-clippy/bin, lib          as installed, see `clippy_launcher`
//! await-holding-clippy/README.md, LICENSE-APACHE, LICENSE-MIT
//! ```
//!
//! All archives have the same directory. Two of them, unpacked in one place, serve two compilers.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use clippy_launcher::{BuiltFrom, DRIVERS, installed};
use clippy_toolchain::{Release, root};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tar::{Builder, HeaderMode};

/// Build, and pack the programs into an archive in target/dist
#[derive(Parser)]
#[command(bin_name = "./x dist", max_term_width = 100)]
struct Args {
    /// The release of Rust to build for [default: the newest supported one that is there]
    #[arg(long, value_name = "RELEASE", overrides_with = "toolchain")]
    toolchain: Option<Release>,
    /// All of upstream Clippy, with these lints in place of its three
    #[arg(long)]
    full: bool,
    /// The source of Clippy [default: that of Debian's package, or a clone of the release]
    #[arg(long, value_name = "CHECKOUT", requires = "full")]
    clippy: Option<PathBuf>,
}

/// The directory in the archive.
const TOP: &str = "await-holding-clippy";

/// What the archive has besides the programs.
const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    let staging = tempfile::tempdir()?;
    let prefix = staging.path().join(TOP);
    install(args, &prefix)?;
    for document in DOCUMENTS {
        fs::copy(root().join(document), prefix.join(document))
            .with_context(|| format!("cannot copy {document}"))?;
    }
    let drivers = installed(&prefix.join(DRIVERS)).map_err(anyhow::Error::msg)?;
    let [(_, built_from)] = &drivers[..] else {
        anyhow::bail!("./x install has installed {} drivers", drivers.len());
    };

    let dir = root().join("target/dist");
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let archive = dir.join(file_name(args.full, built_from));
    pack(staging.path(), &archive)
        .with_context(|| format!("cannot write {}", archive.display()))?;
    let sum = write_checksum(&archive)?;
    println!("{}\n{}", archive.display(), sum.display());
    Ok(())
}

fn install(args: &Args, prefix: &Path) -> Result<()> {
    let mut install = Command::new(root().join("x"));
    install.arg("install").arg("--prefix").arg(prefix);
    if let Some(release) = args.toolchain {
        install.args(["--toolchain", release.version()]);
    }
    if args.full {
        install.arg("--full");
    }
    if let Some(clippy) = &args.clippy {
        install.arg("--clippy").arg(clippy);
    }
    // It says how to use what is in a temporary directory.
    let status = install.stdout(Stdio::null()).status()?;
    ensure!(status.success(), "./x install failed, see above");
    Ok(())
}

/// `NAME-VERSION-rust-RELEASE-TARGET.tar.gz`.
fn file_name(full: bool, built_from: &BuiltFrom) -> String {
    let name = if full {
        "await-holding-clippy-full"
    } else {
        TOP
    };
    format!(
        "{name}-{}-rust-{}-{}.tar.gz",
        env!("CARGO_PKG_VERSION"),
        built_from.release(),
        built_from.host
    )
}

/// Packs a directory. The archive depends on the files' names, contents and modes only.
fn pack(dir: &Path, archive: &Path) -> Result<()> {
    let temporary = tempfile::NamedTempFile::new_in(archive.parent().context("no directory")?)?;
    let mut builder = Builder::new(GzEncoder::new(temporary, Compression::best()));
    builder.mode(HeaderMode::Deterministic);
    append(&mut builder, dir, Path::new(""))?;
    let temporary = builder.into_inner()?.finish()?;
    // Temporary files are private.
    fs::set_permissions(&temporary, Permissions::from_mode(0o644))?;
    temporary.persist(archive)?;
    Ok(())
}

/// Appends what is in `dir`, in the order of the names.
fn append<W: std::io::Write>(builder: &mut Builder<W>, dir: &Path, name: &Path) -> Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = name.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            append(builder, &entry.path(), &name)?;
        } else {
            builder.append_path_with_name(entry.path(), &name)?;
        }
    }
    Ok(())
}

/// Writes the checksum beside the archive, as `sha256sum --check` reads it.
fn write_checksum(archive: &Path) -> Result<PathBuf> {
    let mut hasher = Sha256::new();
    std::io::copy(&mut File::open(archive)?, &mut hasher)?;
    let name = archive.file_name().context("no file name")?;
    let path = archive.with_added_extension("sha256");
    fs::write(
        &path,
        format!("{:x}  {}\n", hasher.finalize(), name.display()),
    )
    .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_has_version_compiler_and_target() {
        let built_from = BuiltFrom {
            clippy: String::new(),
            compiler: "rustc 1.96.0 (ac68faa20 2026-05-25)".to_owned(),
            commit: String::new(),
            library: String::new(),
            host: "x86_64-unknown-linux-gnu".to_owned(),
            rustc: PathBuf::new(),
        };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            file_name(false, &built_from),
            format!("await-holding-clippy-{version}-rust-1.96.0-x86_64-unknown-linux-gnu.tar.gz")
        );
        assert!(file_name(true, &built_from).starts_with("await-holding-clippy-full-"));
    }

    #[test]
    fn an_archive_is_reproducible_and_keeps_modes() {
        let dir = tempfile::tempdir().unwrap();
        let pack_once = |name: &str| {
            let staging = dir.path().join(name);
            fs::create_dir_all(staging.join("top/bin")).unwrap();
            fs::write(staging.join("top/README.md"), "text").unwrap();
            let program = staging.join("top/bin/program");
            fs::write(&program, "code").unwrap();
            fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
            let archive = dir.path().join(format!("{name}.tar.gz"));
            pack(&staging, &archive).unwrap();
            archive
        };
        let [first, second] = ["first", "second"].map(pack_once);
        assert_eq!(fs::read(&first).unwrap(), fs::read(second).unwrap());

        let file = flate2::read::GzDecoder::new(File::open(&first).unwrap());
        let mut archive = tar::Archive::new(file);
        let entries = archive.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            (path, entry.header().mode().unwrap())
        });
        let expected = [("top/README.md", 0o644), ("top/bin/program", 0o755)];
        assert_eq!(
            entries.collect::<Vec<_>>(),
            expected.map(|(path, mode)| (path.to_owned(), mode))
        );
        let sum = fs::read_to_string(write_checksum(&first).unwrap()).unwrap();
        assert!(sum.ends_with("  first.tar.gz\n"), "{sum}");
        assert_eq!(sum.split(' ').next().unwrap().len(), 64);
    }
}
