//! Finds or builds the toolchain that this workspace needs: a rustc of a supported [`Release`] whose
//! own crates (`rustc_private`) can be linked, and its cargo.
//!
//! [`find_or_make`] takes the newest one that is there:
//!
//! * a toolchain that is installed with its `rustc-dev` component ([`existing`]), or
//! * a sysroot that an earlier run built ([`debian`]).
//!
//! If there is none, it makes one:
//!
//! 1. with rustup, which may download it ([`rustup`]);
//! 2. as a new sysroot, built from Debian's packages ([`debian`], [`sysroot`]).
//!
//! The result is a [`Toolchain`]. It starts cargo for this workspace, whose crates link the
//! compiler's, and plain cargo for the packages of users. The chapter "The toolchain" of the book
//! explains how a sysroot is built and why it works.
//!
//! This package knows no other package of the workspace. [`apt`] and [`progress`] are public
//! because the other programs of the workspace install packages and show progress the same way.

pub mod apt;
mod debian;
mod existing;
mod lock;
pub mod progress;
mod release;
mod repository;
mod rustc;
mod rustup;
mod sysroot;
mod tail;
mod toolchain;
mod upstream;

use anyhow::{Context, Result};

pub use lock::lock;
pub use release::Release;
pub use repository::{cache, root};
pub use sysroot::called_back;
pub use tail::tail;
pub use toolchain::Toolchain;

/// A place to look for a toolchain of one of these releases, the first of which is the most wanted:
/// its name, and how to look there.
type Place = (&'static str, fn(&[Release]) -> Result<Toolchain>);

const FIND: [Place; 2] = [
    ("installed", existing::find),
    ("built earlier", debian::find_made),
];

/// These are slow or need the network.
const MAKE: [Place; 2] = [
    ("rustup", rustup::install),
    ("Debian's packages", debian::make),
];

/// Finds the toolchain; installs or builds it if there is none.
///
/// Without a `choice`, it is the newest supported release that is there.
///
/// # Errors
/// If it can be neither found nor built: what was missing in each place, and what to do.
pub fn find_or_make(choice: Option<Release>) -> Result<Toolchain> {
    let releases = choice.map_or_else(Release::all, |release| vec![release]);
    let mut reasons = Vec::new();
    if let Some(toolchain) = newest(&releases, &mut reasons) {
        return Ok(toolchain);
    }
    let made = MAKE
        .into_iter()
        .find_map(|place| try_place(place, &releases, &mut reasons));
    made.with_context(|| none(&releases, &reasons))
}

/// Finds a toolchain that is there already.
///
/// # Errors
/// If there is none: what was missing in each place.
pub fn find(choice: Option<Release>) -> Result<Toolchain> {
    let releases = choice.map_or_else(Release::all, |release| vec![release]);
    let mut reasons = Vec::new();
    newest(&releases, &mut reasons).with_context(|| none(&releases, &reasons))
}

/// The first of these releases that is in any of the places.
fn newest(releases: &[Release], reasons: &mut Vec<String>) -> Option<Toolchain> {
    let found = FIND
        .into_iter()
        .filter_map(|place| try_place(place, releases, reasons));
    Toolchain::most_wanted(found, releases)
}

fn try_place(
    (name, search): Place,
    releases: &[Release],
    reasons: &mut Vec<String>,
) -> Option<Toolchain> {
    search(releases)
        .map_err(|reason| {
            let reason = format!("{reason:#}").replace('\n', "\n  ");
            reasons.push(format!("- {name}: {reason}"));
        })
        .ok()
}

fn none(releases: &[Release], reasons: &[String]) -> String {
    let releases = release::listed(releases);
    format!(
        "no Rust {releases} with the compiler's own crates\n{}",
        reasons.join("\n")
    )
}
