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
enum AssignedFrom<Label> {
    Call(Label),
    Local(Local),
    Other,
}

/// The locals whose value comes from a labelled call.
pub(super) fn of_locals<'tcx, I: Interest<'tcx>>(
    flow: &Flow<'tcx>,
    interest: &I,
) -> FxHashMap<Local, I::Label> {
    let mut sources: FxHashMap<Local, Vec<AssignedFrom<I::Label>>> = FxHashMap::default();
    for write in &flow.writes {
        let Some(local) = write.to.as_local() else {
            continue;
        };
        let source = match &write.value {
            Value::Whole(from) => from.as_local().map(AssignedFrom::Local),
            Value::Returned(call) => call
                .callee
                .const_fn_def()
                .and_then(|(function, args)| interest.label(function, args))
                .map(AssignedFrom::Call),
            _ => None,
        };
        sources
            .entry(local)
            .or_default()
            .push(source.unwrap_or(AssignedFrom::Other));
    }

    let mut labels: FxHashMap<Local, I::Label> = FxHashMap::default();
    loop {
        let known = labels.len();
        for (&local, sources) in &sources {
            let label = |source: &AssignedFrom<I::Label>| match source {
                AssignedFrom::Call(label) => Some(*label),
                AssignedFrom::Local(from) => labels.get(from).copied(),
                AssignedFrom::Other => None,
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
