//! What every fix starts from and ends with.

use rustc_errors::Applicability;
use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{Ty, TyCtxt, TypeckResults, TypingEnv};
use rustc_span::Span;

/// A held value, and where to look for a way not to hold it.
pub(super) struct Site<'tcx> {
    pub tcx: TyCtxt<'tcx>,
    pub coroutine: LocalDefId,
    pub typeck: &'tcx TypeckResults<'tcx>,
    pub typing_env: TypingEnv<'tcx>,
    /// The pattern of the binding, or the expression of a temporary.
    pub node: HirId,
    pub ty: Ty<'tcx>,
    /// The suspension points that the value is held across.
    pub points: Vec<Span>,
}

/// A suggestion.
pub(super) struct Fix {
    pub message: &'static str,
    pub edits: Vec<(Span, String)>,
    pub applicability: Applicability,
}
