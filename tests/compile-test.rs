//! UI tests: the output for each test file is compared with the `.stderr` file beside it.
//!
//! * `tests/ui/*.rs`: `clippy-driver` on one file, without configuration;
//! * `tests/ui-toml/NAME/*.rs`: the same with the `clippy.toml` of that directory;
//! * `tests/ui-fix/{applied,shown,left}/*.rs`: the suggestions are applied, see [`fixes`];
//! * `tests/ui-cargo/NAME/{pass,fail}/Cargo.toml`: `cargo clippy` on a package or workspace.
//!
//! The files may use the crates in `clippy_test_deps`. Every warning is an error, as it is with
//! `cargo clippy -- -D warnings`, so each needs a `//~` annotation. `./x bless` rewrites the `.stderr`
//! files.

mod fixed;
mod tested;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use fixed::Fixed;
use ui_test::color_eyre::eyre::{Result, ensure};
use ui_test::custom_flags::edition::Edition;
use ui_test::custom_flags::rustfix::RustfixMode;
use ui_test::dependencies::DependencyBuilder;
use ui_test::spanned::Spanned;
use ui_test::status_emitter::StatusEmitter;
use ui_test::{Args, CommandBuilder, Config, default_any_file_filter, default_per_file_config};

/// The tested programs: those of this workspace, or Clippy in full.
struct Programs {
    driver: PathBuf,
    cargo_clippy: PathBuf,
    /// Further arguments of the driver.
    args: &'static [&'static str],
}

/// Of all the lints of Clippy, only these three.
const ONLY_THESE_LINTS: [&str; 4] = [
    "-Aclippy::all",
    "-Wclippy::await_holding_invalid_type",
    "-Wclippy::await_holding_lock",
    "-Wclippy::await_holding_refcell_ref",
];

impl Programs {
    fn find() -> Self {
        let args: &[&str] = match tested::other_programs() {
            Some(_) => &ONLY_THESE_LINTS,
            None => &[],
        };
        Self {
            driver: tested::program(env!("CARGO_BIN_EXE_clippy-driver")),
            cargo_clippy: tested::program(env!("CARGO_BIN_EXE_cargo-clippy")),
            args,
        }
    }
}

/// Variables that cargo or the user's shell may have set, and that affect the tested programs. Cargo's
/// library path leads to the compiler library that this workspace is linked against, which may not be
/// the one that the driver finds when a user runs it.
const NOT_INHERITED: [&str; 17] = [
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_MANIFEST_DIR",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_TARGET_DIR",
    "CLIPPY_ARGS",
    "CLIPPY_CONF_DIR",
    "CLIPPY_DISABLE_DOCS_LINKS",
    "LD_LIBRARY_PATH",
    "RUSTC_BOOTSTRAP",
    "RUSTC_LOG",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "SYSROOT",
];

fn main() -> Result<()> {
    let args = Args::test()?;
    let programs = Programs::find();
    let rustc = plain_rustc(&programs.driver)?;
    let environment = environment(&rustc);
    let fixed = Fixed {
        upstream: upstream_driver(&rustc)?,
    };
    let mut configs = vec![
        files(&programs, environment.clone(), fixed)?,
        packages(&programs, environment),
    ];
    let host = configs[0].host.clone();
    for config in &mut configs {
        config.host.clone_from(&host);
        config.bless_command = Some("./x bless".to_owned());
        config.out_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
        config.path_stderr_filter(Path::new("Cargo.toml"), "$ROOT");
        // Since 1.97, where `--cap-lints` keeps a lint from being denied.
        config.stderr_filter("  = note: the `[^`]*` lint ignores `-D warnings`\n", "");
        config.stderr_filter("rust-clippy/rust-[0-9.]+/", "rust-clippy/rust-RELEASE/");
        config.with_args(&args);
    }
    let emitter: Box<dyn StatusEmitter> = args.format.into();
    ui_test::run_tests_generic(configs, is_test, set_up_test, emitter)
}

/// The rustc that the driver's compiler library belongs to. The one that compiles this test may be a
/// wrapper around it.
fn plain_rustc(driver: &Path) -> Result<PathBuf> {
    let mut driver = Command::new(driver);
    for name in NOT_INHERITED {
        driver.env_remove(name);
    }
    let output = driver.args(["--print", "sysroot"]).output()?;
    let rustc = Path::new(String::from_utf8(output.stdout)?.trim()).join("bin/rustc");
    ensure!(rustc.is_file(), "`{}` does not exist", rustc.display());
    Ok(rustc)
}

/// The driver of the upstream Clippy beside `rustc`, if it was built for it. Other releases than the pinned
/// one find other things, and Clippy in full finds more in the `.fixed` files than our lints.
fn upstream_driver(rustc: &Path) -> Result<Option<PathBuf>> {
    if tested::other_programs().is_some() {
        return Ok(None);
    }
    let version = |program: &Path, args: &[&str]| -> Result<String> {
        Ok(String::from_utf8(
            Command::new(program).args(args).output()?.stdout,
        )?)
    };
    let pinned = include_str!("../rust-toolchain.toml")
        .split('"')
        .nth(1)
        .unwrap_or_default();
    let driver = rustc.with_file_name("clippy-driver");
    let needed = version(rustc, &["-V"])?;
    let is_it = needed.starts_with(&format!("rustc {pinned} "))
        && driver.is_file()
        && version(&driver, &["--rustc", "-V"])? == needed;
    if !is_it {
        eprintln!("SKIPPED: there is no upstream Clippy of Rust {pinned} beside the compiler");
    }
    Ok(is_it.then_some(driver))
}

