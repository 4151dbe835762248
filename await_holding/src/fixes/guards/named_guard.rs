//! A guard that a variable has: one that the coroutine declares, by `let` or in a pattern, or one that it has
//! captured.

use rustc_hir::{
    self as hir, BindingMode, ByRef, ExprKind, HirId, MatchSource, Node, PatKind, QPath, StmtKind,
};
use rustc_middle::ty::{TyCtxt, UpvarCapture};
use rustc_span::{Ident, sym};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow;
use crate::fixes::code::guard_binding::GuardBinding;
use crate::fixes::code::variable_uses::{self, Use};
use crate::fixes::site::Site;

#[derive(Clone)]
pub(in crate::fixes) struct NamedGuard<'tcx> {
    pub variable: HirId,
    pub name: Ident,
    /// The statement that declares the variable, and nothing else.
    pub declaration: Option<&'tcx hir::Stmt<'tcx>>,
    /// Otherwise the pattern that declares it, if it is one.
    pub pattern: Option<Pattern<'tcx>>,
    /// The parts of a block that can use the variable: those after the declaration.
    pub scope: Vec<BlockPart<'tcx>>,
}

/// The pattern `Some(guard)` or `Ok(guard)`.
#[derive(Clone, Copy)]
pub(in crate::fixes) struct Pattern<'tcx> {
    pub binding: &'tcx hir::Pat<'tcx>,
    /// What it matches.
    pub scrutinee: &'tcx hir::Expr<'tcx>,
}

impl<'tcx> NamedGuard<'tcx> {
    pub fn at(site: &Site<'tcx>) -> Option<Self> {
        match site.tcx.hir_node(site.node) {
            Node::Expr(expr) => Self::captured(site, expr),
            Node::Pat(pat) if site.tcx.hir_enclosing_body_owner(site.node) == site.coroutine => {
                match GuardBinding::at(site.tcx, site.node) {
                    Some(binding) => Some(Self {
                        variable: binding.variable,
                        name: binding.name,
                        declaration: Some(binding.statement),
                        pattern: None,
                        scope: binding.scope,
                    }),
                    None => Self::of_pattern(site, pat),
                }
            }
            _ => None,
        }
    }

    /// The index of the first part of the scope in which it is held across an `await` point.
    pub fn awaited(&self, site: &Site<'tcx>) -> Option<usize> {
        self.scope
            .iter()
            .position(|part| self.is_held_in(site, part))
    }

