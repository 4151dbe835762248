//! The scope of a guard becomes one `async` block.

use rustc_hir::def_id::LocalDefId;
use rustc_hir::{self as hir, ExprKind, LocalSource, StmtKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::{BytePos, Span};

use super::block_part::BlockPart;
use super::guard_binding::GuardBinding;
use super::site::{Edits, Site};
use super::{control_flow, source_text};

/// `async { .. }`, with `after` on lines of their own, around the scope of `binding`.
///
/// `None` if control flow leaves the scope before its end. A `return` or `?` may do so if the scope is
/// all of the coroutine.
pub(super) fn around_scope<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
    after: &[&str],
) -> Option<Edits> {
    let tcx = site.tcx;
    let &last = binding.scope.last()?;
    let is_async = matches!(
        tcx.coroutine_kind(site.coroutine),
        Some(hir::CoroutineKind::Desugared(
            hir::CoroutineDesugaring::Async,
            _
        ))
    );
    let is_all = is_body(tcx, binding.block, site.coroutine);
    let stays = binding.scope.iter().all(|&part| {
        let exits = control_flow::exits(part);
        !exits.jumps && (!exits.returns || is_all)
    });
    if !is_async || !stays {
        return None;
    }

    let inside = binding.statement.span.shrink_to_hi().to(last.span());
    let lines = first_line(tcx, binding.statement.span, inside)?;
    let indentation = source_text::indentation(tcx, binding.statement.span)?;
    let end = match last {
        BlockPart::Statement(_) => ";",
        BlockPart::Tail(_) => "",
    };
    let after: String = after
        .iter()
        .map(|call| format!("\n{indentation}{call}"))
        .collect();
    let close = format!("{indentation}}}{after}{end}");
    source_text::enclose_lines(tcx, lines, "async {", &close)
}

/// From the first line after `statement` to the end of `inside`.
fn first_line(tcx: TyCtxt<'_>, statement: Span, inside: Span) -> Option<Span> {
    let text = source_text::of(tcx, inside)?;
    let rest = text.split_once('\n')?;
    let comment = rest.0.trim();
    if !(comment.is_empty() || comment.starts_with("//")) {
        return None;
    }
    let skipped = rest.0.len() + 1;
    let indentation = rest.1.len() - rest.1.trim_start().len();
    let lo = statement.hi() + BytePos((skipped + indentation) as u32);
    Some(inside.with_lo(lo))
}

/// Whether `block` is all that the author wrote of the coroutine.
fn is_body(tcx: TyCtxt<'_>, block: &hir::Block<'_>, coroutine: LocalDefId) -> bool {
    let mut expr = tcx.hir_body_owned_by(coroutine).value;
    loop {
        expr = match expr.kind {
            ExprKind::DropTemps(inner) => inner,
            ExprKind::Block(outer, _) if outer.hir_id == block.hir_id => return true,
            // An `async fn` first binds its parameters.
            ExprKind::Block(
                hir::Block {
                    stmts,
                    expr: Some(inner),
                    ..
                },
                _,
            ) if stmts.iter().all(is_of_parameter) => inner,
            _ => return false,
        };
    }
}

fn is_of_parameter(statement: &hir::Stmt<'_>) -> bool {
    matches!(statement.kind, StmtKind::Let(local) if matches!(local.source, LocalSource::AsyncFn))
}
