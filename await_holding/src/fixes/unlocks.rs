//! Which guards do nothing but unlock when they are dropped.

use rustc_middle::ty::{self, Ty, TyCtxt};

/// Whether dropping a `ty` runs only the unlocking of its own lock.
///
/// `ArcMutexGuard` and its like are not among them: they may drop the lock, and what is in it.
/// Neither are guards of `lock_api` with a raw lock that is not known here, since that can do
/// anything in order to unlock.
pub(super) fn is_all_that_drop_does<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
    let ty::Adt(adt, args) = ty.kind() else {
        return false;
    };
    let name = tcx.item_name(adt.did());
    match tcx.crate_name(adt.did().krate).as_str() {
        "core" => matches!(name.as_str(), "Ref" | "RefMut"),
        "std" => is_guard(name.as_str()),
        "lock_api" => {
            let raw = args.types().next().and_then(Ty::ty_adt_def);
            let krate = raw.map(|raw| tcx.crate_name(raw.did().krate));
            is_guard(name.as_str())
                && krate.is_some_and(|krate| matches!(krate.as_str(), "parking_lot" | "spin"))
        }
        "spin" => is_guard_of_spin(name.as_str()),
        _ => false,
    }
}

/// The names are the same in `std::sync` and `lock_api`.
fn is_guard(name: &str) -> bool {
    let name = name.strip_prefix("Mapped").unwrap_or(name);
    matches!(
        name,
        "MutexGuard"
            | "ReentrantLockGuard"
            | "ReentrantMutexGuard"
            | "RwLockReadGuard"
            | "RwLockUpgradableReadGuard"
            | "RwLockWriteGuard"
    )
}

/// Those that `spin` has of its own, besides the aliases for guards of `lock_api`.
fn is_guard_of_spin(name: &str) -> bool {
    matches!(
        name,
        "MutexGuard"
            | "SpinMutexGuard"
            | "TicketMutexGuard"
            | "FairMutexGuard"
            | "RwLockReadGuard"
            | "RwLockUpgradableGuard"
            | "RwLockWriteGuard"
    )
}
