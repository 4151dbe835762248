//! What the user sees.

use clippy_catalogue::Lint;
use clippy_utils::diagnostics::docs_link;
use rustc_errors::{Diag, DiagDecorator, MultiSpan};
use rustc_hir::HirId;
use rustc_middle::ty::{Ty, TyCtxt};

use super::AWAIT_HOLDING_INVALID_TYPE;
use super::catalogue::BuiltIn;
use super::denylist::Rule;
use super::held::Held;

/// Reports `value` at the level that is in force at `node`.
pub(super) fn report<'tcx>(tcx: TyCtxt<'tcx>, node: HirId, value: &Held<'tcx>, rule: Rule) {
    let lint = match rule {
        Rule::Listed(_) => AWAIT_HOLDING_INVALID_TYPE,
        Rule::BuiltIn(built_in) => built_in.lint(),
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
                Rule::BuiltIn(built_in) => {
                    let BuiltIn { path, family } = built_in;
                    diag.primary_message(message(built_in, tcx, value.ty));
                    note_awaits(diag, value);
                    diag.note(format!(
                        "`{path}` {}, see {}",
                        family.why, family.documentation
                    ));
                    diag.help(family.instead);
                }
            }
            docs_link(diag, lint);
        }),
    );
}

fn message<'tcx>(built_in: BuiltIn, tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> String {
    match built_in.family.lint {
        Lint::InvalidType => format!(
            "`{}` may not be held across an `await` point by default",
            built_in.path
        ),
        Lint::Lock => {
            let name = ty
                .ty_adt_def()
                .map(|adt| tcx.item_name(adt.did()).to_string());
            let name = name.unwrap_or_else(|| ty.to_string());
            format!("this `{name}` is held across an await point")
        }
        Lint::RefCell => "this `RefCell` reference is held across an await point".to_owned(),
    }
}

fn note_awaits(diag: &mut Diag<'_, ()>, value: &Held<'_>) {
    let message = match value.awaits.len() {
        1 => "it is held through this `await` point",
        _ => "it is held through these `await` points",
    };
    diag.span_note(MultiSpan::from_spans(value.awaits.clone()), message);
}
