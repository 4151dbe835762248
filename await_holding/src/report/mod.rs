//! Reports: what is held, why it must not be, where, and what to do instead.

mod dead_entries;
mod node_of_local;
mod source;
mod type_name;

use clippy_catalogue::LintKind;
use rustc_errors::{Diag, MultiSpan};
use rustc_hir::def::DefKind;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{Ty, TyCtxt, TypingEnv};

use crate::degree::Degree;
use crate::fixes;
use crate::held::Held;
use crate::host::EmitLint;
use crate::ownership::{Component, Step};
use crate::per_crate::LintedCrate;
use crate::rules::{Rule, RuleSet, Subject};
use crate::suspension::{SuspensionKind, SuspensionPoint};
pub(crate) use dead_entries::report as dead_entries;
use source::Source;

/// Reports `held` of `coroutine` at the level that is in force where the value comes from.
pub(crate) fn report<'tcx>(
    krate: &'tcx LintedCrate<'tcx>,
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
    let rules = krate.holdings.rules(tcx);
    let message = message(tcx, rules, held);
    let typing_env = TypingEnv::post_analysis(tcx, coroutine);
    let type_name = |ty| type_name::type_name(tcx, typing_env, rules, ty);
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
        note_access_path(diag, held, type_name);
        note_points(diag, &held.points);
        if let Some((syntax, end)) = source.extent {
            diag.span_note(
                end,
                format!("the temporary lives until the end of this {syntax}"),
            );
        }
        if !span.source_equal(source.span) {
            diag.span_note(
                source.span,
                "the value is created in this line of the macro",
            );
        }
        if let Some(entry) = held.rule.entry() {
            diag.span_note(entry.span, "forbidden here");
        }
        match held.rule {
            Rule::Listed(_) => {}
            Rule::Catalogue { known, .. } => {
                let row = known.row;
                diag.note(format!(
                    "`{}` {}, see {}",
                    known.path, row.why, row.documentation
                ));
                // clippy-sarif expects the lint's page in the first help.
                diag.note(row.instead);
            }
            Rule::Marked(mark) => {
                diag.span_note(mark.span, "marked `must_not_suspend` here");
            }
        }
        if held.access_path.is_empty() {
            let modules = &krate.modules_with_import;
            fixes::suggest(tcx, diag, coroutine, source.node, held, rules, modules);
        }
    });
}

fn message(tcx: TyCtxt<'_>, rules: &RuleSet, held: &Held<'_>) -> String {
    match held.rule {
        Rule::Listed(entry) => {
            let what = match rules.subject(entry) {
                Some(Subject::Functions(_)) => format!("the return value of `{}`", entry.path),
                _ => format!("`{}`", entry.path),
            };
            format!("{what} may not be held across an `await` point per `clippy.toml`")
        }
        Rule::Catalogue { known, .. } => match known.row.lint {
            LintKind::InvalidType => format!(
                "`{}` may not be held across an `await` point by default",
                known.path
            ),
            LintKind::Lock => {
                format!("this `{}` is held across an `await` point", known.name())
            }
            LintKind::RefCell => {
                format!("this {} is held across an `await` point", known.row.noun)
            }
        },
        Rule::Marked(mark) => {
            let name = with_no_trimmed_paths!(tcx.def_path_str(mark.item));
            let what = match tcx.def_kind(mark.item) {
                DefKind::Trait => format!("a value that implements `{name}`"),
                DefKind::Fn | DefKind::AssocFn => format!("the return value of `{name}`"),
                _ => format!("`{name}`"),
            };
            format!("{what} may not be held across an `await` point")
        }
    }
}

/// Says how the owner holds what must not be held: the fields that the user can name, then the type
/// whose internals are not theirs.
fn note_access_path<'tcx>(
    diag: &mut Diag<'_, ()>,
    held: &Held<'tcx>,
    type_name: impl Fn(Ty<'tcx>) -> String,
) {
    let Some(owner) = held.access_path.first().map(|step| step.owner) else {
        return;
    };
    let is_own = |step: &&Step<'_>| match step.owner.ty_adt_def() {
        Some(adt) => adt.did().is_local(),
        None => true,
    };
    let own: Vec<_> = held.access_path.iter().take_while(is_own).collect();
    let container = held.access_path.get(own.len()).map(|step| step.owner);
    let path: Vec<_> = own.iter().filter_map(|step| name(step.to)).collect();
    let owner = type_name(owner);
    let container = container.map(type_name);

    let mut note = String::from(match held.degree {
        Degree::Certain => "held in ",
        Degree::Possible => "may be held in ",
    });
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

/// How many suspension points are shown for one value.
const SHOWN_POINTS: usize = 5;

fn note_points(diag: &mut Diag<'_, ()>, points: &[SuspensionPoint]) {
    let is_await = |point: &SuspensionPoint| point.kind == SuspensionKind::Await;
    let noun = match points.iter().all(is_await) {
        true => "`await` point",
        false => "suspension point",
    };
    let shown = &points[..points.len().min(SHOWN_POINTS)];
    let message = match (points.len(), points.len() - shown.len()) {
        (1, _) => format!("held across this {noun}"),
        (_, 0) => format!("held across these {noun}s"),
        (_, more) => format!("held across these {noun}s and {more} more"),
    };
    let spans: Vec<_> = shown.iter().map(|point| point.span).collect();
    diag.span_note(MultiSpan::from_spans(spans), message);
}
