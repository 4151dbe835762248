//! The one place whose content outlives a call.
//!
//! Query providers are plain functions, so what they share has to be in a static. A process lints one
//! crate. The cell gets the [`Host`] before that, and what is known about the crate as soon as there is
//! a `TyCtxt`.

use std::mem;
use std::ptr;
use std::sync::{Arc, OnceLock};

use rustc_data_structures::fx::FxHashSet;
use rustc_data_structures::sync::{DynSync, Lock};
use rustc_hir::def_id::LocalModDefId;
use rustc_middle::ty::TyCtxt;
use rustc_span::source_map::SourceMap;

use crate::held::Holdings;
use crate::host::Host;
use crate::listing::Counts;

/// What is known about the crate that this process lints.
pub(crate) struct LintedCrate<'tcx> {
    pub host: &'static Host,
    pub holdings: Holdings<'tcx>,
    /// The modules to which a machine-applicable suggestion adds an import.
    pub modules_with_import: Lock<FxHashSet<LocalModDefId>>,
    pub counts: Counts,
}

impl<'tcx> LintedCrate<'tcx> {
    fn new(host: &'static Host) -> Self {
        Self {
            host,
            holdings: Holdings::new(&host.list),
            modules_with_import: Lock::default(),
            counts: Counts::new(&host.list),
        }
    }

    /// What is known about the crate of `tcx`.
    ///
    /// # Panics
    /// If [`start`] was not called, or if another crate was linted in this process before.
    pub fn of(tcx: TyCtxt<'tcx>) -> &'tcx Self {
        let host = PER_CRATE.host.get().expect("the host calls `start` first");
        let (compilation, krate) = PER_CRATE
            .krate
            .get_or_init(|| (CompilationId::of(tcx), LintedCrate::new(host)));
        assert!(
            compilation.is_of(tcx),
            "a process lints one crate, but there is a second compilation"
        );
        // SAFETY: `'static` stands for the lifetime of the `TyCtxt` that the cell was filled for. That
        // is the caller's, as just asserted, so everything that was put into the cell is alive.
        unsafe { mem::transmute::<&'static LintedCrate<'static>, &'tcx LintedCrate<'tcx>>(krate) }
    }
}

struct PerCrate {
    host: OnceLock<Host>,
    krate: OnceLock<(CompilationId, LintedCrate<'static>)>,
}

// SAFETY: only `LintedCrate::of` and `start` reach the content, and the former only with the `TyCtxt`
// of the compilation that the cell was filled for. So only that compilation's threads use it, and they
// may share whatever is `DynSync`, which is checked below.
unsafe impl Sync for PerCrate {}

const _: () = {
    const fn is_dyn_sync<T: DynSync>() {}
    is_dyn_sync::<PerCrate>();
};

static PER_CRATE: PerCrate = PerCrate {
    host: OnceLock::new(),
    krate: OnceLock::new(),
};

/// Sets the host.
///
/// # Panics
/// If there is one already.
pub(crate) fn start(host: Host) {
    let is_first = PER_CRATE.host.set(host).is_ok();
    assert!(
        is_first,
        "a process lints one crate, but `start` was called again"
    );
}

/// Tells one compilation from another by its source map. It keeps the source map alive, so that no
/// later compilation can have one at the same address.
struct CompilationId(Arc<SourceMap>);

impl CompilationId {
    fn of(tcx: TyCtxt<'_>) -> Self {
        Self(tcx.sess.psess.clone_source_map())
    }

    fn is_of(&self, tcx: TyCtxt<'_>) -> bool {
        ptr::eq(&*self.0, tcx.sess.source_map())
    }
}
