//! `./x compilers`: runs the test suites with each supported release of Rust that this machine lacks.
//!
//! Each release gets a small Debian of its own, a *root*, with the packages that the table of releases
//! names. The roots are in the user's cache, together with what is built in them. In a root, this
//! repository is at the same place as outside, but with another `target` directory.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use clippy_toolchain::{Release, apt, cache, find, root};

use crate::programs::Output;
use crate::suites::{Suite, log_file};

/// Where Debian itself is; a row of the table may name another place for its packages.
const MIRROR: &str = "http://deb.debian.org/debian";

/// What the suites need besides the toolchain.
const PACKAGES: [&str; 6] = ["curl", "g++", "gcc", "git", "libc6-dev", "procps"];

/// Where the book has the result of the last run.
const TABLE: &str = "book/src/development/compilers-table.md";

/// Enters the root `$1`, where the repository `$2` has the target directory `$3`, and runs the rest. The
/// certificates are those of this machine, which may be behind a proxy. They are copied, since packages
/// that are installed in the root may rewrite them. In the root, `unshare` needs `/` to be a mount point.
const ENTER: &str = r#"
root=$1 repository=$2 target=$3; shift 3
mkdir -p "$root$repository" "$repository/target" "$target"
mount --bind "$root" "$root"
mount --bind "$repository" "$root$repository"
mount --bind "$target" "$root$repository/target"
for shared in /dev /proc; do mount --rbind "$shared" "$root$shared"; done
for copied in /etc/hosts /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt; do cp -L "$copied" "$root$copied"; done
exec chroot "$root" sh -ec 'cd "$0"; exec "$@"' "$repository" "$@"
"#;

#[derive(clap::Args)]
pub struct Args {
    /// Run only these suites
    #[arg(value_name = "SUITE")]
    suites: Vec<Suite>,
}

pub fn run(args: &Args, choice: Option<Release>) -> Result<ExitCode> {
    ensure!(
        apt::is_root(),
        "only root can make a Debian root and enter it"
    );
    if !apt::in_path("debootstrap") {
        apt::install_or_explain("`debootstrap` makes a Debian root", &["debootstrap"])?;
    }
    let mut columns = Vec::new();
    let mut code = ExitCode::SUCCESS;
    for release in choice.map_or_else(Release::all, |release| vec![release]) {
        if find(Some(release)).is_ok() {
            println!("{release}: this machine has it; see `./x test --toolchain {release}`");
            continue;
        }
        let column = Root::find_or_make(release).and_then(|root| root.test(&args.suites));
        let column = column
            .map_err(|error| eprintln!("{release}: {error:#}"))
            .ok();
        let failed = |column: &Results| column.iter().any(|(_, result)| result == "FAILED");
        if column.as_ref().is_none_or(failed) {
            code = ExitCode::FAILURE;
        }
        columns.push((release, column));
    }
    if columns.is_empty() {
        return Ok(code);
    }
    let table = table(&columns);
    print!("\n{table}");
    if args.suites.is_empty() && choice.is_none() {
        fs::write(root().join(TABLE), table).with_context(|| format!("cannot write {TABLE}"))?;
    }
    Ok(code)
}

/// A Debian with one release of Rust.
struct Root {
    release: Release,
    dir: PathBuf,
}

/// Each suite and how it ended, as the summary of `./x test` has them.
type Results = Vec<(Suite, String)>;

impl Root {
    fn find_or_make(release: Release) -> Result<Self> {
        let roots = cache()?.join("roots");
        fs::create_dir_all(&roots).with_context(|| format!("cannot make {}", roots.display()))?;
        let dir = roots.join(release.version());
        if !dir.is_dir() {
            println!("{release}: making a Debian root");
            // Only a root that is complete gets the name.
            let new = tempfile::tempdir_in(&roots)?;
            let dir = new.path().join("root");
            Self { release, dir }.make()?;
            fs::rename(new.path().join("root"), roots.join(release.version()))?;
        }
        Ok(Self { release, dir })
    }

