//! What the user sees.

mod node_of_local;
mod source;

use clippy_catalogue::Lint as LintKind;
use rustc_errors::{Diag, MultiSpan};
use rustc_hir::def::DefKind;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{Ty, TyCtxt};

use crate::fixes;
use crate::held::Held;
use crate::host::EmitLint;
use crate::ownership::{Component, Step};
use crate::per_crate::LintedCrate;
use crate::rules::{Row, Rule, RuleSet};
use crate::suspension::{SuspensionKind, SuspensionPoint};
use source::Source;

/// Reports `held` of `coroutine` at the level that is in force where the value comes from.
pub(crate) fn report<'tcx>(
    krate: &LintedCrate<'tcx>,
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    held: &Held<'tcx>,
    emit: &dyn EmitLint,
) {
    let lint = krate.host.lints.get(held.rule.lint());
    let source = Source::find(tcx, coroutine, lint, held.origin);
    if source.span.in_external_macro(tcx.sess.source_map()) {
        return;
    }
    // What the user's own macro wrote is reported where the macro is called.
    let span = source.span.source_callsite();
    let message = message(tcx, krate.holdings.rules(tcx), held);
    emit.emit(lint, source.node, span, message, &mut |diag| {
        let reason = match held.rule {
            Rule::Marked(mark) => mark.reason.map(|reason| reason.to_string()),
            rule => rule.entry().and_then(|entry| entry.reason.clone()),
        };
        if let Some(reason) = reason {
            diag.note(reason);
        }
        if let Some((declaration, name)) = &source.declaration {
            diag.span_label(span, format!("`{name}` is captured here"));
            diag.span_label(*declaration, format!("`{name}` is declared here"));
        }
        note_access_path(diag, held);
        note_points(diag, &held.points);
        if let Some((syntax, end)) = source.extent {
            diag.span_note(end, format!("the temporary lives until the end of this {syntax}"));
        }
        if !span.source_equal(source.span) {
            diag.span_note(source.span, "the value comes from this line of the macro");
        }
        if let Some(entry) = held.rule.entry() {
            diag.span_note(entry.span, "forbidden here");
        }
        match held.rule {
            Rule::Listed(_) => {}
            Rule::Catalogue { row: Row { path, family }, .. } => {
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
        if held.path.is_empty() {
            fixes::suggest(tcx, diag, (coroutine, source.node), held, &krate.imports);
        }
    });
}

fn message(tcx: TyCtxt<'_>, rules: &RuleSet, held: &Held<'_>) -> String {
    match held.rule {
        Rule::Listed(entry) => {
            let what = match rules.is_about_functions(entry) {
                true => format!("what `{}` returns", entry.path),
                false => format!("`{}`", entry.path),
            };
            format!("{what} may not be held across an `await` point per `clippy.toml`")
        }
        Rule::Catalogue { row: Row { path, family }, .. } => match family.lint {
            LintKind::InvalidType => {
                format!("`{path}` may not be held across an `await` point by default")
            }
            LintKind::Lock => format!(
                "this `{}` is held across an `await` point",
                name_of(tcx, held.ty)
            ),
            LintKind::RefCell if family.library == "std" => {
                "this `RefCell` reference is held across an `await` point".to_owned()
            }
            LintKind::RefCell => format!(
                "this `{}` borrow is held across an `await` point",
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
        || with_no_trimmed_paths!(ty.to_string()),
        |adt| tcx.item_name(adt.did()).to_string(),
    )
}

/// Says how the owner holds what must not be held: the fields that the user can name, then the type
/// whose internals are not theirs.
fn note_access_path(diag: &mut Diag<'_, ()>, held: &Held<'_>) {
    let Some(owner) = held.path.first().map(|step| step.owner) else {
        return;
    };
    let is_own = |step: &&Step<'_>| match step.owner.ty_adt_def() {
        Some(adt) => adt.did().is_local(),
        None => true,
    };
    let own: Vec<_> = held.path.iter().take_while(is_own).collect();
    let container = held.path.get(own.len()).map(|step| step.owner);
    let path: Vec<_> = own.iter().filter_map(|step| name(step.to)).collect();

    let mut note = String::from("held in ");
    if path.is_empty() {
        note += &format!("`{}`", container.unwrap_or(owner));
    } else {
        let what = match own[0].to {
            Component::Capture(_) => "captured variable",
            _ => "field",
        };
        note += &format!("{what} `{}` of `{owner}`", path.join("."));
        if let Some(container) = container {
            note += &format!(", in `{container}`");
        }
    }
    diag.note(note);
}

fn name(step: Component) -> Option<String> {
    match step {
        Component::Field(name) | Component::Capture(name) => Some(name.to_string()),
        Component::VariantField { variant, field } => Some(format!("{variant}.{field}")),
        Component::Content => None,
    }
}

fn note_points(diag: &mut Diag<'_, ()>, points: &[SuspensionPoint]) {
    let is_await = |point: &SuspensionPoint| point.kind == SuspensionKind::Await;
    let noun = match points.iter().all(is_await) {
        true => "`await` point",
        false => "suspension point",
    };
    let message = match points.len() {
        1 => format!("held across this {noun}"),
        _ => format!("held across these {noun}s"),
    };
    let spans: Vec<_> = points.iter().map(|point| point.span).collect();
    diag.span_note(MultiSpan::from_spans(spans), message);
}