    /// The same guard without the statements `drop(guard);` of its scope, and these.
    pub fn without_drops(mut self, tcx: TyCtxt<'tcx>) -> (Self, Vec<BlockPart<'tcx>>) {
        let variable = self.variable;
        let is_drop = |part: &mut BlockPart<'tcx>| match part {
            BlockPart::Statement(hir::Stmt {
                kind: StmtKind::Semi(call),
                ..
            }) => match call.kind {
                ExprKind::Call(callee, [argument]) => {
                    let is_drop = match callee.kind {
                        ExprKind::Path(QPath::Resolved(None, path)) => {
                            path.res.opt_def_id().is_some_and(|function| {
                                tcx.is_diagnostic_item(sym::mem_drop, function)
                            })
                        }
                        _ => false,
                    };
                    is_drop && variable_uses::variable(argument) == Some(variable)
                }
                _ => false,
            },
            _ => false,
        };
        let dropped = self.scope.extract_if(.., is_drop).collect();
        (self, dropped)
    }

    /// Whether it is held across an `await` point in `part`.
    pub fn is_held_in(&self, site: &Site<'tcx>, part: &BlockPart<'tcx>) -> bool {
        let span = part.span();
        let mut points = site.points.iter();
        points.any(|point| span.contains(point.source_callsite()))
    }

    /// Whether its declaration could as well be in the scope, where it means the same: `parts` neither
    /// shadow nor move nor borrow mutably what it uses, and it does not wait itself.
    pub fn can_be_declared_after(&self, site: &Site<'tcx>, parts: &[BlockPart<'tcx>]) -> bool {
        let tcx = site.tcx;
        let Some(declaration) = self.declaration else {
            return false;
        };
        let declaration = BlockPart::Statement(declaration);
        let is_free = |user: &hir::Expr<'tcx>| {
            let Some(variable) = variable_uses::variable(user) else {
                return false;
            };
            let name = tcx.hir_name(variable);
            let mut declared = parts
                .iter()
                .flat_map(|&part| variable_uses::declarations(part));
            let mut uses = parts
                .iter()
                .flat_map(|&part| variable_uses::uses_of(tcx, part, variable));
            declared.all(|(_, other)| other != name)
                && uses.all(|user| Use::of(site, user) == Use::Read)
        };
        control_flow::awaits(declaration).is_empty()
            && self.used_by_declaration(tcx).into_iter().all(is_free)
    }

    /// The uses of other variables in its declaration.
    pub fn used_by_declaration(&self, tcx: TyCtxt<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
        let Some(declaration) = self.declaration.map(BlockPart::Statement) else {
            return Vec::new();
        };
        // Not those that `?` is lowered to.
        let own = variable_uses::declarations(declaration);
        let is_other = |variable| own.iter().all(|&(declared, _)| Some(declared) != variable);
        let mut uses = variable_uses::all_uses(tcx, declaration);
        uses.retain(|user| is_other(variable_uses::variable(user)));
        uses
    }

    /// Whether it is called as a variable that its declaration uses.
    pub fn shadows_itself(&self, tcx: TyCtxt<'tcx>) -> bool {
        let uses = self.used_by_declaration(tcx).into_iter();
        let mut used = uses.filter_map(variable_uses::variable);
        used.any(|used| tcx.hir_name(used) == self.name.name)
    }

    /// The uses of the variable.
    pub fn uses(&self, tcx: TyCtxt<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
        let parts = self.scope.iter();
        parts
            .flat_map(|&part| variable_uses::uses_of(tcx, part, self.variable))
            .collect()
    }

    /// Whether the variable gets another guard somewhere.
    pub fn is_assigned(&self, tcx: TyCtxt<'tcx>) -> bool {
        let is_assigned = |user: &hir::Expr<'_>| match tcx.parent_hir_node(user.hir_id) {
            Node::Expr(parent) => {
                matches!(parent.kind, ExprKind::Assign(place, ..) if place.hir_id == user.hir_id)
            }
            _ => false,
        };
        self.uses(tcx).into_iter().any(is_assigned)
    }

    /// The guard that `binding` binds in `Some(guard)` or `Ok(guard)`.
    fn of_pattern(site: &Site<'tcx>, binding: &'tcx hir::Pat<'tcx>) -> Option<Self> {
        let tcx = site.tcx;
        let PatKind::Binding(BindingMode(ByRef::No, _), variable, name, None) = binding.kind else {
            return None;
        };
        let Node::Pat(outer) = tcx.parent_hir_node(binding.hir_id) else {
            return None;
        };
        let is_variant = matches!(outer.kind, PatKind::TupleStruct(_, [_], _));
        let ty = site.typeck.pat_ty(outer).ty_adt_def()?;
        let is_known = [sym::Option, sym::Result]
            .iter()
            .any(|&known| tcx.is_diagnostic_item(known, ty.did()));
        let (scrutinee, scope) = match tcx.parent_hir_node(outer.hir_id) {
            Node::LetStmt(local) if local.els.is_some() => {
                let Node::Stmt(statement) = tcx.parent_hir_node(local.hir_id) else {
                    return None;
                };
                let Node::Block(block) = tcx.parent_hir_node(statement.hir_id) else {
                    return None;
                };
                (local.init?, BlockPart::after(block, statement))
            }
            Node::LetStmt(_) => return None,
            Node::Arm(arm) if arm.guard.is_none() => {
                let Node::Expr(hir::Expr {
                    kind: ExprKind::Match(scrutinee, _, MatchSource::Normal),
                    ..
                }) = tcx.parent_hir_node(arm.hir_id)
                else {
                    return None;
                };
                let parts = parts_of_body(arm.body);
                (
                    *scrutinee,
                    parts.unwrap_or_else(|| vec![BlockPart::Tail(arm.body)]),
                )
            }
            Node::Expr(condition) => {
                let ExprKind::Let(of_let) = condition.kind else {
                    return None;
                };
                let Node::Expr(hir::Expr {
                    kind: ExprKind::If(_, body, _),
                    ..
                }) = tcx.parent_hir_node(condition.hir_id)
                else {
                    return None;
                };
                (of_let.init, parts_of_body(body)?)
            }
            _ => return None,
        };
        (is_variant && is_known).then_some(Self {
            variable,
            name,
            declaration: None,
            pattern: Some(Pattern { binding, scrutinee }),
            scope,
        })
    }

    /// The guard that `expr` names, if the coroutine is an `async` block that owns it.
    ///
    /// An `async` closure owns what it has captured as well, but only lends it to its coroutine.
    fn captured(site: &Site<'tcx>, expr: &hir::Expr<'tcx>) -> Option<Self> {
        let tcx = site.tcx;
        let variable = variable_uses::variable(expr)?;
        let mut captures = tcx.closure_captures(site.coroutine).iter();
        let is_owned = captures.any(|capture| {
            capture.get_root_variable() == variable
                && capture.place.projections.is_empty()
                && capture.info.capture_kind == UpvarCapture::ByValue
        });
        let block = block_of(tcx, site)?;
        is_owned.then_some(Self {
            variable,
            name: tcx.hir_ident(variable),
            declaration: None,
            pattern: None,
            scope: BlockPart::of_block(block).collect(),
        })
    }
}

/// The parts of the block that `body` is.
fn parts_of_body<'tcx>(body: &'tcx hir::Expr<'tcx>) -> Option<Vec<BlockPart<'tcx>>> {
    match body.kind {
        ExprKind::Block(block, None) => Some(BlockPart::of_block(block).collect()),
        _ => None,
    }
}

/// The block of an `async { .. }`.
fn block_of<'tcx>(tcx: TyCtxt<'tcx>, site: &Site<'tcx>) -> Option<&'tcx hir::Block<'tcx>> {
    let is_block = matches!(
        tcx.coroutine_kind(site.coroutine),
        Some(hir::CoroutineKind::Desugared(
            hir::CoroutineDesugaring::Async,
            hir::CoroutineSource::Block
        ))
    );
    match tcx.hir_body_owned_by(site.coroutine).value.kind {
        ExprKind::Block(block, None) if is_block => Some(block),
        _ => None,
    }
}
