//! What the user sees.

use clippy_utils::diagnostics::docs_link;
use rustc_errors::{Diag, DiagDecorator, MultiSpan};
use rustc_hir::HirId;
use rustc_middle::ty::{Ty, TyCtxt};

use super::AWAIT_HOLDING_INVALID_TYPE;
use super::denylist::Rule;
use super::guards::Kind;
use super::held::Held;

/// Reports `value` at the level that is in force at `node`.
pub(super) fn report<'tcx>(tcx: TyCtxt<'tcx>, node: HirId, value: &Held<'tcx>, rule: Rule) {
    let lint = match rule {
        Rule::Listed(_) => AWAIT_HOLDING_INVALID_TYPE,
        Rule::BuiltIn(guard) => guard.kind.lint(),
    };
    tcx.emit_node_span_lint(
        lint,
        node,
        value.span,
        DiagDecorator(|diag| {
            match rule {
                Rule::Listed(entry) => {
                    diag.primary_message(format!(
                        "`{}` may not be held across an `await` point per `clippy.toml`",
                        entry.path
                    ));
                    if let Some(reason) = &entry.reason {
                        diag.note(reason.clone());
                    }
                    note_awaits(diag, value);
                    diag.span_note(entry.span, "forbidden here");
                }
                Rule::BuiltIn(guard) => {
                    let (message, help) = built_in(guard.kind, tcx, value.ty);
                    diag.primary_message(message);
                    diag.help(help);
                    note_awaits(diag, value);
                }
            }
            docs_link(diag, lint);
        }),
    );
}

fn built_in<'tcx>(kind: Kind, tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> (String, &'static str) {
    match kind {
        Kind::Lock => {
            let name = ty
                .ty_adt_def()
                .map(|adt| tcx.item_name(adt.did()).to_string());
            let name = name.unwrap_or_else(|| ty.to_string());
            (
                format!("this `{name}` is held across an await point"),
                "drop the guard before the `await`, or use a lock made for asynchronous code",
            )
        }
        Kind::RefCell => (
            "this `RefCell` reference is held across an await point".to_owned(),
            "drop the reference before the `await`",
        ),
    }
}

fn note_awaits(diag: &mut Diag<'_, ()>, value: &Held<'_>) {
    let message = match value.awaits.len() {
        1 => "it is held through this `await` point",
        _ => "it is held through these `await` points",
    };
    diag.span_note(MultiSpan::from_spans(value.awaits.clone()), message);
}
