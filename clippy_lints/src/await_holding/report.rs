//! What the user sees.

use clippy_catalogue::Lint as Kind;
use clippy_utils::diagnostics::docs_link;
use clippy_utils::places;
use rustc_errors::{Diag, DiagDecorator, MultiSpan};
use rustc_hir::def::DefKind;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::{self as hir, HirId, Node};
use rustc_lint_defs::{Level, Lint};
use rustc_middle::middle::region::Scope;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_span::Span;

use super::catalogue::BuiltIn;
use super::denylist::{Denylist, Rule};
use super::held::Held;
use super::origin::Origin;
use super::suggest::{self, Imports};
use super::suspended::Suspension;
use super::way::{Step, Through};

/// Reports `held` of `coroutine` at the level that is in force where the value comes from.
pub(super) fn report<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    held: &Held<'tcx>,
    imports: &Imports,
) {
    let lint = held.rule.lint();
    let source = Source::find(tcx, coroutine, lint, held.origin);
    if source.span.in_external_macro(tcx.sess.source_map()) {
        return;
    }
    // Code of the user's own macro is reported where the macro is called.
    let span = source.span.source_callsite();
    tcx.emit_node_span_lint(
        lint,
        source.node,
        span,
        DiagDecorator(|diag| {
            diag.primary_message(message(tcx, held));
            let reason = match held.rule {
                Rule::Listed(entry) => entry.reason.clone(),
                Rule::Marked(mark) => mark.reason.map(|reason| reason.to_string()),
                Rule::BuiltIn(_) => None,
            };
            if let Some(reason) = reason {
                diag.note(reason);
            }
            if let Some((declaration, name)) = source.declaration {
                diag.span_label(span, format!("`{name}` is captured here"));
                diag.span_label(declaration, format!("`{name}` is declared here"));
            }
            note_way(diag, held);
            note_through(diag, &held.through);
            if let Some((syntax, end)) = source.lifetime {
                diag.span_note(
                    end,
                    format!("a temporary lives to the end of this {syntax}"),
                );
            }
            if !span.source_equal(source.span) {
                diag.span_note(source.span, "the value comes from this line of the macro");
            }
            match held.rule {
                Rule::Listed(entry) => {
                    diag.span_note(entry.span, "forbidden here");
                }
                Rule::BuiltIn(BuiltIn { path, family }) => {
                    diag.note(format!(
                        "`{path}` {}, see {}",
                        family.why, family.documentation
                    ));
                    diag.help(family.instead);
                }
                Rule::Marked(mark) => {
                    diag.span_note(mark.span, "marked as `must_not_suspend` here");
                }
            }
            if held.way.is_empty() {
                suggest::suggest(tcx, diag, (coroutine, source.node), held, imports);
            }
            docs_link(diag, lint);
        }),
    );
}

