//! The suspension points that a value is held across, as the user knows them.
//!
//! `stream!` and `try_stream!` of `async-stream` turn `yield` and `?` into an `.await` of their own, of
//! which the span is the whole macro call. What the user wrote is the operand, so that is shown. The
//! text around it tells which of the two it is the operand of. Nothing depends on the macro's name:
//! others are made in the same way.

use rustc_errors::{Diag, MultiSpan};
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, HirId, MatchSource, Node};
use rustc_middle::ty::TyCtxt;
use rustc_span::{DesugaringKind, Span};

use crate::held::Held;
use crate::suspension::{SuspensionKind, SuspensionPoint};

/// How many suspension points are shown for one value.
const SHOWN: usize = 5;

/// Names the points at which the value is held, by `coroutine` or by one that it has given it to.
pub(super) fn note_points(
    tcx: TyCtxt<'_>,
    diag: &mut Diag<'_, ()>,
    coroutine: LocalDefId,
    held: &Held<'_>,
) {
    let holder = held.given_to.and_then(DefId::as_local);
    let points = held.points.iter();
    let mut points: Vec<_> = points
        .map(|&point| Point::find(tcx, holder.unwrap_or(coroutine), point))
        .collect();
    points.sort_by_key(|point| point.span.lo());
    let is_uniform = points.iter().all(|point| point.syntax == points[0].syntax);
    let noun = match points[0].syntax {
        _ if !is_uniform => "suspension point",
        Syntax::Await => "`await` point",
        Syntax::Yield => "`yield`",
        Syntax::QuestionMark => "`?`",
    };
    let (shown, more) = points.split_at(points.len().min(SHOWN));
    let message = match (points.len(), more.len()) {
        (1, _) => format!("held across this {noun}"),
        (_, 0) => format!("held across these {noun}s"),
        (_, more) => format!("held across these {noun}s and {more} more"),
    };
    let mut spans = MultiSpan::from_spans(shown.iter().map(|point| point.span).collect());
    for point in shown.iter().filter(|_| !is_uniform) {
        match point.syntax {
            Syntax::Await => {}
            Syntax::Yield => spans.push_span_label(point.span, "`yield`"),
            Syntax::QuestionMark => spans.push_span_label(point.span, "`?`"),
        }
    }
    let Some(given_to) = held.given_to else {
        diag.span_note(spans, message);
        return;
    };
    let function = tcx.def_path_str(tcx.typeck_root_def_id(given_to));
    match holder {
        Some(_) => diag.span_note(spans, format!("{message} of `{function}`")),
        None => diag.span_note(
            spans,
            format!("`{function}` may hold it across this {noun}"),
        ),
    };
}

/// What the user wrote where a coroutine can be suspended.
struct Point {
    span: Span,
    syntax: Syntax,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Await,
    Yield,
    QuestionMark,
}

impl Point {
    fn find(tcx: TyCtxt<'_>, coroutine: LocalDefId, point: SuspensionPoint) -> Self {
        let SuspensionPoint { span, kind } = point;
        // rustc takes no desugaring for a macro of another crate, wherever the `.await` is written.
        let keyword = span.ctxt().outer_expn_data().call_site;
        let written = match kind {
            SuspensionKind::Await if is_foreign(tcx, keyword) => of_macro(tcx, coroutine, span),
            _ => None,
        };
        written.unwrap_or_else(|| Self {
            span,
            syntax: match kind {
                SuspensionKind::Await => Syntax::Await,
                SuspensionKind::Yield => Syntax::Yield,
            },
        })
    }
}

/// What the user wrote in place of an `.await` that the macro of another crate has made of it.
fn of_macro(tcx: TyCtxt<'_>, coroutine: LocalDefId, span: Span) -> Option<Point> {
    let mut finder = YieldAt { span, found: None };
    finder.visit_body(tcx.hir_body_owned_by(coroutine));
    let mut matches = tcx.hir_parent_iter(finder.found?).filter_map(|(_, node)| {
        let Node::Expr(expr) = node else {
            return None;
        };
        match expr.kind {
            hir::ExprKind::Match(scrutinee, _, source) => Some((expr.span, scrutinee, source)),
            _ => None,
        }
    });
    let is_await = |source| source == MatchSource::AwaitDesugar;
    let (_, awaited, _) = matches.find(|&(.., source)| is_await(source))?;

    let source_map = tcx.sess.source_map();
    let mut written = Written { tcx, found: None };
    written.visit_expr(awaited);
    if let Some(span) = written.found {
        let before = source_map.span_to_prev_source(span).ok()?;
        let is_yield = before.split_whitespace().next_back() == Some("yield");
        return is_yield.then_some(Point {
            span,
            syntax: Syntax::Yield,
        });
    }
    let (_, operand, _) = matches.find(|&(span, ..)| is_foreign(tcx, span))?;
    let after = source_map.span_to_next_source(operand.span).ok()?;
    let is_question_mark = !is_foreign(tcx, operand.span) && after.trim_start().starts_with('?');
    is_question_mark.then_some(Point {
        span: operand.span,
        syntax: Syntax::QuestionMark,
    })
}

fn is_foreign(tcx: TyCtxt<'_>, span: Span) -> bool {
    span.in_external_macro(tcx.sess.source_map())
}

/// Finds the `yield` in an `.await` by its span, which no other has.
struct YieldAt {
    span: Span,
    found: Option<HirId>,
}

impl<'tcx> Visitor<'tcx> for YieldAt {
    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
        if matches!(expr.kind, hir::ExprKind::Yield(..)) && expr.span == self.span {
            self.found = Some(expr.hir_id);
        }
        intravisit::walk_expr(self, expr);
    }
}

/// Finds the first expression that neither a macro of another crate nor the `.await` has brought in.
struct Written<'tcx> {
    tcx: TyCtxt<'tcx>,
    found: Option<Span>,
}

impl<'tcx> Visitor<'tcx> for Written<'tcx> {
    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
        if self.found.is_some() {
            return;
        }
        if is_foreign(self.tcx, expr.span) || expr.span.is_desugaring(DesugaringKind::Await) {
            intravisit::walk_expr(self, expr);
        } else {
            self.found = Some(expr.span);
        }
    }
}
