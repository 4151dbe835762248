//! What calls of the standard library tell of the variants of their arguments: `Option::take` what
//! it leaves behind, `Option::is_none` what it has found out.

use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_middle::mir::{BasicBlock, BorrowKind, Operand, Place, PlaceElem, TerminatorKind};
use rustc_middle::ty::Ty;
use rustc_span::{Symbol, sym};

use super::set::{Possible, VariantSet};
use super::{ActiveVariants, Asked};

impl<'tcx> ActiveVariants<'_, 'tcx> {
    /// The place behind `&mut place`, handed over as an argument, also if it was reborrowed.
    fn behind_argument(&self, operand: &Operand<'tcx>) -> Option<Place<'tcx>> {
        let mut place = operand.place()?;
        loop {
            let (kind, borrowed) = self.borrows.get(&place.as_local()?)?;
            if !matches!(kind, BorrowKind::Mut { .. }) {
                return None;
            }
            match borrowed.projection.as_slice() {
                // Through a reference with a name more can be written later.
                [PlaceElem::Deref] if self.body.local_decls[borrowed.local].is_user_variable() => {
                    return None;
                }
                [PlaceElem::Deref] => place = Place::from(borrowed.local),
                _ => return Some(*borrowed),
            }
        }
    }

    /// `Option::take`, `mem::take` of an `Option` and `mem::replace` say what they leave behind.
    pub(super) fn left_behind(
        &self,
        state: &Possible,
        block: BasicBlock,
    ) -> Option<(Place<'tcx>, VariantSet)> {
        let TerminatorKind::Call { func, args, .. } = &self.body[block].terminator().kind else {
            return None;
        };
        let (callee, _) = func.const_fn_def()?;
        let place = self.behind_argument(&args.first()?.node)?;
        let place_ty = place.ty(&self.body.local_decls, self.tcx).ty;
        let set = if self
            .tcx
            .is_diagnostic_item(Symbol::intern("mem_replace"), callee)
        {
            self.of_operand(state, &args.get(1)?.node)
        } else if self.is_option(place_ty) && self.is_take(callee) {
            VariantSet::only(0)
        } else {
            return None;
        };
        Some((place, set))
    }

    /// What `Option::is_none` and the like have found out for the `if` at the end of `block`.
    pub(super) fn asked_by_call(
        &self,
        block: BasicBlock,
        discr: Place<'tcx>,
    ) -> Option<Asked<'tcx>> {
        let [caller] = self.body.basic_blocks.predecessors()[block][..] else {
            return None;
        };
        let TerminatorKind::Call {
            func,
            args,
            destination,
            ..
        } = &self.body[caller].terminator().kind
        else {
            return None;
        };
        let (callee, _) = func.const_fn_def().filter(|_| *destination == discr)?;
        let tcx = self.tcx;
        if tcx.crate_name(callee.krate) != sym::core {
            return None;
        }
        // The value of the `bool` for each variant.
        let values = match tcx.opt_item_name(callee)?.as_str() {
            "is_none" | "is_ok" => vec![1, 0],
            "is_some" | "is_err" => vec![0, 1],
            _ => return None,
        };
        let reference = args.first()?.node.place()?;
        let behind = reference.project_deeper(&[PlaceElem::Deref], tcx);
        let place = self.behind_shared_borrow(behind.as_ref());
        self.places.get_index_of(&place)?;
        let adt = place.ty(&self.body.local_decls, tcx).ty.ty_adt_def()?;
        let of = tcx.inherent_impl_of_assoc(callee)?;
        let of = tcx.type_of(of).instantiate_identity().ty_adt_def();
        (of == Some(adt)).then_some(Asked { place, values })
    }

    fn is_option(&self, ty: Ty<'tcx>) -> bool {
        ty.ty_adt_def()
            .is_some_and(|adt| self.tcx.is_lang_item(adt.did(), LangItem::Option))
    }

    /// Whether `callee` is `core::option::Option::take` or `core::mem::take`.
    fn is_take(&self, callee: DefId) -> bool {
        let tcx = self.tcx;
        if tcx.crate_name(callee.krate) != sym::core
            || tcx
                .opt_item_name(callee)
                .is_none_or(|name| name.as_str() != "take")
        {
            return false;
        }
        let parent = tcx.parent(callee);
        match tcx.inherent_impl_of_assoc(callee) {
            Some(of) => self.is_option(tcx.type_of(of).instantiate_identity()),
            None => tcx
                .opt_item_name(parent)
                .is_some_and(|name| name.as_str() == "mem"),
        }
    }
}
