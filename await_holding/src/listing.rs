//! `--print-await-holding`: what became of each entry of the user's list in this crate, so that an
//! entry that has no effect anywhere in a workspace can be found.
//!
//! The listing is a single note among the diagnostics. Cargo keeps it as it keeps them, and prints it
//! again when the crate is fresh. Listings of crates that are compiled at the same time do not mix.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hir::def_id::LOCAL_CRATE;
use rustc_middle::ty::TyCtxt;

use crate::rules::list::{InvalidType, InvalidTypes};
use crate::rules::{Rule, RuleSet, Unresolved};

/// Counts the values that are held because of each entry.
pub(crate) struct Counts {
    held: Vec<AtomicUsize>,
}

impl Counts {
    pub fn new(list: &InvalidTypes) -> Self {
        let held = list.entries.iter().map(|_| AtomicUsize::new(0)).collect();
        Self { held }
    }

    /// Counts a value that `rule` forbids, whether it is reported or not.
    pub fn count(&self, list: &InvalidTypes, rule: Rule) {
        if let Some(entry) = rule.entry()
            && let Some(index) = list.index_of(entry)
        {
            self.held[index].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Prints the listing.
    pub fn print(&self, tcx: TyCtxt<'_>, list: &InvalidTypes, rules: &RuleSet) {
        let krate = tcx.crate_name(LOCAL_CRATE);
        let rows = list.entries.iter().zip(rules.entries()).zip(&self.held);
        let rows: Vec<_> = rows
            .map(|((entry, resolved), held)| {
                let (held, meaning) = match resolved {
                    Ok(subject) if entry.allow => ("allowed".to_owned(), subject.describe(tcx)),
                    Ok(subject) => {
                        let held = held.load(Ordering::Relaxed);
                        (held.to_string(), subject.describe(tcx))
                    }
                    Err(Unresolved::CrateNotInBuild(krate)) => {
                        let meaning = format!("(no crate `{krate}` in this build)");
                        ("-".to_owned(), meaning)
                    }
                    Err(Unresolved::Nothing { .. }) => ("-".to_owned(), "(nothing)".to_owned()),
                };
                [position(tcx, entry), entry.path.clone(), held, meaning]
            })
            .collect();
        let message = match &rows[..] {
            [] => format!("no entries of `await-holding-invalid-types` for the crate `{krate}`"),
            _ => format!(
                "entries of `await-holding-invalid-types` in the crate `{krate}`\n{}",
                table(["place", "entry", "held", "stands for"], &rows)
            ),
        };
        tcx.dcx().note(message);
    }
}

fn position(tcx: TyCtxt<'_>, entry: &InvalidType) -> String {
    let source_map = tcx.sess.source_map();
    let start = source_map.lookup_char_pos(entry.span.lo());
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
