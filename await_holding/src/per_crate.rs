//! The one place whose content outlives a call.
//!
//! Query providers are plain functions, so what they share has to be in a static. A process compiles
//! one crate. The cell gets the [`Host`] before that, and what is known about the crate as soon as
//! there is a `TyCtxt`.

use std::mem;
use std::ptr;
use std::sync::OnceLock;

use rustc_middle::ty::TyCtxt;

use crate::fixes::Imports;
use crate::held::Holdings;
use crate::host::Host;
use crate::listing::Listing;

/// What is known about the crate that this process compiles.
pub(crate) struct LintedCrate<'tcx> {
    pub host: &'static Host,
    pub holdings: Holdings<'tcx>,
    pub imports: Imports,
    pub listing: Listing,
}

impl<'tcx> LintedCrate<'tcx> {
    fn new(host: &'static Host) -> Self {
        Self {
            host,
            holdings: Holdings::new(&host.list),
            imports: Imports::default(),
            listing: Listing::new(&host.list),
        }
    }

    /// What is known about the crate of `tcx`.
    ///
    /// # Panics
    /// If [`start`] was not called, or if another crate was compiled in this process before.
    pub fn of(tcx: TyCtxt<'tcx>) -> &'tcx Self {
        let host = CELL.host.get().expect("the host calls `start` first");
        let (compilation, krate) = CELL
            .krate
            .get_or_init(|| (Compilation::of(tcx), LintedCrate::new(host)));
        assert!(
            *compilation == Compilation::of(tcx),
            "a process compiles one crate"
        );
        // SAFETY: `'static` stands for the lifetime of the `TyCtxt` that the cell was made for. That
        // is the caller's, as just asserted, so all that was put into the cell is alive.
        unsafe { mem::transmute::<&'static LintedCrate<'static>, &'tcx LintedCrate<'tcx>>(krate) }
    }
}

struct PerCrate {
    host: OnceLock<Host>,
    krate: OnceLock<(Compilation, LintedCrate<'static>)>,
}

// SAFETY: what is in it belongs to the compiler's arenas, which the compiler's threads share, and is
// changed only under rustc's own locks.
unsafe impl Sync for PerCrate {}

static CELL: PerCrate = PerCrate {
    host: OnceLock::new(),
    krate: OnceLock::new(),
};

/// Sets the host. The first call wins.
pub(crate) fn start(host: Host) {
    let _ = CELL.host.set(host);
}

/// Tells one compilation from another: the address of its global context.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Compilation(usize);

impl Compilation {
    fn of(tcx: TyCtxt<'_>) -> Self {
        Self(ptr::from_ref(&**tcx).addr())
    }
}
