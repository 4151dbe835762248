//! `./x install`: puts the programs for one compiler beside those for others, and the launcher that
//! chooses between them into a directory in the user's `PATH`, see [`clippy_launcher`].
//!
//! The default prefix is `~/.local` and not cargo's home, where rustup keeps its own `cargo-clippy` and
//! `clippy-driver`.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use clippy_launcher::{BUILT_FROM, BuiltFrom, DRIVERS, PROGRAMS, first_line, libraries};
use clippy_toolchain::{Toolchain, root};

use crate::clippy::Clippy;
use crate::programs::Output;

pub fn run(toolchain: &Toolchain, clippy: &Clippy, prefix: Option<PathBuf>) -> Result<()> {
    let prefix = match prefix {
        Some(prefix) => prefix,
        None => env::home_dir()
            .context("there is no home directory: pass --prefix DIR")?
            .join(".local"),
    };
    // dpkg knows files by their absolute paths.
    let prefix = path::absolute(prefix).context("the current directory does not exist")?;
    // Check this before the build, which takes a while.
    let bin = prefix.join("bin");
    refuse_foreign(&bin)?;
    let built = clippy.build(toolchain)?;
    let launcher = build_launcher(toolchain)?;
    let built_from = built_from(toolchain, &built)?;
    install_driver(&built, &built_from, &prefix.join(DRIVERS))?;
    fs::create_dir_all(&bin).with_context(|| format!("cannot make {}", bin.display()))?;
    for name in PROGRAMS {
        copy_atomically(&launcher, &bin.join(name))?;
    }
    println!(
        "installed {} for {}",
        built_from.clippy, built_from.compiler
    );
    // The printed paths are for `PATH`, which is used in other directories, too.
    let bin = bin
        .canonicalize()
        .with_context(|| format!("cannot find {}", bin.display()))?;
    let compiler = if toolchain.belongs_to_rustup() {
        Compiler::OfRustup(toolchain.release().version())
    } else {
        Compiler::In(toolchain.bin())
    };
    print!("{}", usage(&bin, &compiler, env::var_os("PATH").as_deref()));
    Ok(())
}

fn build_launcher(toolchain: &Toolchain) -> Result<PathBuf> {
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "selected")
        .args(["build", "--release", "--locked"])
        .args(["--package", "clippy_launcher"]);
    Output::Terminal.run(&mut cargo)?;
    Ok(toolchain.target_dir().join("release/clippy_launcher"))
}

/// What the programs in `built` were built from.
fn built_from(toolchain: &Toolchain, built: &Path) -> Result<BuiltFrom> {
    let ask = |program: &Path, args: &[&str]| {
        first_line(toolchain.user(program).args(args))
            .with_context(|| format!("{} does not run", program.display()))
    };
    let driver = built.join("clippy-driver");
    let code = fs::read(&driver).with_context(|| format!("cannot read {}", driver.display()))?;
    let code = String::from_utf8_lossy(&code);
    let sysroot = ask(toolchain.rustc(), &["--print", "sysroot"])?;
    let libraries = libraries(Path::new(&sysroot));
    let names = libraries
        .iter()
        .filter_map(|path| path.file_name()?.to_str());
    // Debian's compilers share a sysroot; the driver names the library that it needs.
    let library = names.clone().find(|name| code.contains(*name));
    let library = library
        .with_context(|| format!("{} needs no library of {sysroot}", driver.display()))?
        .to_owned();
    Ok(BuiltFrom {
        clippy: ask(&built.join("cargo-clippy"), &["clippy", "-V"])?,
        compiler: toolchain.version().to_owned(),
        commit: toolchain.commit().to_owned(),
        library,
        host: toolchain.host().to_owned(),
        rustc: toolchain.rustc().to_owned(),
    })
}

/// Puts the programs into their directory in `drivers`, as a whole.
fn install_driver(built: &Path, built_from: &BuiltFrom, drivers: &Path) -> Result<()> {
    let dir = drivers.join(built_from.key());
    let context = || format!("cannot install {}", dir.display());
    fs::create_dir_all(drivers).with_context(context)?;
    let new = tempfile::tempdir_in(drivers).with_context(context)?;
    for name in PROGRAMS {
        fs::copy(built.join(name), new.path().join(name)).with_context(context)?;
    }
    let json = serde_json::to_string_pretty(built_from)? + "\n";
    fs::write(new.path().join(BUILT_FROM), json).with_context(context)?;
    fs::set_permissions(new.path(), Permissions::from_mode(0o755)).with_context(context)?;
    // A directory can only be renamed to one that is not there.
    let old = tempfile::tempdir_in(drivers).with_context(context)?;
    if dir.exists() {
        fs::rename(&dir, old.path().join("old")).with_context(context)?;
    }
    fs::rename(new.keep(), &dir).with_context(context)
}

