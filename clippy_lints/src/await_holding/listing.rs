//! `--print-await-holding`: what became of each entry of the user's list in this crate, so that an
//! entry that does nothing anywhere in a workspace can be found.
//!
//! The listing is a single note among the diagnostics. So cargo keeps it as it keeps them and says
//! it again when the crate is fresh, and listings of crates that are compiled at the same time do
//! not mix.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use clippy_config::InvalidType;
use rustc_hir::def_id::LOCAL_CRATE;
use rustc_middle::ty::TyCtxt;

use super::denylist::{Denylist, Rule};
use super::resolve::Unresolved;
use crate::conf;

/// How many values were held of what each entry is about; there only if it is to be listed.
static HELD: OnceLock<Vec<AtomicUsize>> = OnceLock::new();

/// Has the values counted. For that all modules have to be looked at, also those that have not
/// changed since the last compilation.
pub fn request() {
    let zeros = conf().await_holding_invalid_types.iter();
    let _ = HELD.set(zeros.map(|_| AtomicUsize::new(0)).collect());
}

pub(super) fn is_requested() -> bool {
    HELD.get().is_some()
}

/// Counts a value that is held, whether or not it is reported.
pub(super) fn count(rule: Rule) {
    if let Some(held) = HELD.get()
        && let Rule::Listed(entry) = rule
    {
        let entries = &conf().await_holding_invalid_types;
        let index = entries.iter().position(|other| ptr::eq(other, entry));
        if let Some(count) = index.and_then(|index| held.get(index)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Says what was found, if that was requested.
pub fn print(tcx: TyCtxt<'_>) {
    let Some(held) = HELD.get() else { return };
    let krate = tcx.crate_name(LOCAL_CRATE);
    let entries = conf().await_holding_invalid_types.iter();
    let resolved = Denylist::of_build(tcx).entries();
    let rows = entries.zip(resolved).zip(held);
    let rows: Vec<_> = rows
        .map(|((entry, resolved), held)| {
            let (count, meaning) = match resolved {
                Ok(_) if entry.allow => ("allowed".to_owned(), None),
                Ok(_) => (held.load(Ordering::Relaxed).to_string(), None),
                Err(Unresolved::CrateNotInBuild(krate)) => {
                    let meaning = format!("(no crate `{krate}` in this build)");
                    ("-".to_owned(), Some(meaning))
                }
                Err(Unresolved::Nothing { .. }) => ("-".to_owned(), Some("(nothing)".to_owned())),
            };
            let subject = resolved.iter().map(|subject| subject.describe(tcx));
            let meaning = meaning.unwrap_or_else(|| subject.collect());
            [place(tcx, entry), entry.path.clone(), count, meaning]
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

fn place(tcx: TyCtxt<'_>, entry: &InvalidType) -> String {
    let source_map = tcx.sess.source_map();
    let start = source_map.lookup_char_pos(entry.span.lo());
    let file = source_map.filename_for_diagnostics(&start.file.name);
    format!("{file}:{}:{}", start.line, start.col.0 + 1)
}

/// Columns, with two blanks between them.
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
