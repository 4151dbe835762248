//! Which locals have the value that a labelled call returned.
//!
//! A value is followed from the call into a local, and from there as a whole into other locals of
//! the same body. What it is put into, taken out of or handed to is another value. A local that other
//! values are written to as well has no label.

use rustc_data_structures::fx::FxHashMap;
use rustc_middle::mir::Local;

use super::flow::{Flow, Value};
use super::owned_value::Interest;

/// Where a local can get its value from.
enum Source<Label> {
    Call(Label),
    Local(Local),
    Other,
}

/// The locals whose value comes from a labelled call.
pub(super) fn of_locals<'tcx, I: Interest<'tcx>>(
    flow: &Flow<'tcx>,
    interest: &I,
) -> FxHashMap<Local, I::Label> {
    let mut sources: FxHashMap<Local, Vec<Source<I::Label>>> = FxHashMap::default();
    for write in &flow.writes {
        let Some(local) = write.to.as_local() else {
            continue;
        };
        let source = match &write.value {
            Value::Whole(from) => from.as_local().map(Source::Local),
            Value::Returned(call) => call
                .callee
                .const_fn_def()
                .and_then(|(function, args)| interest.label(function, args))
                .map(Source::Call),
            _ => None,
        };
        sources
            .entry(local)
            .or_default()
            .push(source.unwrap_or(Source::Other));
    }

    let mut labels: FxHashMap<Local, I::Label> = FxHashMap::default();
    loop {
        let known = labels.len();
        for (&local, sources) in &sources {
            let label = |source: &Source<I::Label>| match source {
                Source::Call(label) => Some(*label),
                Source::Local(from) => labels.get(from).copied(),
                Source::Other => None,
            };
            let of_all: Option<Vec<_>> = sources.iter().map(label).collect();
            if let Some(of_all) = of_all {
                labels.insert(local, of_all[0]);
            }
        }
        if labels.len() == known {
            return labels;
        }
    }
}
