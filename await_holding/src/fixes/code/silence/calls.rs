//! Which calls are silent.
//!
//! A call is judged by the MIR of the function, which rustc has for this crate and for much of the
//! standard library, and by all calls in it. Without MIR it is judged by the signature ([`signatures`]).
//! So are intrinsics, and destructors of crates that cannot record events, whose MIR would end in the
//! allocator. A call through a pointer or a `dyn Trait`, or of a method of a type parameter, is not
//! silent. Nor is a function that visibly panics: a panic hook may look at the current span.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::LangItem;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_middle::mir::TerminatorKind;
use rustc_middle::ty::{self, GenericArgsRef, Instance, InstanceKind, Ty, TyCtxt, TypingEnv};

use super::{events, signatures};
use crate::compat::{SkipNorm, bind, drop_glue, normalize_erasing_regions};

/// How many functions are searched for one question.
const LIMIT: usize = 200;

pub(in crate::fixes) struct Calls<'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    /// What has been searched. A recursive function is silent if everything else that it calls is.
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

    /// Whether a call of `function`, or of the implementation that it resolves to, is silent.
    pub fn call_is_silent(&mut self, function: DefId, args: GenericArgsRef<'tcx>) -> bool {
        self.ask(|calls| calls.call(function, args))
    }

    /// Whether dropping a `ty` is silent.
    pub fn drop_is_silent(&mut self, ty: Ty<'tcx>) -> bool {
        self.ask(|calls| calls.drop(ty))
    }

    /// A negative answer leaves behind functions and types that are not silent, so the next question must
    /// not rely on what was searched.
    fn ask(&mut self, question: impl FnOnce(&mut Self) -> bool) -> bool {
        let silent = question(self);
        if !silent {
            self.functions.clear();
            self.dropped.clear();
        }
        silent
    }

    fn call(&mut self, function: DefId, args: GenericArgsRef<'tcx>) -> bool {
        if matches!(self.tcx.def_kind(function), DefKind::Ctor(..)) {
            return true;
        }
        let instance = self.resolve(function, args);
        instance.is_some_and(|instance| self.instance(instance))
    }

    fn resolve(&self, function: DefId, args: GenericArgsRef<'tcx>) -> Option<Instance<'tcx>> {
        let args = normalize_erasing_regions(self.tcx, self.typing_env, args)?;
        Instance::try_resolve(self.tcx, self.typing_env, function, args).ok()?
    }

    fn instance(&mut self, instance: Instance<'tcx>) -> bool {
        if let Some(ty) = drop_glue(instance.def) {
            return ty.is_none_or(|ty| self.drop(ty));
        }
        match instance.def {
            InstanceKind::Intrinsic(function) => {
                signatures::is_given_no_callback(self.tcx, function, instance.args)
            }
            InstanceKind::Item(function) => {
                if !self.functions.insert(instance) {
                    return true;
                }
                let is_within_limit = self.functions.len() <= LIMIT;
                is_within_limit
                    && match self.tcx.is_mir_available(function) {
                        true => self.body(instance),
                        false => self.without_mir(function, instance.args),
                    }
            }
            _ => false,
        }
    }

    fn without_mir(&mut self, function: DefId, args: GenericArgsRef<'tcx>) -> bool {
        signatures::is_silent(self.tcx, function, args, |ty| self.drop(ty))
    }

    fn body(&mut self, instance: Instance<'tcx>) -> bool {
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
                bind(self.tcx, ty),
            );
            let silent = match (ty, &block.terminator().kind) {
                (Ok(ty), TerminatorKind::Drop { .. }) => self.drop(ty),
                (Ok(ty), _) => match *ty.kind() {
                    ty::FnDef(function, args) => self.call(function, args),
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

    fn drop(&mut self, ty: Ty<'tcx>) -> bool {
        let tcx = self.tcx;
        if !ty.needs_drop(tcx, self.typing_env) || !self.dropped.insert(ty) {
            return true;
        }
        match *ty.kind() {
            ty::Array(element, _) | ty::Slice(element) => self.drop(element),
            ty::Tuple(fields) => fields.iter().all(|field| self.drop(field)),
            ty::Closure(_, args) => {
                let captured = args.as_closure().upvar_tys();
                captured.iter().all(|ty| self.drop(ty))
            }
            ty::Adt(adt, args) => {
                (!adt.has_dtor(tcx) || self.destructor(ty))
                    && adt.all_fields().all(|field| {
                        let field = field.ty(tcx, args).skip_norm();
                        let field = normalize_erasing_regions(tcx, self.typing_env, field);
                        field.is_some_and(|field| self.drop(field))
                    })
            }
            _ => false,
        }
    }

    fn destructor(&mut self, ty: Ty<'tcx>) -> bool {
        let drop = self.tcx.lang_items().get(LangItem::Drop);
        let method = drop.and_then(|drop| {
            let items = self.tcx.associated_items(drop);
            items.in_definition_order().find(|item| item.is_fn())
        });
        let instance = method.and_then(|method| {
            let args = self.tcx.mk_args(&[ty.into()]);
            self.resolve(method.def_id, args)
        });
        instance.is_some_and(|instance| {
            let function = instance.def_id();
            match events::may_be_recorded_by(self.tcx, function.krate) {
                true => self.instance(instance),
                false => self.without_mir(function, instance.args),
            }
        })
    }
}
