//! "Did you mean": the known name nearest to an unknown one.

use rustc_span::Symbol;
use rustc_span::edit_distance::find_best_match_for_name;

/// The one of `known` that `name` is most likely a misspelling of.
pub fn nearest<'a>(known: impl Iterator<Item = &'a str>, name: &str) -> Option<Symbol> {
    let known: Vec<_> = known.map(Symbol::intern).collect();
    find_best_match_for_name(&known, Symbol::intern(name), None)
}
