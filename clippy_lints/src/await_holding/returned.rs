//! Values that were returned by a function which has `must_not_suspend`, or which the user's list
//! names.
//!
//! Such a value is forbidden while its type is not, so it has to be followed: from the call into a
//! local, and from there as a whole into other locals of the same future. What it is put into,
//! taken out of or handed to is another value. A local into which other values come as well is not
//! followed.
//!
//! Of a method of a trait, both the declaration and the code in the implementation may be meant; the
//! latter is more special.

use std::ops::ControlFlow;

use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_hir as hir;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::mir::{Body, Local, Operand, Rvalue, TerminatorKind};
use rustc_middle::ty::{self, GenericArgsRef, Instance, Ty, TyCtxt, TypeckResults, TypingEnv};

use super::attribute;
use super::denylist::{Denylist, Rule};

/// What is said of the values that a call of `function` returns.
fn rule_of_call<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
) -> Option<Rule> {
    let implementation = tcx.trait_of_assoc(function).and_then(|_| {
        let instance = Instance::try_resolve(tcx, typing_env, function, args).ok()??;
        Some(instance.def_id())
    });
    let mut functions = implementation.into_iter().chain([function]);
    let denylist = Denylist::of_build(tcx);
    let listed = functions
        .clone()
        .find_map(|function| denylist.entry_of_function(function));
    listed.map(Rule::Listed).or_else(|| {
        let mark = functions.find_map(|function| attribute::of_item(tcx, function));
        mark.map(Rule::Marked)
    })
}

/// In words, what returns no value that could be held, if `function` does not.
pub(super) fn no_value(tcx: TyCtxt<'_>, function: DefId) -> Option<&'static str> {
    let returned = tcx.fn_sig(function).skip_binder().output().skip_binder();
    if tcx.asyncness(function).is_async() {
        Some(
            "an `async fn`: what it returns is a future, which is there to be held across an \
             `await`",
        )
    } else if returned.is_unit() || returned.is_never() {
        Some("a function that returns no value")
    } else {
        None
    }
}

/// Whether `coroutine` calls a function of which something is said, and stores a value of the type
/// that it returns: one of `stored`. This asks for less than its MIR.
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
            && rule_of_call(self.tcx, self.typing_env, function, args).is_some()
        {
            return ControlFlow::Break(());
        }
        intravisit::walk_expr(self, expr)
    }
}

/// What a local can get its value from.
enum Source {
    Call(Rule),
    Local(Local),
    Other,
}

/// The locals of `body` that have a value of such a function, and what is said of it.
pub(super) fn locals<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> FxHashMap<Local, Rule> {
    let sources = sources(tcx, body);
    let mut returned: FxHashMap<Local, Rule> = FxHashMap::default();
    loop {
        let known = returned.len();
        for (&local, sources) in &sources {
            let rule = |source: &Source| match source {
                Source::Call(rule) => Some(*rule),
                Source::Local(from) => returned.get(from).copied(),
                Source::Other => None,
            };
            let rules: Option<Vec<_>> = sources.iter().map(rule).collect();
            if let Some(rules) = rules {
                returned.insert(local, rules[0]);
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
                let rule = func
                    .const_fn_def()
                    .and_then(|(function, args)| rule_of_call(tcx, typing_env, function, args));
                if let Some(local) = destination.as_local() {
                    add(local, rule.map_or(Source::Other, Source::Call));
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