/// Where a value comes from in the source.
struct Source {
    span: Span,
    /// Where the lint level is looked up.
    node: HirId,
    /// The variable of a captured value, and its name.
    declaration: Option<(Span, String)>,
    /// For a temporary: up to the end of what it lives, and where that is.
    lifetime: Option<(&'static str, Span)>,
}

impl Source {
    fn find(tcx: TyCtxt<'_>, coroutine: LocalDefId, lint: &'static Lint, origin: Origin) -> Self {
        match origin {
            Origin::Binding(span) => Self {
                span,
                node: places::node_of_local(tcx, coroutine, span),
                declaration: None,
                lifetime: None,
            },
            Origin::Temporary(span) => {
                let node = places::node_of_local(tcx, coroutine, span);
                Self {
                    span,
                    node,
                    declaration: None,
                    lifetime: end_of_temporary(tcx, coroutine, node),
                }
            }
            Origin::Captured(index) => {
                let captured = tcx.closure_captures(coroutine)[index.as_usize()];
                let variable = captured.get_root_variable();
                let expr = captured.info.path_expr_id;
                // The user may have allowed it at the variable, or at the capture.
                let allowed = tcx.lint_level_at_node(lint, variable).level;
                let node = match expr {
                    Some(expr) if !matches!(allowed, Level::Allow | Level::Expect) => expr,
                    _ => variable,
                };
                Self {
                    span: captured.get_path_span(tcx),
                    node,
                    declaration: Some((tcx.hir_span(variable), captured.to_string(tcx))),
                    lifetime: None,
                }
            }
        }
    }
}

/// Up to the end of which construct the temporary at `node` lives, and where that end is.
fn end_of_temporary(
    tcx: TyCtxt<'_>,
    coroutine: LocalDefId,
    node: HirId,
) -> Option<(&'static str, Span)> {
    let tree = tcx.region_scope_tree(coroutine);
    let scope: Scope = tree.temporary_scope(node.local_id).temp_lifetime?;
    let end = scope.hir_id(tree)?;
    let (syntax, span) = match tcx.hir_node(end) {
        Node::Expr(expr) => (construct(expr)?, expr.span),
        Node::Stmt(stmt) => match stmt.kind {
            hir::StmtKind::Expr(expr) | hir::StmtKind::Semi(expr) => {
                (construct(expr).unwrap_or("statement"), stmt.span)
            }
            hir::StmtKind::Let(_) | hir::StmtKind::Item(_) => return None,
        },
        Node::Block(block) => ("block", block.span),
        _ => return None,
    };
    let end = tcx.sess.source_map().end_point(span.source_callsite());
    Some((syntax, end))
}

/// What a user calls the expression, if it is one that keeps temporaries of a part of it.
fn construct(expr: &hir::Expr<'_>) -> Option<&'static str> {
    match expr.kind {
        hir::ExprKind::Match(_, _, hir::MatchSource::Normal | hir::MatchSource::Postfix) => {
            Some("`match`")
        }
        hir::ExprKind::Match(_, _, hir::MatchSource::ForLoopDesugar) => Some("`for`"),
        hir::ExprKind::If(..) => Some("`if`"),
        hir::ExprKind::Loop(_, _, hir::LoopSource::While, _) => Some("`while`"),
        hir::ExprKind::Block(..) => Some("block"),
        hir::ExprKind::DropTemps(inner) => construct(inner),
        _ => None,
    }
}

fn message(tcx: TyCtxt<'_>, held: &Held<'_>) -> String {
    match held.rule {
        Rule::Listed(entry) => {
            let what = match Denylist::of_build(tcx).is_about_functions(entry) {
                true => format!("what `{}` returns", entry.path),
                false => format!("`{}`", entry.path),
            };
            format!("{what} may not be held across an `await` point per `clippy.toml`")
        }
        Rule::BuiltIn(BuiltIn { path, family }) => match family.lint {
            Kind::InvalidType => {
                format!("`{path}` may not be held across an `await` point by default")
            }
            Kind::Lock => format!(
                "this `{}` is held across an await point",
                name_of(tcx, held.ty)
            ),
            Kind::RefCell if family.library == "std" => {
                "this `RefCell` reference is held across an await point".to_owned()
            }
            Kind::RefCell => format!(
                "this `{}` borrow is held across an await point",
                name_of(tcx, held.ty)
            ),
        },
        Rule::Marked(mark) => {
            let name = with_no_trimmed_paths!(tcx.def_path_str(mark.item));
            let what = match tcx.def_kind(mark.item) {
                DefKind::Trait => format!("an implementer of `{name}`"),
                DefKind::Fn | DefKind::AssocFn => format!("what `{name}` returns"),
                _ => format!("`{name}`"),
            };
            format!("{what} may not be held across an `await` point")
        }
    }
}

fn name_of(tcx: TyCtxt<'_>, ty: Ty<'_>) -> String {
    ty.ty_adt_def().map_or_else(
        || ty.to_string(),
        |adt| tcx.item_name(adt.did()).to_string(),
    )
}

/// Says how an owner holds what must not be held: by fields that the user can name, then by the
/// type whose insides are not theirs.
fn note_way(diag: &mut Diag<'_, ()>, held: &Held<'_>) {
    let Some(owner) = held.way.first().map(|step| step.owner) else {
        return;
    };
    let is_own = |step: &&Step<'_>| match step.owner.ty_adt_def() {
        Some(adt) => adt.did().is_local(),
        None => true,
    };
    let own: Vec<_> = held.way.iter().take_while(is_own).collect();
    let container = held.way.get(own.len()).map(|step| step.owner);
    let path: Vec<_> = own.iter().filter_map(|step| name(step.to)).collect();

    let mut note = String::from("held in ");
    if path.is_empty() {
        note += &format!("`{}`", container.unwrap_or(owner));
    } else {
        let what = match own[0].to {
            Through::Captured(_) => "captured variable",
            _ => "field",
        };
        note += &format!("{what} `{}` of `{owner}`", path.join("."));
        if let Some(container) = container {
            note += &format!(", in `{container}`");
        }
    }
    diag.note(note);
}

fn name(step: Through) -> Option<String> {
    match step {
        Through::Field(name) | Through::Captured(name) => Some(name.to_string()),
        Through::VariantField { variant, field } => Some(format!("{variant}.{field}")),
        Through::Content => None,
    }
}

fn note_through(diag: &mut Diag<'_, ()>, through: &[Suspension]) {
    let points = match through.iter().all(|point| point.is_await) {
        true => "`await` point",
        false => "suspension point",
    };
    let message = match through.len() {
        1 => format!("it is held through this {points}"),
        _ => format!("it is held through these {points}s"),
    };
    let spans: Vec<_> = through.iter().map(|point| point.span).collect();
    diag.span_note(MultiSpan::from_spans(spans), message);
}
