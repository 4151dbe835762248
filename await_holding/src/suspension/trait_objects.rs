//! What closures and futures were before they became trait objects.
//!
//! The type of a `Box<dyn FnOnce()>` does not say what it owns. But where the body itself has made it of
//! a closure, by a cast, that is known, and it stays known as long as the box is moved as a whole within
//! the body. What a function returns, or what is taken out of something else, is not known.

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::LangItem;
use rustc_middle::mir::{Body, Local};
use rustc_middle::ty::{self, Ty, TyCtxt};

use super::flow::{Flow, Value};

/// The type that the value of a local had before it became a trait object, by local.
pub(super) fn of_locals<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    flow: &Flow<'tcx>,
) -> FxHashMap<Local, Ty<'tcx>> {
    let mut sources: FxHashMap<Local, Vec<Option<Source<'tcx>>>> = FxHashMap::default();
    for write in &flow.writes {
        let Some(local) = write.to.as_local() else {
            continue;
        };
        if !is_trait_object(tcx, body.local_decls[local].ty) {
            continue;
        }
        let source = match write.value {
            Value::Cast(from) => Some(Source::Was(from.ty(&body.local_decls, tcx).ty)),
            Value::Whole(from) => from.as_local().map(Source::Local),
            _ => None,
        };
        sources.entry(local).or_default().push(source);
    }
    let mut known: FxHashMap<Local, Ty<'tcx>> = FxHashMap::default();
    loop {
        let before = known.len();
        for (&local, sources) in &sources {
            if let [Some(source)] = sources[..]
                && let Some(was) = source.resolved(&known)
            {
                known.insert(local, was);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Where the value of a local comes from.
#[derive(Clone, Copy)]
enum Source<'tcx> {
    /// It had this type before.
    Was(Ty<'tcx>),
    Local(Local),
}

impl<'tcx> Source<'tcx> {
    fn resolved(self, known: &FxHashMap<Local, Ty<'tcx>>) -> Option<Ty<'tcx>> {
        match self {
            Self::Was(ty) => Some(ty),
            Self::Local(local) => known.get(&local).copied(),
        }
    }
}

/// Whether `ty` is a box, pinned or not, with a closure or a future of which the type is not known.
pub fn is_trait_object<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
    match ty.kind() {
        ty::Adt(adt, args) if adt.is_box() || tcx.is_lang_item(adt.did(), LangItem::Pin) => {
            is_trait_object(tcx, args.type_at(0))
        }
        ty::Dynamic(predicates, _) => predicates.principal_def_id().is_some_and(|of| {
            tcx.fn_trait_kind_from_def_id(of).is_some()
                || tcx.lang_items().future_trait() == Some(of)
        }),
        _ => false,
    }
}