/// Refuses to overwrite the programs of the same names of rustup and Debian's packages.
fn refuse_foreign(bin: &Path) -> Result<()> {
    if bin.join("rustup").exists() {
        bail!(
            "{} belongs to rustup, which has its own {} there\n\
             pass another --prefix; the default is ~/.local",
            bin.display(),
            PROGRAMS.join(" and ")
        );
    }
    for name in PROGRAMS {
        let file = bin.join(name);
        // Without dpkg, no package owns the file.
        let owner = Command::new("dpkg-query")
            .arg("--search")
            .arg(&file)
            .output();
        if let Ok(owner) = owner
            && owner.status.success()
        {
            let package = String::from_utf8_lossy(&owner.stdout);
            let package = package.split(':').next().unwrap_or_default();
            bail!(
                "{} belongs to the Debian package {package}\n\
                 pass another --prefix; the default is ~/.local",
                file.display()
            );
        }
    }
    Ok(())
}

/// A running program keeps its old file, and no one sees a partial file.
fn copy_atomically(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot install {}", to.display());
    let dir = to.parent().expect("a file in PREFIX/bin");
    let temporary = tempfile::Builder::new()
        .tempfile_in(dir)
        .with_context(context)?
        .into_temp_path();
    fs::copy(from, &temporary).with_context(context)?;
    temporary.persist(to).with_context(context)
}

/// How cargo and the compiler that the programs are for are called.
enum Compiler<'a> {
    /// By this name, through rustup's proxies.
    OfRustup(&'a str),
    /// Through `PATH`, which has to find both in this directory.
    In(&'a Path),
}

/// How to call the installed programs. cargo finds `cargo-clippy` through `PATH`, so plain `cargo clippy`
/// is ours only if `PATH` finds it, and what it needs, in the right directories.
fn usage(bin: &Path, compiler: &Compiler<'_>, path: Option<&OsStr>) -> String {
    let clippy = bin.join("cargo-clippy");
    let mut text = String::new();
    let (dirs, expected, cargo) = match compiler {
        Compiler::OfRustup(name) => (vec![bin], vec![clippy], format!("cargo +{name}")),
        Compiler::In(dir) => (
            vec![bin, dir],
            vec![clippy, dir.join("cargo"), dir.join("rustc")],
            "cargo".to_owned(),
        ),
    };
    let mut ready = true;
    for expected in expected {
        let program = expected
            .file_name()
            .and_then(OsStr::to_str)
            .expect("named above");
        let dirs = path.into_iter().flat_map(env::split_paths);
        let found = dirs
            .map(|dir| dir.join(program))
            .find(|file| file.is_file());
        if !found
            .as_deref()
            .is_some_and(|found| is_same(found, &expected))
        {
            ready = false;
            let found = found.map_or("none".to_owned(), |found| found.display().to_string());
            text += &format!(
                "for {program}, PATH finds {found} instead of {}\n",
                expected.display()
            );
        }
    }
    text += "to run it in a package: ";
    if !ready {
        let dirs: Vec<_> = dirs.iter().map(|dir| dir.display().to_string()).collect();
        text += &format!("PATH=\"{}:$PATH\" ", dirs.join(":"));
    }
    text + &cargo + " clippy\n"
}

/// Whether two paths lead to one file.
fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustups_directory_is_refused_and_an_empty_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        assert!(refuse_foreign(dir.path()).is_ok());
        fs::write(dir.path().join("rustup"), "").unwrap();
        let message = refuse_foreign(dir.path()).unwrap_err().to_string();
        assert!(message.contains("belongs to rustup"), "{message}");
    }

    #[test]
    fn copy_replaces_the_old_file_and_leaves_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        copy_atomically(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn usage_sets_path_only_where_it_finds_other_programs() {
        let dir = tempfile::tempdir().unwrap();
        let [ours, toolchain, other] = ["ours", "toolchain", "other"].map(|dir_name| {
            let bin = dir.path().join(dir_name);
            fs::create_dir(&bin).unwrap();
            bin
        });
        for (bin, programs) in [
            (&ours, &["cargo-clippy"][..]),
            (&toolchain, &["cargo", "rustc"]),
            (&other, &["cargo", "rustc", "cargo-clippy"]),
        ] {
            for program in programs {
                fs::write(bin.join(program), "").unwrap();
            }
        }
        let text = |path: &[&PathBuf]| {
            let path = env::join_paths(path).unwrap();
            usage(&ours, &Compiler::In(&toolchain), Some(&path))
        };
        assert!(text(&[&ours, &toolchain, &other]).ends_with("a package: cargo clippy\n"));
        let shadowed = text(&[&other, &ours, &toolchain]);
        assert!(
            shadowed.contains("other/cargo-clippy instead of "),
            "{shadowed}"
        );
        assert!(shadowed.ends_with(":$PATH\" cargo clippy\n"), "{shadowed}");
        assert!(text(&[]).contains("for rustc, PATH finds none"));

        let text = |path: &[&PathBuf]| {
            let path = env::join_paths(path).unwrap();
            usage(&ours, &Compiler::OfRustup("1.2.3"), Some(&path))
        };
        let of_rustup = "cargo +1.2.3 clippy\n";
        assert!(text(&[&ours, &other]).ends_with(&format!("a package: {of_rustup}")));
        let shadowed = text(&[&other, &ours]);
        assert!(!shadowed.contains("for rustc"), "{shadowed}");
        let command = format!("PATH=\"{}:$PATH\" {of_rustup}", ours.display());
        assert!(shadowed.ends_with(&command), "{shadowed}");
    }
}
