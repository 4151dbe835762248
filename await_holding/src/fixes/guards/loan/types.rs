//! Of which types there can be an owned value, and what it costs.

use rustc_middle::ty::{self, Ty};
use rustc_span::sym;

use crate::compat::SkipNorm;
use crate::fixes::site::Site;

/// Whether a value of type `ty` can be in a variable, and is no guard.
pub(super) fn can_be_owned<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    let owns_guard = ty.walk().any(|part| {
        part.as_type()
            .is_some_and(|part| part.ty_adt_def().is_some() && site.is_guard(part))
    });
    let is_sized = ty.is_sized(site.tcx, site.typing_env);
    is_sized && !ty.is_unit() && !owns_guard
}

pub(super) fn is_copy<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    site.tcx.type_is_copy_modulo_regions(site.typing_env, ty)
}

pub(super) fn is_clone<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    let clone = site.tcx.lang_items().clone_trait();
    clone.is_some_and(|clone| site.implements(clone, ty))
}

/// Whether a clone of a value of type `ty` shares everything with it: it has an `Arc` or an `Rc`, and
/// besides that only what can be copied. The ends of most channels are such types.
pub(super) fn is_handle<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    shares(site, ty, |_| true)
}

/// Whether a clone of a handle of type `ty` can be written to instead of it. A number in it may be its own
/// position: a clone of the receiver of a `watch` channel sees a change that it has not seen, and leaves the
/// receiver where it is.
pub(super) fn is_alike<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    shares(site, ty, |part| !part.is_numeric())
}

/// Whether a clone of a value of type `ty` shares everything with it, but for what can be copied, all of
/// which `may_differ`.
fn shares<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>, may_differ: fn(Ty<'tcx>) -> bool) -> bool {
    /// How deep types are searched.
    const DEPTH: usize = 6;

    fn shares<'tcx>(
        site: &Site<'tcx>,
        ty: Ty<'tcx>,
        may_differ: fn(Ty<'tcx>) -> bool,
        depth: usize,
    ) -> bool {
        let tcx = site.tcx;
        match *ty.kind() {
            ty::RawPtr(..) => false,
            ty::Adt(adt, _) if tcx.is_diagnostic_item(sym::NonNull, adt.did()) => false,
            ty::Adt(adt, _)
                if [sym::Arc, sym::Rc]
                    .iter()
                    .any(|&handle| tcx.is_diagnostic_item(handle, adt.did())) =>
            {
                true
            }
            ty::Adt(adt, args) if !adt.is_union() && depth < DEPTH => {
                let mut fields = adt.all_fields();
                fields.all(|field| {
                    let ty = field.ty(tcx, args).skip_norm();
                    shares(site, ty, may_differ, depth + 1)
                })
            }
            _ => is_copy(site, ty) && may_differ(ty),
        }
    }
    shares(site, ty, may_differ, 0) && ty.needs_drop(site.tcx, site.typing_env)
}