    fn make(&self) -> Result<()> {
        let (log, file) = log(self.release, "root")?;
        let source = self.release.source();
        let output = Output::Log(file);
        let run = |command: &mut Command| -> Result<()> {
            ensure!(
                output.exit_code(command)? == ExitCode::SUCCESS,
                "cannot get its packages from `{source}`, see {}",
                log.display()
            );
            Ok(())
        };
        let mut debootstrap = Command::new("debootstrap");
        debootstrap
            .args(["--variant=minbase", "--include=ca-certificates"])
            .arg(base(self.release.suite()))
            .args([&self.dir, Path::new(MIRROR)]);
        run(&mut debootstrap)?;
        let apt = self.dir.join("etc/apt");
        fs::write(apt.join("sources.list.d/rust.list"), format!("{source}\n"))?;
        // A mirror may be behind.
        let setting = "Acquire::Check-Valid-Until \"false\";\n";
        fs::write(apt.join("apt.conf.d/90mirror"), setting)?;
        run(self.enter().args(["apt-get", "update"]))?;
        let mut install = self.enter();
        install
            .args(["apt-get", "install", "-y", "--no-install-recommends"])
            .args(self.release.wanted())
            .args(PACKAGES);
        run(&mut install)
    }

    /// A command that runs what it gets as arguments in the root.
    fn enter(&self) -> Command {
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-ec", ENTER, "sh"])
            .arg(&self.dir)
            .arg(root())
            .arg(self.dir.join("var/cache/clippy-target"))
            .args([
                "env",
                "-i",
                "HOME=/root",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            ])
            .arg("DEBIAN_FRONTEND=noninteractive");
        for proxy in ["http_proxy", "https_proxy", "no_proxy"] {
            if let Ok(value) = env::var(proxy) {
                command.arg(format!("{proxy}={value}"));
            }
        }
        command
    }

    fn test(&self, suites: &[Suite]) -> Result<Results> {
        let Self { release, .. } = self;
        let (path, file) = log(*release, "test")?;
        println!("{release}: testing; the output is {}", path.display());
        let mut test = self.enter();
        test.args(["./x", "test", "--toolchain", release.version()]);
        test.args(suites.iter().map(|suite| suite.name()));
        // Whether it fails is in the summary.
        Output::Log(file).exit_code(&mut test)?;
        let results = results(&fs::read_to_string(&path)?);
        ensure!(
            !results.is_empty(),
            "the suites did not start, see {}",
            path.display()
        );
        Ok(results)
    }
}

fn log(release: Release, name: &str) -> Result<(PathBuf, File)> {
    let path = log_file(&format!("compilers-{release}-{name}"))?;
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok((path, file))
}

/// The suite that another one adds packages to.
fn base(suite: &str) -> &str {
    match suite.strip_suffix("-security") {
        Some(base) => base,
        None if suite == "experimental" => "sid",
        None => suite,
    }
}

/// Reads the summary at the end of what `./x test` prints.
fn results(printed: &str) -> Results {
    let summary = printed.rsplit("\nsuite  ").next().unwrap_or_default();
    let rows = summary.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let suite = Suite::from_str(words.next()?, false).ok()?;
        Some((suite, words.next()?.to_owned()))
    });
    rows.collect()
}

/// A column for each release. One that could not be had has no results.
fn table(columns: &[(Release, Option<Results>)]) -> String {
    let mut text = "| suite |".to_owned();
    for (release, _) in columns {
        text += &format!(" {release} |");
    }
    text += &format!("\n| --- |{}\n", " --- |".repeat(columns.len()));
    for suite in Suite::value_variants() {
        text += &format!("| {} |", suite.name());
        for (_, results) in columns {
            let result = results.as_ref().map_or("not available", |results| {
                let found = results.iter().find(|(other, _)| other == suite);
                found.map_or("not run", |(_, result)| result)
            });
            text += &format!(" {result} |");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_becomes_a_column() {
        let printed = "== ui ==\npassed in 2 s\n\nsuite        result      time\n\
            ui           passed       2 s\nbook         SKIPPED      0 s  no browser\n\
            1 passed, 0 failed, 1 skipped\n";
        let results = results(printed);
        let table = table(&[
            (Release::pinned(), Some(results)),
            (Release::all()[0], None),
        ]);
        assert!(
            table.contains("| ui | passed | not available |\n| cli | not run | not available |"),
            "{table}"
        );
        assert!(
            table.ends_with("| book | SKIPPED | not available |\n"),
            "{table}"
        );
    }

    #[test]
    fn a_suite_that_only_adds_packages_has_a_base() {
        assert_eq!(base("bookworm-security"), "bookworm");
        assert_eq!(base("experimental"), "sid");
        assert_eq!(base("sid"), "sid");
    }
}
