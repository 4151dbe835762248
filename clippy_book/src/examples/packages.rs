//! Makes a workspace with a package for each example, and runs `cargo clippy` on it.
//!
//! The packages have the dependencies and the lock file of `clippy_test_deps`. The workspace stays
//! in the target directory, so cargo checks only the examples that have changed.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::Diagnostic;
use toml::{Table, Value};

use super::blocks::{Block, Example, unhidden};

/// The diagnostics of each example, by the name of its package.
pub type Diagnostics = HashMap<String, Vec<Diagnostic>>;

/// Lints all examples.
pub fn lint(examples: &[Example]) -> Result<Diagnostics> {
    let dir = crate::root().join("target/book-examples");
    write(&dir, examples)?;
    let output = cargo_clippy()?
        .args([
            "clippy",
            "--workspace",
            "--keep-going",
            "--message-format=json",
        ])
        .current_dir(&dir)
        .stderr(Stdio::piped())
        .output()
        .context("cannot run cargo-clippy")?;

    let mut diagnostics = Diagnostics::new();
    let mut checked = HashSet::new();
    for message in Message::parse_stream(&output.stdout[..]) {
        match message? {
            Message::CompilerMessage(message) if !message.message.spans.is_empty() => {
                diagnostics
                    .entry(message.target.name)
                    .or_default()
                    .push(message.message);
            }
            Message::CompilerArtifact(artifact) => {
                checked.insert(artifact.target.name);
            }
            _ => {}
        }
    }
    for Example { name, .. } in examples {
        ensure!(
            checked.contains(name) || diagnostics.contains_key(name),
            "the example {name} was not checked:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(diagnostics)
}

fn write(dir: &Path, examples: &[Example]) -> Result<()> {
    let deps = crate::root().join("clippy_test_deps");
    let manifest: Table = fs::read_to_string(deps.join("Cargo.toml"))?.parse()?;
    let dependencies = &manifest["dependencies"];
    let names = dependencies
        .as_table()
        .context("`dependencies` is not a table")?;
    // A path in `clippy.toml` is checked only if its crate is in the build.
    let all_crates: String = names
        .keys()
        .map(|name| format!("use {} as _;\n", name.replace('-', "_")))
        .collect();

    for example in examples {
        let text = |block: &Option<Block>| match block {
            Some(block) => block.text.clone(),
            None => String::new(),
        };
        let own: Table = text(&example.manifest).parse().context(example.place())?;
        let mut manifest = toml::toml! {
            [package]
            edition = "2024"
            [lints.rust]
            unused = "allow"
        };
        merge(&mut manifest, own);
        let base = Table::from_iter([
            (
                "package".to_owned(),
                Table::from_iter([("name".to_owned(), Value::from(&*example.name))]).into(),
            ),
            ("dependencies".to_owned(), dependencies.clone()),
        ]);
        merge(&mut manifest, base);

        let package = dir.join(&example.name);
        fs::create_dir_all(package.join("src"))?;
        let source = match &example.source {
            Some(block) => unhidden(&block.text),
            None => all_crates.clone(),
        };
        update(&package.join("Cargo.toml"), &manifest.to_string())?;
        update(&package.join("clippy.toml"), &text(&example.conf))?;
        update(&package.join("src/lib.rs"), &source)?;
    }

    let members: Vec<_> = examples.iter().map(|example| &*example.name).collect();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    let is_new = update(&dir.join("Cargo.toml"), &workspace)?;
    let lock = fs::read_to_string(deps.join("Cargo.lock"))?;
    // cargo adds the packages to its copy.
    if update(&dir.join("Cargo.lock.original"), &lock)? || is_new {
        fs::write(dir.join("Cargo.lock"), lock)?;
    }
    Ok(())
}

/// Adds the entries of `more` to `table`. Tables that both have are merged.
fn merge(table: &mut Table, more: Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// Writes the file unless it has this text already. Returns whether it was written.
fn update(file: &Path, text: &str) -> io::Result<bool> {
    let changes = !fs::read_to_string(file).is_ok_and(|old| old == text);
    if changes {
        fs::write(file, text)?;
    }
    Ok(changes)
}

/// The cargo-clippy of this build, with the compiler it was built for and without the environment
/// variables of the cargo that runs this program.
fn cargo_clippy() -> Result<Command> {
    let exe = env::current_exe()?;
    let cargo_clippy = exe
        .ancestors()
        .map(|dir| dir.join("cargo-clippy"))
        .find(|file| file.is_file())
        .context("cargo-clippy is not built: use `./x test book` or `./x book`")?;
    let driver = cargo_clippy.with_file_name("clippy-driver");
    let output = cleaned(&driver).args(["--print", "sysroot"]).output()?;
    let bin = PathBuf::from(String::from_utf8(output.stdout)?.trim()).join("bin");

    let mut command = cleaned(&cargo_clippy);
    command
        .env("CARGO", bin.join("cargo"))
        .env("RUSTC", bin.join("rustc"))
        .env("CARGO_TERM_COLOR", "never");
    Ok(command)
}

fn cleaned(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os().filter(|(name, _)| is_read_by_tools(name)) {
        command.env_remove(name);
    }
    command
}

/// Whether cargo, rustc or Clippy reads the variable. `CARGO_HOME` is kept: the crates are there.
fn is_read_by_tools(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    let prefixes = [
        "CARGO",
        "RUSTC",
        "RUSTDOC",
        "RUSTFLAGS",
        "CLIPPY_",
        "__CARGO",
    ];
    let others = ["SYSROOT", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"];
    name != "CARGO_HOME"
        && (prefixes.iter().any(|prefix| name.starts_with(prefix)) || others.contains(&name))
}