fn environment(rustc: &Path) -> Vec<(OsString, Option<OsString>)> {
    let removed = NOT_INHERITED.map(|name| (name.into(), None));
    let set = [("RUSTC".into(), Some(rustc.into()))];
    set.into_iter().chain(removed).collect()
}

fn files(
    programs: &Programs,
    environment: Vec<(OsString, Option<OsString>)>,
    fixed: Fixed,
) -> Result<Config> {
    // One for all directories, because ui_test builds the dependencies for each configuration.
    let mut config = Config::rustc("tests");
    config.program.program.clone_from(&programs.driver);
    config.program.envs.clone_from(&environment);
    config
        .program
        .args
        .extend(["--emit=metadata", "-Dwarnings", "-Aunused"].map(Into::into));
    config
        .program
        .args
        .extend(programs.args.iter().map(Into::into));
    config.fill_host_and_target()?;

    let mut dependencies = DependencyBuilder {
        crate_manifest_path: "clippy_test_deps/Cargo.toml".into(),
        ..DependencyBuilder::default()
    };
    dependencies.program.args = vec!["check".into()];
    dependencies.program.envs = environment;

    let defaults = config.comment_defaults.base();
    defaults.diagnostic_code_prefix = Spanned::dummy("clippy::".to_owned()).into();
    defaults.set_custom("edition", Edition("2024".to_owned()));
    defaults.set_custom("dependencies", dependencies);
    // Flags act in the order of their names; this one reads what `rustfix` writes.
    defaults.set_custom("rustfix-checked", fixed);
    Ok(config)
}

fn packages(programs: &Programs, environment: Vec<(OsString, Option<OsString>)>) -> Config {
    let mut config = Config::cargo("tests/ui-cargo");
    config.program = CommandBuilder {
        program: programs.cargo_clippy.clone(),
        // One job, so that the order of the diagnostics is fixed.
        args: [
            "clippy",
            "--quiet",
            "--color=never",
            "--offline",
            "--jobs=1",
        ]
        .map(Into::into)
        .into(),
        envs: environment,
        ..config.program
    };
    // A test is a `Cargo.toml`, which cannot have annotations. The `.stderr` file has all diagnostics.
    config.comment_defaults.base().require_annotations = Spanned::dummy(false).into();
    config
}

/// Whether `path` is a test that was requested. `None`: it is not a test.
fn is_test(path: &Path, config: &Config) -> Option<bool> {
    let is_test = if path.starts_with("tests/ui-cargo") {
        let variant = path.parent()?.file_name()?;
        config.root_dir.ends_with("ui-cargo")
            && path.ends_with("Cargo.toml")
            && (variant == "pass" || variant == "fail")
    } else {
        ["tests/ui", "tests/ui-toml", "tests/ui-fix"]
            .iter()
            .any(|dir| path.starts_with(dir))
            && path.extension().is_some_and(|extension| extension == "rs")
    };
    is_test.then(|| default_any_file_filter(path, config))
}

fn set_up_test(config: &mut Config, contents: &Spanned<Vec<u8>>) {
    let path = &contents.span.file;
    let dir = path.parent().expect("a test is in a directory");
    if path.ends_with("Cargo.toml") {
        let status = if dir.ends_with("pass") { 0 } else { 101 };
        config.comment_defaults.base().exit_status = Spanned::dummy(status).into();
    } else {
        config
            .program
            .envs
            .push(("CLIPPY_CONF_DIR".into(), Some(dir.into())));
        let defaults = config.comment_defaults.base();
        defaults.set_custom("rustfix", fixes(path));
        default_per_file_config(config, contents);
    }
    if tested::other_programs().is_some() {
        // Clippy in full shows the whole path of a configuration file.
        let shown = match path.ends_with("Cargo.toml") {
            true => format!(r"\$ROOT/{}/(\S*clippy\.toml:)", dir.display()),
            false => r"\$ROOT/(\S*clippy\.toml:)".to_owned(),
        };
        config.stderr_filter(&shown, "$1");
        // Its link leads to the lint list.
        config.stderr_filter(
            "visit https://\\S+#await_holding_invalid_type",
            "run `cargo clippy --explain await_holding_invalid_type`",
        );
    }
}

/// Which suggestions are applied to the test at `path`. The result is compared with the `.fixed` file,
/// and has to compile without warnings:
///
/// * `tests/ui-fix/applied`: those that `--fix` applies;
/// * `tests/ui-fix/shown`: all of them;
/// * `tests/ui-fix/left` and elsewhere: none. No value in `left` may have a suggestion.
fn fixes(path: &Path) -> RustfixMode {
    if path.starts_with("tests/ui-fix/applied") {
        RustfixMode::MachineApplicable
    } else if path.starts_with("tests/ui-fix/shown") {
        RustfixMode::Everything
    } else {
        RustfixMode::Disabled
    }
}
