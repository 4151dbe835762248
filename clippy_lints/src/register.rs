//! Makes lint names known to rustc: our own, and all that upstream Clippy knows.
//!
//! Users' code is full of `#[allow(clippy::...)]` for lints that do not exist here. Such a name is
//! registered as a lint that is never emitted. It causes no warning, and rustc suggests it when another
//! name is misspelled. Old names, of renamed and removed lints, are known but not suggested.

use clippy_config::upstream::{self, UpstreamLint};
use rustc_data_structures::fx::FxHashSet;
use rustc_lint::{LintId, LintStore};
use rustc_lint_defs::{Level, Lint};

use crate::{LINTS, LintInfo};

/// Registers lints, groups and foreign names in rustc's lint store.
pub fn register(store: &mut LintStore) {
    let ours: FxHashSet<String> = LINTS.iter().map(|info| info.lint.name_lower()).collect();
    store.register_lints(&LINTS.iter().map(|info| *info.lint).collect::<Vec<_>>());

    let mut foreign = Vec::new();
    for name in upstream::lints() {
        match name {
            UpstreamLint::Lint(name) if !ours.contains(name) => foreign.push(name),
            UpstreamLint::Lint(_) => {}
            UpstreamLint::Old(name) => store.register_ignored(name),
            UpstreamLint::Group(group) => {
                let members = LINTS.iter().filter(|info| is_member(info, group));
                let ids = members.map(|info| LintId::of(info.lint)).collect();
                store.register_group(true, group, None, ids);
            }
        }
    }
    store.register_lints(&inert_lints(&foreign));
}

fn is_member(info: &LintInfo, group: &str) -> bool {
    let group = group.trim_start_matches("clippy::");
    group == "all" || group == info.group.name()
}

/// Lints without a pass. rustc takes a name for a lint only if there is a `&'static Lint`.
fn inert_lints(names: &[&'static str]) -> Vec<&'static Lint> {
    let lints: Vec<Lint> = names
        .iter()
        .map(|&name| Lint {
            name,
            default_level: Level::Allow,
            desc: "a lint of upstream Clippy, without effect here",
            is_externally_loaded: true,
            ..Lint::default_fields_for_macro()
        })
        .collect();
    lints.leak().iter().collect()
}
