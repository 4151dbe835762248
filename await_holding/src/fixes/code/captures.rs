//! What code uses of the variables around it, as a closure or an `async` block around it would capture
//! them.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::{self as hir, CaptureBy, ExprKind, HirId, Node, UnOp};
use rustc_middle::ty::adjustment::{Adjust, AutoBorrow, AutoBorrowMutability};
use rustc_middle::ty::{self, Ty};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::variable_uses;
use crate::fixes::site::Site;

/// How an expression uses a variable, from the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Shared,
    Mutable,
    Moved,
}

/// The variables from outside that parts of a block use.
pub(in crate::fixes) struct Captures<'a, 'tcx> {
    site: &'a Site<'tcx>,
    /// The expressions that are variables from outside, and what they are used for.
    uses: Vec<(HirId, &'tcx hir::Expr<'tcx>, Use)>,
}

impl<'a, 'tcx> Captures<'a, 'tcx> {
    pub fn of(site: &'a Site<'tcx>, parts: &[BlockPart<'tcx>]) -> Self {
        let all = parts
            .iter()
            .map(|&part| variable_uses::all_uses(site.tcx, part));
        let uses = all.flatten().filter_map(|expr| {
            let variable = variable_uses::variable(expr)?;
            let mut around = site.tcx.hir_parent_id_iter(variable);
            let is_inside = around.any(|id| parts.iter().any(|part| part.hir_id() == id));
            (!is_inside).then(|| (variable, expr, used_as(site, expr)))
        });
        Self {
            site,
            uses: uses.collect(),
        }
    }

    /// Whether the code can be put into a closure or an `async` block, with all of these variables in it
    /// from its beginning to its end. It does not initialize a variable, and there is none that borrows
    /// another one and is done with that before the other is used.
    pub fn are_independent(&self) -> bool {
        let typeck = self.site.typeck;
        let variables: FxHashSet<_> = self.uses.iter().map(|&(variable, ..)| variable).collect();
        self.uses.iter().all(|&(variable, ..)| {
            let Some(local) = self.declaration(variable) else {
                return true;
            };
            let Some(init) = local.init else {
                return false;
            };
            if !self.site.may_refer(typeck.node_type(variable)) {
                return true;
            }
            let sources = variable_uses::all_uses(self.site.tcx, BlockPart::Tail(init));
            let mut sources = sources.into_iter().filter_map(variable_uses::variable);
            !sources
                .any(|source| variables.contains(&source) && self.is_exclusive(source, variable))
        })
    }

    /// Whether one of two variables is not only read.
    fn is_exclusive(&self, source: HirId, borrower: HirId) -> bool {
        let only_reads = matches!(
            self.site.typeck.node_type(borrower).kind(),
            ty::Ref(_, _, hir::Mutability::Not)
        );
        let mut uses = self.uses.iter();
        !only_reads || uses.any(|&(variable, _, kind)| variable == source && kind > Use::Shared)
    }

    /// Whether the code moves a variable away that may be used behind the block `block`, which ends with
    /// `last`.
    pub fn moves_for_later(&self, block: HirId, last: BlockPart<'tcx>) -> bool {
        let tcx = self.site.tcx;
        let body = BlockPart::Tail(tcx.hir_body_owned_by(self.site.coroutine).value);
        let moved = self.uses.iter().filter(|(.., kind)| *kind == Use::Moved);
        let mut moved = moved.map(|&(variable, ..)| variable);
        moved.any(|variable| {
            variable_uses::may_repeat(tcx, variable, block)
                || variable_uses::uses_of(tcx, body, variable)
                    .iter()
                    .any(|later| later.span.lo() >= last.span().hi())
        })
    }

    fn declaration(&self, variable: HirId) -> Option<&'tcx hir::LetStmt<'tcx>> {
        let mut parents = self.site.tcx.hir_parent_iter(variable);
        let not_pattern =
            parents.find(|(_, node)| !matches!(node, Node::Pat(_) | Node::PatField(_)));
        match not_pattern {
            Some((_, Node::LetStmt(local))) => Some(local),
            _ => None,
        }
    }
}

/// What the value of the variable `expr` is used for.
fn used_as<'tcx>(site: &Site<'tcx>, mut expr: &'tcx hir::Expr<'tcx>) -> Use {
    let coroutine = site.tcx.local_def_id_to_hir_id(site.coroutine);
    let is_moved = site
        .tcx
        .hir_parent_iter(expr.hir_id)
        .take_while(|&(id, _)| id != coroutine)
        .any(|(_, node)| match node {
            Node::Expr(expr) => matches!(
                expr.kind,
                ExprKind::Closure(closure) if matches!(closure.capture_clause, CaptureBy::Value { .. })
            ),
            _ => false,
        });
    if is_moved {
        return value_as(site, site.typeck.expr_ty(expr));
    }
    loop {
        for adjustment in site.typeck.expr_adjustments(expr) {
            if let Adjust::Borrow(borrow) = &adjustment.kind {
                return match borrow {
                    AutoBorrow::Ref(AutoBorrowMutability::Not) => Use::Shared,
                    _ => Use::Mutable,
                };
            }
        }
        let Node::Expr(parent) = site.tcx.parent_hir_node(expr.hir_id) else {
            return value_as(site, site.typeck.expr_ty(expr));
        };
        match parent.kind {
            ExprKind::Field(..) | ExprKind::Unary(UnOp::Deref, _) | ExprKind::DropTemps(_) => {
                expr = parent;
            }
            ExprKind::Index(base, ..) if base.hir_id == expr.hir_id => expr = parent,
            ExprKind::AddrOf(_, mutability, _) => {
                return match mutability.is_not() {
                    true => Use::Shared,
                    false => Use::Mutable,
                };
            }
            ExprKind::Assign(to, ..) | ExprKind::AssignOp(_, to, _) if to.hir_id == expr.hir_id => {
                return Use::Mutable;
            }
            _ => return value_as(site, site.typeck.expr_ty(expr)),
        }
    }
}

fn value_as<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> Use {
    match site.tcx.type_is_copy_modulo_regions(site.typing_env, ty) {
        true => Use::Shared,
        false => Use::Moved,
    }
}
