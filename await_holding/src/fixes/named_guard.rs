//! A guard that a variable has: one that the coroutine declares, or one that it has captured.

use rustc_hir::{self as hir, HirId, Node};
use rustc_middle::ty::{TyCtxt, UpvarCapture};
use rustc_span::Ident;

use super::block_part::BlockPart;
use super::guard_binding::GuardBinding;
use super::site::Site;
use super::variable_uses;

pub(super) struct NamedGuard<'tcx> {
    pub variable: HirId,
    pub name: Ident,
    /// The statement that declares the variable; none if it is captured.
    pub declaration: Option<&'tcx hir::Stmt<'tcx>>,
    /// The parts of a block that can use the variable: those after the declaration.
    pub scope: Vec<BlockPart<'tcx>>,
}

impl<'tcx> NamedGuard<'tcx> {
    pub fn at(site: &Site<'tcx>) -> Option<Self> {
        match site.tcx.hir_node(site.node) {
            Node::Expr(expr) => Self::captured(site, expr),
            _ => {
                let binding = GuardBinding::at(site.tcx, site.node)?;
                let is_own = site.tcx.hir_enclosing_body_owner(binding.variable) == site.coroutine;
                is_own.then_some(Self {
                    variable: binding.variable,
                    name: binding.name,
                    declaration: Some(binding.statement),
                    scope: binding.scope,
                })
            }
        }
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
            scope: BlockPart::of_block(block).collect(),
        })
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
        hir::ExprKind::Block(block, None) if is_block => Some(block),
        _ => None,
    }
}
