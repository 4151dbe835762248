//! A distribution of Rust in a directory, from which rustup installs as it does from the network: the
//! manifest of a channel, and an archive for each component.
//!
//! It is made from the toolchain that runs this test. Only the shared library of the compiler gets
//! another name, as in any other build of the compiler: a program that finds that library finds the one
//! in the installed toolchain, not Debian's.

use std::fmt::Write as _;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use clippy_toolchain::{Release, root};

/// What rustup shows as the version of a component.
const DATE: &str = "2026-05-28";

/// The hash in the name of the compiler's shared library. As long as that of other libraries.
const HASH: &str = "0123456789abcdef";

/// The source of `rustc`: all of it is in the library.
const RUSTC: &str = "#![feature(rustc_private)]
extern crate rustc_driver;
fn main() -> std::process::ExitCode {
    rustc_driver::main()
}
";

/// A part of a toolchain that rustup installs or leaves out.
struct Component {
    /// Its name in the manifest of the channel.
    name: &'static str,
    /// Whether each toolchain has it.
    required: bool,
    /// The files and where they are in the toolchain.
    files: Vec<(String, PathBuf)>,
}

/// Where this test keeps its files. What is compiled there is used again by the next run.
pub fn work() -> PathBuf {
    root().join("target/rustup")
}

/// What `RUSTUP_DIST_SERVER` has to be.
pub fn url() -> String {
    static DIR: LazyLock<PathBuf> = LazyLock::new(|| {
        let dir = work().join("distribution");
        if dir.exists() {
            fs::remove_dir_all(&dir).unwrap();
        }
        make(&dir);
        dir
    });
    format!("file://{}", DIR.display())
}

/// The release of the distribution: the one that rustup installs in this repository.
pub fn pinned() -> &'static str {
    Release::pinned().version()
}

/// The target triple of this machine.
pub fn host() -> &'static str {
    static HOST: LazyLock<String> = LazyLock::new(|| {
        let version = output(Command::new(rustc()).arg("-vV"));
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        host.unwrap().to_owned()
    });
    &HOST
}

/// `./x` tells cargo, and cargo this test, which compiler has the compiler's own crates.
fn rustc() -> PathBuf {
    env::var_os("RUSTC").unwrap().into()
}

fn make(dir: &Path) {
    let dist = dir.join("dist");
    fs::create_dir_all(&dist).unwrap();
    let mut manifest = format!("manifest-version = \"2\"\ndate = \"{DATE}\"\n");
    let components = components(dir);
    for component in &components {
        manifest += &archive(component, dir);
    }
    manifest += &toolchain(&components);
    for channel in [pinned(), "stable"] {
        let file = dist.join(format!("channel-rust-{channel}.toml"));
        fs::write(&file, &manifest).unwrap();
        let sum = sha256(&file);
        fs::write(file.with_added_extension("sha256"), sum).unwrap();
    }
}

fn components(dir: &Path) -> Vec<Component> {
    let sysroot = output(Command::new(rustc()).args(["--print", "sysroot"]));
    let libraries = format!("lib/rustlib/{}/lib", host());
    let (mut of_std, mut of_compiler, mut shipped) = (Vec::new(), Vec::new(), None);
    for entry in fs::read_dir(Path::new(&sysroot).join(&libraries)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // The sysroot links to the files of the standard library.
        if entry.file_type().unwrap().is_symlink() {
            of_std.push((format!("{libraries}/{name}"), entry.path()));
        } else if name.starts_with("librustc_driver-") {
            shipped = Some(name);
        } else {
            of_compiler.push((format!("{libraries}/{name}"), entry.path()));
        }
    }
    let shipped = shipped.expect("the sysroot has the compiler's library");
    let renamed = format!("librustc_driver-{HASH}.so");
    let library = dir.join(&renamed);
    let path = Path::new(&sysroot).join(&libraries).join(&shipped);
    rename_library(&path, &library, &shipped, &renamed);
    of_compiler.push((format!("{libraries}/{renamed}"), library.clone()));

    let program = dir.join("rustc");
    compile_rustc(&program);
    rename_library(&program, &program, &shipped, &renamed);
    // Nothing calls these, but they have to be there.
    let placeholder = dir.join("placeholder");
    fs::write(&placeholder, "").unwrap();
    let placed = |paths: &[&str]| {
        let paths = paths.iter().map(|path| (*path).to_owned());
        paths.map(|path| (path, placeholder.clone())).collect()
    };
    let component = |name, required, files| Component {
        name,
        required,
        files,
    };
    let cargo = env::var_os("CARGO").unwrap().into();
    vec![
        component(
            "rustc",
            true,
            vec![
                ("bin/rustc".to_owned(), program),
                (format!("lib/{renamed}"), library),
            ],
        ),
        component("cargo", true, vec![("bin/cargo".to_owned(), cargo)]),
        component("rust-std", true, of_std),
        component("rustc-dev", false, of_compiler),
        component(
            "rustfmt-preview",
            false,
            placed(&["bin/rustfmt", "bin/cargo-fmt"]),
        ),
        component("llvm-tools-preview", false, placed(&["lib/llvm-tools"])),
        component("rust-src", false, placed(&["lib/rust-src"])),
    ]
}

