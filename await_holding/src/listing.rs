//! `--print-await-holding`: what became of each entry of the user's list in this crate, so that an
//! entry that has no effect anywhere in a workspace can be found. The defaults that are in force, by `".."`
//! or because there is no list, are listed like entries.
//!
//! The listing is a single note among the diagnostics. Cargo keeps it as it keeps them, and prints it
//! again when the crate is fresh. Listings of crates that are compiled at the same time do not mix.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hir::def_id::LOCAL_CRATE;
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use crate::rules::list::InvalidTypes;
use crate::rules::{Rule, RuleSet, Subject, Unresolved, defaults};

/// Counts the values that are held because of each entry, and of each default.
pub(crate) struct Counts {
    entries: Vec<AtomicUsize>,
    defaults: Vec<AtomicUsize>,
}

impl Counts {
    pub fn new(list: &InvalidTypes) -> Self {
        Self {
            entries: list.entries.iter().map(|_| AtomicUsize::new(0)).collect(),
            defaults: defaults().map(|_| AtomicUsize::new(0)).collect(),
        }
    }

    /// Counts a value that `rule` forbids, whether it is reported or not.
    pub fn count(&self, list: &InvalidTypes, rule: Rule) {
        let count = match rule.entry() {
            Some(entry) => list.index_of(entry).map(|index| &self.entries[index]),
            None => rule.known_type().and_then(|known| {
                let index = defaults().position(|path| path == known.path);
                index.map(|index| &self.defaults[index])
            }),
        };
        if let Some(count) = count {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Prints the listing.
    pub fn print(&self, tcx: TyCtxt<'_>, list: &InvalidTypes, rules: &RuleSet) {
        let mut rows = Vec::new();
        for ((entry, resolved), held) in list.entries.iter().zip(rules.entries()).zip(&self.entries)
        {
            let [held, meaning] = effect(tcx, resolved, held);
            let held = match resolved {
                Ok(_) if entry.allow => "allowed".to_owned(),
                _ => held,
            };
            let place = position(tcx, entry.span);
            rows.push([place, entry.path.clone(), held, meaning]);
        }
        if list.keep_default {
            let held = self
                .defaults
                .iter()
                .map(|held| held.load(Ordering::Relaxed));
            let held: usize = held.sum();
            rows.extend(list.default_span.map(|span| {
                let meaning = "(the default)".to_owned();
                [
                    position(tcx, span),
                    "..".to_owned(),
                    held.to_string(),
                    meaning,
                ]
            }));
            let resolved = RuleSet::defaults(tcx);
            for ((path, resolved), held) in defaults().zip(&resolved).zip(&self.defaults) {
                let [held, meaning] = effect(tcx, resolved, held);
                rows.push(["default".to_owned(), path.to_owned(), held, meaning]);
            }
        }
        let krate = tcx.crate_name(LOCAL_CRATE);
        let is_empty = list.entries.is_empty() && list.default_span.is_none();
        let mut message = match is_empty {
            true => format!("no entries of `await-holding-invalid-types` for the crate `{krate}`"),
            false => format!("entries of `await-holding-invalid-types` in the crate `{krate}`"),
        };
        if !rows.is_empty() {
            message += "\n";
            message += &table(["place", "entry", "held", "stands for"], &rows);
        }
        tcx.dcx().note(message);
    }
}

/// How many values are `held` because of what was `resolved`, and what that stands for.
fn effect(
    tcx: TyCtxt<'_>,
    resolved: &Result<Subject, Unresolved>,
    held: &AtomicUsize,
) -> [String; 2] {
    match resolved {
        Ok(subject) => [
            held.load(Ordering::Relaxed).to_string(),
            subject.describe(tcx),
        ],
        Err(Unresolved::CrateNotInBuild(krate)) => {
            let meaning = format!("(no crate `{krate}` in this build)");
            ["-".to_owned(), meaning]
        }
        Err(Unresolved::Nothing { .. }) => ["-".to_owned(), "(nothing)".to_owned()],
    }
}

fn position(tcx: TyCtxt<'_>, span: Span) -> String {
    let source_map = tcx.sess.source_map();
    let start = source_map.lookup_char_pos(span.lo());
    let file = source_map.filename_for_diagnostics(&start.file.name);
    format!("{file}:{}:{}", start.line, start.col.0 + 1)
}

/// Columns, separated by at least two spaces.
fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let head = head.map(str::to_owned);
    let lines: Vec<_> = [&head].into_iter().chain(rows).collect();
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let lines = lines.into_iter().map(|line| {
        let cells = line.iter().zip(widths);
        let cells = cells.map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_aligned() {
        let rows = [["ä", "bc"], ["def", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(table(["1", "2"], &rows), "1    2\nä    bc\ndef");
    }
}
