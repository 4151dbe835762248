//! Reports: what is held, why it must not be, where, and what to do instead.

mod access_path;
mod entries;
mod expectation;
mod lent;
mod node_of_local;
mod points;
mod source;
mod type_name;

use clippy_catalogue::LintKind;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::LocalDefId;
use rustc_lint_defs::{Level, Lint};
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{TyCtxt, TypingEnv};

use crate::compat;
use crate::fixes;
use crate::held::Held;
use crate::host::EmitLint;
use crate::per_crate::LintedCrate;
use crate::rules::{Rule, RuleSet, Subject};
use access_path::note_access_path;
pub(crate) use entries::report as entries;
use lent::lenders;
use points::note_points;
use source::Source;

/// Reports what `coroutine` holds, each value at the level that is in force where it comes from.
pub(crate) fn report<'tcx>(
    krate: &'tcx LintedCrate<'tcx>,
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    held: &[Held<'tcx>],
    emit: &dyn EmitLint,
) {
    let findings = held.iter().map(|held| {
        let lint = krate.host.lints.get(held.rule.lint());
        let source = Source::find(tcx, coroutine, lint, held.origin);
        Finding { held, lint, source }
    });
    let findings: Vec<_> = findings.collect();
    let lenders = lenders(tcx, coroutine, held);
    let is_reported = |finding: &Finding<'_, 'tcx>| {
        let source_map = tcx.sess.source_map();
        !finding.source.span.in_external_macro(source_map)
    };
    let level =
        |finding: &Finding<'_, 'tcx>| compat::level_at(tcx, finding.lint, finding.source.node);
    let reported_with = |item: usize| {
        lenders[item].filter(|&lender| {
            let [item, lender] = [item, lender].map(|index| &findings[index]);
            // Each of two expectations wants to be fulfilled.
            is_reported(lender) && level(item) == level(lender) && level(item) != Level::Expect
        })
    };
    for (index, finding) in findings.iter().enumerate() {
        if is_reported(finding) && reported_with(index).is_none() {
            let with = |item: &usize| reported_with(*item) == Some(index);
            let lent = (0..findings.len()).filter(with);
            let lent: Vec<_> = lent.map(|item| &findings[item]).collect();
            report_one(krate, tcx, coroutine, finding, &lent, emit);
        }
    }
}

/// A held value, and how it is reported.
struct Finding<'a, 'tcx> {
    held: &'a Held<'tcx>,
    lint: &'static Lint,
    source: Source,
}

/// Reports a value together with those that it has `lent`.
fn report_one<'tcx>(
    krate: &'tcx LintedCrate<'tcx>,
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    finding: &Finding<'_, 'tcx>,
    lent: &[&Finding<'_, 'tcx>],
    emit: &dyn EmitLint,
) {
    let Finding { held, lint, source } = finding;
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
        for item in lent {
            let name = item
                .held
                .rule
                .known_type()
                .map_or("value", |known| known.name());
            let label = format!("the iterator lends this `{name}`, which is held, too");
            diag.span_label(item.source.span.source_callsite(), label);
        }
        note_access_path(tcx, diag, held, type_name);
        note_points(tcx, diag, coroutine, held);
        if let Some((syntax, end)) = source.extent
            && held.given_to.is_none()
        {
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
            }
            Rule::Marked(mark) => {
                diag.span_note(mark.span, "marked `must_not_suspend` here");
            }
        }
        let is_said_in_words = if let Some(silencer) = krate.host.silencer {
            expectation::offer(tcx, diag, lint, source.node, silencer);
            false
        } else {
            let modules = &krate.modules_with_import;
            held.access_path.is_empty()
                && held.given_to.is_none()
                && fixes::suggest(tcx, diag, coroutine, source.node, held, rules, modules)
        };
        if let Rule::Catalogue { known, .. } = held.rule
            && !is_said_in_words
        {
            // clippy-sarif expects the lint's page in the first help.
            diag.note(known.row.instead);
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
