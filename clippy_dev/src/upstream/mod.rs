//! `./x upstream CHECKOUT`: puts the lints into the source of upstream Clippy, in place of its three.
//!
//! First all changes are planned: [`edits`] of single places in Clippy's files, which are data; the
//! lint's own file ([`pass`]); our [`packages`] and [`ui_tests`]. Nothing is written unless each of
//! them can be made. Clippy's own test program writes the expected output of the tests. It is built and
//! run in a [`working_copy`], where `--full` builds, too.

mod checkout;
mod edits;
mod git;
mod manifests;
mod packages;
mod pass;
mod revision;
mod rustfmt;
mod source;
mod tree;
mod ui_tests;
mod version;
mod working_copy;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clippy_toolchain::{Release, Toolchain, find, find_or_make, root};

use crate::programs::Output;
use checkout::Checkout;
use packages::Placement;
use rustfmt::Rustfmt;
use tree::Tree;
use ui_tests::Differences;
use working_copy::WorkingCopy;

pub use source::installed as installed_source;

#[derive(clap::Args)]
pub struct Args {
    /// A checkout of rust-lang/rust-clippy, or Clippy's folder in a Rust source tree
    checkout: PathBuf,
    /// Change nothing; fail if a change cannot be made
    #[arg(long)]
    check: bool,
    /// Let the checkout use this repository's packages instead of copies
    #[arg(long)]
    link: bool,
    /// Change a tree even if it has uncommitted changes or is not under version control
    #[arg(long, conflicts_with = "check")]
    dirty: bool,
}

pub fn main(choice: Option<Release>, args: &Args) -> Result<()> {
    let checkout = Checkout::open(&args.checkout)?;
    let choice = choice.or(checkout.release());
    // A check only formats with it: none is made for that.
    let toolchain = match args.check {
        true => find(choice).ok(),
        false => Some(find_or_make(choice)?),
    };
    let release = toolchain.as_ref().map(Toolchain::release).or(choice);
    checkout.require_release(release.unwrap_or(Release::pinned()).version())?;
    let placement = if args.link {
        Placement::Linked
    } else {
        Placement::Copied
    };
    let mut tree = plan(&checkout, placement, toolchain.as_ref())?;
    let shown = checkout.root().display();
    if tree.changed().len() == 0 {
        println!("{shown} has the lints already: nothing to change");
        return Ok(());
    }
    let (false, Some(toolchain)) = (args.check, &toolchain) else {
        println!(
            "{shown}: the lints can be applied, {} files would change",
            tree.changed().len()
        );
        return Ok(());
    };
    if !args.dirty {
        checkout.require_clean()?;
    }
    let copy = WorkingCopy::update(&checkout, &tree)?;
    let blessed = copy.bless(toolchain, &Output::Terminal)?;
    ui_tests::replace_blessed(blessed, &mut tree)?;
    if !args.dirty {
        // Building has taken a while.
        checkout.require_clean()?;
    }
    tree.save()?;
    println!("changed {} files in {shown}", tree.changed().len());
    Ok(())
}

/// Whose version of the three lints a Clippy has.
#[derive(Clone, Copy)]
pub enum Lints {
    Ours,
    Upstream,
}

/// Builds Clippy for release; returns the directory of the two programs. Without `source` it is the
/// release that belongs to the toolchain.
pub fn build(toolchain: &Toolchain, source: Option<&Path>, lints: Lints) -> Result<PathBuf> {
    let source = source.map_or_else(
        || source::find_or_clone(toolchain.release()),
        |source| Ok(source.to_owned()),
    )?;
    let checkout = Checkout::open(&source)?;
    checkout.require_release(toolchain.release().version())?;
    let tree = match lints {
        Lints::Ours => plan(&checkout, Placement::Copied, Some(toolchain))?,
        Lints::Upstream => Tree::new(checkout.root()),
    };
    let copy = WorkingCopy::update(&checkout, &tree)?;
    copy.build(toolchain, &Output::Terminal)
}

/// The one UI test of Clippy that fails with Debian's compiler, with or without these lints: the paths
/// of the compiler's sources differ.
const FAILS_ON_DEBIAN: &str = "track-diagnostics";

