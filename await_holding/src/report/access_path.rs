//! Access paths in words: how the owner holds what must not be held.
//!
//! A path is shown as the owners along it, from the outermost to the one that has the value. Of some
//! owners the fields are named that lead on. Of others the type is enough: `Vec<Guard>` says what it
//! owns, and through which private fields it does so is of no use to anyone. The middle of a long path
//! is left out.

use rustc_data_structures::fx::FxHashSet;
use rustc_errors::Diag;
use rustc_middle::ty::{self, Ty, TyCtxt};
use rustc_span::sym;

use crate::degree::Degree;
use crate::held::Held;
use crate::ownership::{Component, Step};

/// How many owners, and how many fields of one owner, are shown at each end of a long path.
const SHOWN: usize = 3;

/// Says by which path the owner holds the value, if it is not the value itself.
pub(super) fn note_access_path<'tcx>(
    tcx: TyCtxt<'tcx>,
    diag: &mut Diag<'_, ()>,
    held: &Held<'tcx>,
    type_name: impl Fn(Ty<'tcx>) -> String,
) {
    if held.access_path.is_empty() {
        return;
    }
    let describe = |(owner, components): (Ty<'tcx>, Vec<Component>)| {
        let owner = type_name(owner);
        let names: Vec<_> = components.iter().copied().filter_map(name).collect();
        if names.is_empty() {
            return format!("in `{owner}`");
        }
        let what = match components[0] {
            Component::Capture(_) => "captured variable",
            _ => "field",
        };
        let names = shortened(names, |_| " … ".to_owned()).join(".");
        format!("in {what} `{names}` of `{owner}`")
    };
    let owners = owners(&held.access_path, held.ty).into_iter();
    let owners = shortened(owners.map(describe).collect(), |more| {
        format!("… {more} more …")
    });
    let holds = match held.degree {
        Degree::Certain => "held",
        Degree::Possible => "may be held",
    };
    let condition = match held
        .access_path
        .iter()
        .any(|step| is_poison_error(tcx, step.owner))
    {
        true => ", only if the lock is poisoned",
        false => "",
    };
    diag.note(format!("{holds} {}{condition}", owners.join(", ")));
}

/// Whether `ty` is the error that a lock of the standard library gives out together with the guard.
fn is_poison_error(tcx: TyCtxt<'_>, ty: Ty<'_>) -> bool {
    ty.ty_adt_def().is_some_and(|adt| {
        tcx.crate_name(adt.did().krate) == sym::std
            && tcx.item_name(adt.did()).as_str() == "PoisonError"
    })
}

/// The owners along `path`, which leads to a value of type `end`, each with its components on the path
/// up to the next owner. There are none if the type of the owner says what it owns.
fn owners<'tcx>(mut path: &[Step<'tcx>], end: Ty<'tcx>) -> Vec<(Ty<'tcx>, Vec<Component>)> {
    let mut owners = Vec::new();
    while let [first, ..] = path {
        let (components, rest) = match skipped(path, end) {
            Some(rest) => (Vec::new(), rest),
            None => {
                let is_next = |rest: &[Step<'tcx>]| match rest {
                    [] => true,
                    [step, ..] => {
                        is_own(step.owner) != is_own(first.owner) || skipped(rest, end).is_some()
                    }
                };
                let len = (1..path.len()).find(|&len| is_next(&path[len..]));
                let (through, rest) = path.split_at(len.unwrap_or(path.len()));
                (through.iter().map(|step| step.to).collect(), rest)
            }
        };
        owners.push((first.owner, components));
        path = rest;
    }
    owners
}

/// The rest of `path`, from the last type on with which the first owner's type is written, as `T` is in
/// `Vec<Option<T>>`. `None` if there is no such type, or if the user knows the components.
fn skipped<'p, 'tcx>(path: &'p [Step<'tcx>], end: Ty<'tcx>) -> Option<&'p [Step<'tcx>]> {
    let owner = path[0].owner;
    if is_own(owner) {
        return None;
    }
    let mut parts = FxHashSet::default();
    let mut written_with = owner.walk();
    while let Some(part) = written_with.next() {
        if let Some(ty) = part.as_type() {
            parts.insert(ty);
            // What it has captured is not written.
            if ty.is_closure() || ty.is_coroutine() || ty.is_coroutine_closure() {
                written_with.skip_current_subtree();
            }
        }
    }
    (1..=path.len()).rev().map(|at| &path[at..]).find(|rest| {
        let ty = rest.first().map_or(end, |step| step.owner);
        parts.contains(&ty)
    })
}

/// Whether the components of `ty` have names that the user knows.
fn is_own(ty: Ty<'_>) -> bool {
    match ty.kind() {
        ty::Adt(adt, _) => adt.did().is_local(),
        ty::Array(..) | ty::Slice(..) => false,
        _ => true,
    }
}

fn name(component: Component) -> Option<String> {
    match component {
        Component::Field(name) | Component::Capture(name) => Some(name.to_string()),
        Component::VariantField { variant, field } => Some(format!("{variant}.{field}")),
        Component::Content => None,
    }
}

/// `parts` without the middle, in place of which `left_out` has a text, if there are many.
fn shortened(mut parts: Vec<String>, left_out: impl Fn(usize) -> String) -> Vec<String> {
    // In place of one or two parts their number would be no shorter.
    if parts.len() > 2 * SHOWN + 2 {
        let middle = SHOWN..parts.len() - SHOWN;
        let text = left_out(middle.len());
        parts.splice(middle, [text]);
    }
    parts
}
