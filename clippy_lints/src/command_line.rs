//! Unknown lints with the tool `clippy` on the command line, where cargo puts `[lints.clippy]`.
//!
//! rustc warns about such a name once, but it looks for it and for the nearest known one again for
//! each module that is a file (`EarlyContext::new` in `rustc_lint`). A crate whose manifest names
//! some lints of a later Clippy spends more time on this than on everything else. So the names are
//! removed from rustc's options, and the warning is emitted here.

use await_holding::compat::{LevelSpec, level_among};
use clippy_config::upstream::{self, UpstreamLint};
use rustc_data_structures::fx::FxHashSet;
use rustc_errors::{DiagDecorator, E0602};
use rustc_lint_defs::builtin::{UNKNOWN_LINTS, WARNINGS};
use rustc_lint_defs::{Level, Lint};
use rustc_middle::lint::{LintLevelSource, emit_lint_base};
use rustc_session::Session;
use rustc_span::Symbol;
use rustc_span::edit_distance::find_best_match_for_name;

const TOOL: &str = "clippy::";

/// A name as rustc's options have it, `unknown_lints`, and the level it is to get.
type LintOption = (String, Level);

/// An option with an unknown name, removed from rustc's options.
pub struct Unknown {
    option: LintOption,
    /// The options before it that set the level of the warning. Those after it have no effect.
    before: Vec<LintOption>,
}

/// Removes the options with unknown names, for [`warn_of_unknown`].
pub fn take_unknown(options: &mut Vec<LintOption>) -> Vec<Unknown> {
    let is_of_clippy = |option: &LintOption| option.0.starts_with(TOOL);
    if !options.iter().any(is_of_clippy) {
        return Vec::new();
    }
    let known: FxHashSet<&str> = names().collect();
    let mut unknown = Vec::new();
    let mut before = Vec::new();
    options.retain(|option| {
        if [UNKNOWN_LINTS, WARNINGS]
            .iter()
            .any(|lint| lint.name_lower() == option.0)
        {
            before.push(option.clone());
        }
        let is_known = !is_of_clippy(option) || known.contains(option.0.as_str());
        if !is_known {
            unknown.push(Unknown {
                option: option.clone(),
                before: before.clone(),
            });
        }
        is_known
    });
    unknown
}

/// Warns about what [`take_unknown`] has removed, as rustc does.
pub fn warn_of_unknown(sess: &Session, unknown: &[Unknown]) {
    for Unknown { option, before } in unknown {
        let (name, level) = option;
        let decorator = DiagDecorator(|diag| {
            diag.primary_message(format!("unknown lint: `{name}`"));
            diag.code(E0602);
            if let Some(nearest) = nearest(name) {
                diag.help(format!("did you mean: `{TOOL}{nearest}`"));
            }
            let flag = level.to_cmd_flag();
            diag.note(format!(
                "requested on the command line with `{flag} {name}`"
            ));
        });
        emit_lint_base(
            sess,
            UNKNOWN_LINTS,
            level_after(before, sess),
            None,
            decorator,
        );
    }
}

/// The level of `unknown_lints` after these options.
fn level_after(options: &[LintOption], sess: &Session) -> LevelSpec {
    let set = |lint: &'static Lint| {
        let name = lint.name_lower();
        let mut levels = options
            .iter()
            .filter(|option| option.0 == name)
            .map(|option| option.1);
        let is_final = |level: &Level| matches!(level, Level::Forbid | Level::ForceWarn);
        let level = levels
            .clone()
            .find(is_final)
            .or_else(|| levels.next_back())?;
        Some((
            level,
            LintLevelSource::CommandLine(Symbol::intern(&name), level),
        ))
    };
    level_among(sess, UNKNOWN_LINTS, set)
}

/// All names that are known, see [`register`](crate::register()).
fn names() -> impl Iterator<Item = &'static str> {
    upstream::lints().map(|name| match name {
        UpstreamLint::Lint(name) | UpstreamLint::Group(name) | UpstreamLint::Old(name) => name,
    })
}

/// The name that was most likely meant, without the tool.
fn nearest(name: &str) -> Option<Symbol> {
    let bare = |name: &str| Symbol::intern(name.strip_prefix(TOOL).unwrap_or(name));
    let offered = upstream::lints().filter_map(|name| match name {
        UpstreamLint::Lint(name) | UpstreamLint::Group(name) => Some(bare(name)),
        UpstreamLint::Old(_) => None,
    });
    find_best_match_for_name(&offered.collect::<Vec<_>>(), bare(name), None)
}