/// Further tests and checks of Clippy's continuous integration. `dogfood` is not among them: it reports
/// what Debian has changed in Clippy's sources. `cargo dev fmt --check` is not, either: there, two files
/// that we do not change are not formatted.
const CHECKS: [&[&str]; 8] = [
    &["test", "--test", "config-consistency"],
    &["test", "--test", "config-metadata"],
    &["test", "--test", "lint_message_convention"],
    &["test", "--test", "missing-test-files"],
    &["test", "--test", "no-profile-in-cargo-toml"],
    &["test", "--test", "symbols-used"],
    // The compiler is a stable one here.
    &[
        "test",
        "--test",
        "versioncheck",
        "--",
        "--skip",
        "check_host_compiler",
    ],
    &["dev", "update_lints", "--check"],
];

/// The suite `upstream`: Clippy with these lints passes its own tests, and those of these lints change as
/// explained.
pub fn test(toolchain: &Toolchain, source: &Path, output: &Output) -> Result<()> {
    let checkout = Checkout::open(source)?;
    let tree = plan(&checkout, Placement::Copied, Some(toolchain))?;
    let copy = WorkingCopy::update(&checkout, &tree)?;
    let blessed = copy.bless(toolchain, output)?;
    let differences = Differences::read()?;
    differences.explain(&checkout, &blessed)?;

    let skip = [
        "test",
        "--test",
        "compile-test",
        "--",
        "--skip",
        FAILS_ON_DEBIAN,
    ];
    copy.cargo_runs(toolchain, &skip, output)?;
    for check in CHECKS {
        copy.cargo_runs(toolchain, check, output)?;
    }
    let rustfmt = Rustfmt {
        toolchain: Some(toolchain),
        config: copy.dir(),
    };
    if let Some(mut check) = rustfmt.check(tree.changed()) {
        output.run(&mut check)?;
    }

    // The two drivers behave alike: both pass the tests of this repository.
    toolchain.install_upstream_clippy()?;
    for (program, skip) in differences.shared_tests() {
        let mut cargo = toolchain.own_cargo();
        cargo
            .current_dir(root())
            .env("TESTED_CLIPPY", copy.tested_programs())
            .args(["test", "--locked", "--test", program, "--"]);
        output.run(cargo.args(skip))?;
    }
    Ok(())
}

/// All changes, none of them made. The toolchain formats them.
fn plan(checkout: &Checkout, placement: Placement, toolchain: Option<&Toolchain>) -> Result<Tree> {
    let rustfmt = Rustfmt {
        toolchain,
        config: checkout.root(),
    };
    let differences = Differences::read()?;
    let mut edits = edits::of_sources()?;
    let mut tree = Tree::new(checkout.root());
    edits.extend(differences.edits.iter().cloned());
    if let Placement::Copied = placement {
        edits.extend(edits::of_package_lists()?);
    }
    edits::apply(&edits, &mut tree)?;
    pass::replace(&mut tree)?;
    packages::add(placement, checkout, &rustfmt, &mut tree)?;
    ui_tests::add(&differences, &mut tree)?;
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;
    use crate::files;

    /// Where releases of Clippy are, separated as in `PATH`. What is in them is only read.
    const CHECKOUTS: &str = "CLIPPY_CHECKOUT";

    #[test]
    fn the_changes_can_be_made_in_every_given_checkout() {
        let Some(checkouts) = env::var_os(CHECKOUTS) else {
            println!("skipped: {CHECKOUTS} is not set");
            return;
        };
        let toolchain = clippy_toolchain::find_or_make(None).unwrap();
        for dir in env::split_paths(&checkouts) {
            let checkout = Checkout::open(&dir).unwrap();
            let tree = plan(&checkout, Placement::Copied, Some(&toolchain))
                .unwrap_or_else(|error| panic!("{}: {error:#}", dir.display()));
            assert_ne!(tree.changed().len(), 0, "{}", dir.display());

            let edits = edits::of_sources().unwrap().into_iter();
            for edit in edits.chain(Differences::read().unwrap().edits) {
                let text = files::read(&checkout.root().join(&edit.file)).unwrap();
                let broken = edit.applied_to(&edit.without_anchor(&text));
                assert_eq!(
                    broken.is_err(),
                    edit.needs_anchor(),
                    "{}: {edit:?}",
                    dir.display()
                );
            }
        }
    }
}
