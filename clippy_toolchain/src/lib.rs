//! Finds or builds the toolchain that this workspace needs: a rustc of the pinned version whose own
//! crates (`rustc_private`) can be linked, and its cargo.
//!
//! [`find_or_make`] tries four places, cheapest first:
//!
//! 1. a toolchain that is installed with its `rustc-dev` component ([`existing`]);
//! 2. a sysroot that an earlier run built ([`debian`]);
//! 3. rustup, which may download one ([`rustup`]);
//! 4. a new sysroot, built from Debian's packages ([`debian`], [`sysroot`]).
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
mod repository;
mod rustc;
mod rustup;
mod sysroot;
mod tail;
mod toolchain;
mod upstream;

use anyhow::{Result, bail};

pub use lock::lock;
pub use repository::{pinned, root};
pub use sysroot::called_back;
pub use tail::tail;
pub use toolchain::Toolchain;

/// A place to look for the toolchain: its name, and how to look there.
type Place = (&'static str, fn() -> Result<Toolchain>);

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
/// # Errors
/// If it can be neither found nor built: what was missing in each place, and what to do.
pub fn find_or_make() -> Result<Toolchain> {
    first(FIND.into_iter().chain(MAKE))
}

/// Finds a toolchain that is there already.
///
/// # Errors
/// If there is none: what was missing in each place.
pub fn find() -> Result<Toolchain> {
    first(FIND.into_iter())
}

fn first(places: impl Iterator<Item = Place>) -> Result<Toolchain> {
    let mut reasons = Vec::new();
    for (place, search) in places {
        match search() {
            Ok(toolchain) => return Ok(toolchain),
            Err(reason) => {
                let reason = format!("{reason:#}").replace('\n', "\n  ");
                reasons.push(format!("- {place}: {reason}"));
            }
        }
    }
    bail!(
        "no Rust {} with the compiler's own crates\n{}",
        repository::pinned(),
        reasons.join("\n")
    )
}