fn compile_rustc(program: &Path) {
    let source = program.with_extension("rs");
    fs::write(&source, RUSTC).unwrap();
    let mut rustc = Command::new(rustc());
    rustc
        .args([
            "--edition=2024",
            "-Clink-arg=-Wl,-rpath,$ORIGIN/../lib",
            "-o",
        ])
        .arg(program)
        .arg(source);
    output(rustc.env("RUSTC_BOOTSTRAP", "1"));
}

/// Copies a library or a program that is linked to it, and replaces the library's name.
fn rename_library(from: &Path, to: &Path, name: &str, new_name: &str) {
    assert_eq!(name.len(), new_name.len());
    let mut bytes = fs::read(from).unwrap();
    let mut found = false;
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(name.as_bytes()) {
            bytes[at..at + name.len()].copy_from_slice(new_name.as_bytes());
            found = true;
        }
    }
    assert!(found, "{name} is not in {}", from.display());
    fs::write(to, bytes).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Makes the archive of a component, in the format of Rust's installers, and returns its entry in the
/// manifest.
fn archive(component: &Component, dir: &Path) -> String {
    let Component { name, files, .. } = component;
    let top = format!("{name}-{}", pinned());
    let content = dir.join(&top).join(name);
    let mut installed = String::new();
    for (path, file) in files {
        let link = content.join(path);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(fs::canonicalize(file).unwrap(), link).unwrap();
        writeln!(installed, "file:{path}").unwrap();
    }
    fs::write(content.join("manifest.in"), installed).unwrap();
    for (file, text) in [
        ("rust-installer-version", "3"),
        ("components", name),
        ("version", pinned()),
    ] {
        fs::write(dir.join(&top).join(file), format!("{text}\n")).unwrap();
    }
    let file = dir.join("dist").join(format!("{top}.tar.gz"));
    output(
        Command::new("tar")
            .args([
                "--create",
                "--dereference",
                "--hard-dereference",
                "--use-compress-program=gzip -1",
            ])
            .arg("--file")
            .arg(&file)
            .arg("--directory")
            .arg(dir)
            .arg(&top),
    );
    format!(
        "[pkg.{name}]\nversion = \"{}\"\n[pkg.{name}.target.{}]\navailable = true\n\
         url = \"file://{}\"\nhash = \"{}\"\n",
        pinned(),
        host(),
        file.display(),
        sha256(&file)
    )
}

/// The rest of the manifest: what a toolchain consists of.
fn toolchain(components: &[Component]) -> String {
    let list = |required| {
        let names = components
            .iter()
            .filter(|component| component.required == required)
            .map(|component| {
                format!(
                    "{{ pkg = \"{}\", target = \"{}\" }}",
                    component.name,
                    host()
                )
            });
        names.collect::<Vec<_>>().join(", ")
    };
    format!(
        "[pkg.rust]\nversion = \"{}\"\n[pkg.rust.target.{}]\navailable = true\n\
         components = [{}]\nextensions = [{}]\n\
         [renames.rustfmt]\nto = \"rustfmt-preview\"\n\
         [renames.llvm-tools]\nto = \"llvm-tools-preview\"\n\
         [profiles]\nminimal = [\"rustc\", \"cargo\", \"rust-std\"]\n",
        pinned(),
        host(),
        list(true),
        list(false)
    )
}

fn sha256(file: &Path) -> String {
    let sum = output(Command::new("sha256sum").arg(file));
    sum.split(' ').next().unwrap().to_owned()
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
