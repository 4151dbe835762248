//! `#[expect(clippy::...)]` is never "unfulfilled" for lints that are not ours.
//!
//! Only upstream Clippy knows whether `#[expect(clippy::needless_return)]` is fulfilled, and a group
//! such as `clippy::all` may be expected because of one of its lints. So among expectations with the
//! tool `clippy`, only those that name a lint of this project are checked.

use await_holding::compat::{LintExpectationId, place_of_expectation};
use rustc_interface::DEFAULT_QUERY_PROVIDERS;
use rustc_middle::lint::LintExpectation;
use rustc_middle::query::Providers;
use rustc_middle::ty::TyCtxt;
use rustc_span::sym;

use crate::LINTS;

pub(crate) fn provide(providers: &mut Providers) {
    providers.lint_expectations = lint_expectations;
}

fn lint_expectations(tcx: TyCtxt<'_>, (): ()) -> Vec<(LintExpectationId, LintExpectation)> {
    let mut expectations = (DEFAULT_QUERY_PROVIDERS.queries.lint_expectations)(tcx, ());
    expectations.retain(|(id, expectation)| {
        expectation.lint_tool != Some(sym::clippy)
            || named_lint(tcx, id)
                .is_some_and(|name| LINTS.iter().any(|info| info.lint.name_lower() == name))
    });
    expectations
}

/// The lint that an expectation names, as written: `clippy::all`.
fn named_lint(tcx: TyCtxt<'_>, id: &LintExpectationId) -> Option<String> {
    let (hir_id, attr_index, lint_index) = place_of_expectation(id)?;
    let names = tcx.hir_attrs(hir_id)[usize::from(attr_index)].meta_item_list()?;
    let path = &names.get(usize::from(lint_index?))?.meta_item()?.path;
    let segments: Vec<_> = path
        .segments
        .iter()
        .map(|segment| segment.ident.as_str())
        .collect();
    Some(segments.join("::"))
}
