//! Values that a function with `must_not_suspend` has returned.
//!
//! Such a value is forbidden while its type is not, so it has to be followed: from the call into a
//! local, and from there as a whole into other locals of the same future. What it is put into,
//! taken out of or handed to is another value. A local into which other values come as well is not
//! followed.

use std::ops::ControlFlow;

use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_hir as hir;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::mir::{Body, Local, Operand, Rvalue, TerminatorKind};
use rustc_middle::ty::{self, GenericArgsRef, Instance, Ty, TyCtxt, TypeckResults, TypingEnv};

use super::attribute::{self, Mark};

/// The attribute of `function`, or of the method of an implementation that is called by it.
fn of_function<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
) -> Option<Mark> {
    attribute::of_item(tcx, function).or_else(|| {
        tcx.trait_of_assoc(function)?;
        let instance = Instance::try_resolve(tcx, typing_env, function, args).ok()??;
        attribute::of_item(tcx, instance.def_id())
    })
}

/// Whether `coroutine` calls a function with the attribute, and stores a value of the type that it
/// returns: one of `stored`. This asks for less than its MIR.
pub(super) fn is_called_in<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    stored: impl Iterator<Item = Ty<'tcx>>,
) -> bool {
    let mut calls = Calls {
        tcx,
        typing_env: TypingEnv::post_analysis(tcx, coroutine),
        types: tcx.typeck(coroutine),
        stored: stored.collect(),
    };
    calls
        .visit_body(tcx.hir_body_owned_by(coroutine))
        .is_break()
}

struct Calls<'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    types: &'tcx TypeckResults<'tcx>,
    /// Without regions, as in all of MIR.
    stored: FxHashSet<Ty<'tcx>>,
}

impl<'tcx> Calls<'tcx> {
    /// What `expr` calls, if it is a call. Methods are, and operators that are methods.
    fn callee(&self, expr: &hir::Expr<'tcx>) -> Option<(DefId, GenericArgsRef<'tcx>)> {
        if self.types.is_method_call(expr) {
            let method = self.types.type_dependent_def_id(expr.hir_id)?;
            return Some((method, self.types.node_args(expr.hir_id)));
        }
        let hir::ExprKind::Call(callee, _) = expr.kind else {
            return None;
        };
        match *self.types.expr_ty(callee).kind() {
            ty::FnDef(function, args) => Some((function, args)),
            _ => None,
        }
    }
}

impl<'tcx> Visitor<'tcx> for Calls<'tcx> {
    type Result = ControlFlow<()>;

    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) -> ControlFlow<()> {
        if let Some((function, args)) = self.callee(expr)
            && let returned = self
                .tcx
                .erase_and_anonymize_regions(self.types.expr_ty(expr))
            && self.stored.contains(&returned)
            && of_function(self.tcx, self.typing_env, function, args).is_some()
        {
            return ControlFlow::Break(());
        }
        intravisit::walk_expr(self, expr)
    }
}

/// What a local can get its value from.
enum Source {
    Call(Mark),
    Local(Local),
    Other,
}

/// The locals of `body` that have a value which a function with the attribute returned.
pub(super) fn locals<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> FxHashMap<Local, Mark> {
    let sources = sources(tcx, body);
    let mut returned: FxHashMap<Local, Mark> = FxHashMap::default();
    loop {
        let known = returned.len();
        for (&local, sources) in &sources {
            let mark = |source: &Source| match source {
                Source::Call(mark) => Some(*mark),
                Source::Local(from) => returned.get(from).copied(),
                Source::Other => None,
            };
            let marks: Option<Vec<_>> = sources.iter().map(mark).collect();
            if let Some(marks) = marks {
                returned.insert(local, marks[0]);
            }
        }
        if returned.len() == known {
            return returned;
        }
    }
}

fn sources<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> FxHashMap<Local, Vec<Source>> {
    let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
    let mut sources: FxHashMap<Local, Vec<Source>> = FxHashMap::default();
    let mut add = |local, source| sources.entry(local).or_default().push(source);
    for data in body.basic_blocks.iter() {
        for statement in &data.statements {
            if let Some((place, value)) = statement.kind.as_assign()
                && let Some(local) = place.as_local()
            {
                let from = match value {
                    Rvalue::Use(Operand::Move(from) | Operand::Copy(from), ..) => from.as_local(),
                    _ => None,
                };
                add(local, from.map_or(Source::Other, Source::Local));
            }
        }
        match &data.terminator().kind {
            TerminatorKind::Call {
                func, destination, ..
            } => {
                let mark = func
                    .const_fn_def()
                    .and_then(|(function, args)| of_function(tcx, typing_env, function, args));
                if let Some(local) = destination.as_local() {
                    add(local, mark.map_or(Source::Other, Source::Call));
                }
            }
            TerminatorKind::Yield { resume_arg, .. } => {
                if let Some(local) = resume_arg.as_local() {
                    add(local, Source::Other);
                }
            }
            _ => {}
        }
    }
    sources
}
