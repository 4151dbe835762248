//! Calls of which it is known that they do nothing but move data.
//!
//! A call is known if rustc has the MIR of the function, as for those of this crate and many of the
//! standard library, and knows all that it calls in turn. Without MIR the signature has to tell
//! ([`opaque`]). Nothing is known of a call through a pointer or a `dyn`, and of a method of a type
//! parameter. A function that is seen to panic is not silent either: a panic hook may look at the
//! current span.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::LangItem;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_middle::mir::TerminatorKind;
use rustc_middle::ty::{
    self, EarlyBinder, GenericArgsRef, Instance, InstanceKind, Ty, TyCtxt, TypingEnv,
};

use super::opaque;

/// How many functions one question may lead to.
const LIMIT: usize = 200;

pub(super) struct Calls<'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    /// What has been looked at; what calls itself is as good as what else it calls.
    functions: FxHashSet<Instance<'tcx>>,
    dropped: FxHashSet<Ty<'tcx>>,
}

impl<'tcx> Calls<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>, typing_env: TypingEnv<'tcx>) -> Self {
        Self {
            tcx,
            typing_env,
            functions: FxHashSet::default(),
            dropped: FxHashSet::default(),
        }
    }

    /// Whether a call of this function, or of the implementation that it stands for, is silent.
    pub fn call_is_silent(&mut self, function: DefId, args: GenericArgsRef<'tcx>) -> bool {
        if matches!(self.tcx.def_kind(function), DefKind::Ctor(..)) {
            return true;
        }
        let args = self
            .tcx
            .try_normalize_erasing_regions(self.typing_env, args);
        let Ok(args) = args else {
            return false;
        };
        match Instance::try_resolve(self.tcx, self.typing_env, function, args) {
            Ok(Some(instance)) => self.instance_is_silent(instance),
            _ => false,
        }
    }

    fn instance_is_silent(&mut self, instance: Instance<'tcx>) -> bool {
        match instance.def {
            InstanceKind::Intrinsic(_) | InstanceKind::DropGlue(_, None) => true,
            InstanceKind::DropGlue(_, Some(ty)) => self.drop_is_silent(ty),
            InstanceKind::Item(function) => {
                if !self.functions.insert(instance) {
                    return true;
                }
                let is_within_limit = self.functions.len() <= LIMIT;
                is_within_limit
                    && match self.tcx.is_mir_available(function) {
                        true => self.body_is_silent(instance),
                        false => opaque::is_silent(self.tcx, function, |parameter| {
                            let ty = instance.args.type_at(parameter as usize);
                            self.drop_is_silent(ty)
                        }),
                    }
            }
            _ => false,
        }
    }

    fn body_is_silent(&mut self, instance: Instance<'tcx>) -> bool {
        let body = self.tcx.instance_mir(instance.def);
        let blocks = body.basic_blocks.iter().filter(|block| !block.is_cleanup);
        for block in blocks {
            let ty = match &block.terminator().kind {
                TerminatorKind::Call { func, .. } => func.ty(body, self.tcx),
                TerminatorKind::Drop { place, .. } => place.ty(body, self.tcx).ty,
                TerminatorKind::Goto { .. }
                | TerminatorKind::SwitchInt { .. }
                | TerminatorKind::Return
                | TerminatorKind::Unreachable => continue,
                _ => return false,
            };
            let ty = instance.try_instantiate_mir_and_normalize_erasing_regions(
                self.tcx,
                self.typing_env,
                EarlyBinder::bind(ty),
            );
            let silent = match (ty, &block.terminator().kind) {
                (Ok(ty), TerminatorKind::Drop { .. }) => self.drop_is_silent(ty),
                (Ok(ty), _) => match *ty.kind() {
                    ty::FnDef(function, args) => self.call_is_silent(function, args),
                    _ => false,
                },
                (Err(_), _) => false,
            };
            if !silent {
                return false;
            }
        }
        true
    }

    /// Whether dropping a `ty` is silent. The containers of the standard library drop what is in
    /// them, and besides that nothing that could look at the current span.
    pub fn drop_is_silent(&mut self, ty: Ty<'tcx>) -> bool {
        let tcx = self.tcx;
        if !ty.needs_drop(tcx, self.typing_env) || !self.dropped.insert(ty) {
            return true;
        }
        match *ty.kind() {
            ty::Array(element, _) | ty::Slice(element) => self.drop_is_silent(element),
            ty::Tuple(fields) => fields.iter().all(|field| self.drop_is_silent(field)),
            ty::Closure(_, args) => {
                let captured = args.as_closure().upvar_tys();
                captured.iter().all(|ty| self.drop_is_silent(ty))
            }
            ty::Adt(adt, args) if is_of_library(tcx, adt.did()) => {
                args.types().all(|ty| self.drop_is_silent(ty))
            }
            ty::Adt(adt, args) => {
                let own = match adt.has_dtor(tcx) {
                    true => self.destructor_is_silent(ty),
                    false => true,
                };
                own && adt.all_fields().all(|field| {
                    let field = field.ty(tcx, args);
                    let field = tcx.try_normalize_erasing_regions(self.typing_env, field);
                    field.is_ok_and(|field| self.drop_is_silent(field))
                })
            }
            _ => false,
        }
    }

    fn destructor_is_silent(&mut self, ty: Ty<'tcx>) -> bool {
        let drop = self.tcx.lang_items().get(LangItem::Drop);
        let method = drop.and_then(|drop| {
            let items = self.tcx.associated_items(drop);
            items.in_definition_order().find(|item| item.is_fn())
        });
        method.is_some_and(|method| {
            self.call_is_silent(method.def_id, self.tcx.mk_args(&[ty.into()]))
        })
    }
}

fn is_of_library(tcx: TyCtxt<'_>, def_id: DefId) -> bool {
    let krate = tcx.crate_name(def_id.krate);
    matches!(krate.as_str(), "core" | "alloc" | "std")
}
