//! Callbacks: whether a function that is given a value can call something through it.
//!
//! A callback is a function, a closure or a `dyn Trait`, and any type of a crate that may record
//! events, since its methods may. All fields are searched, private ones too, and what is behind
//! pointers: a hand-made vtable, such as that of a `Waker`, is a struct of function pointers.
//! `PhantomData<T>` counts as a `T`, because a pointer may have another type than what it points to,
//! as the one in an `io::Error` has.
//!
//! A dependency's private means of dispatch do not count, or else hardly any type could be moved:
//! objects of private traits, as in the extensions of an `http::Response`, and pointers to `unsafe`
//! functions, as in the vtable of `bytes::Bytes`. In the standard library they do count, since they are
//! made for anyone's functions.
//!
//! A type parameter is no callback: its bounds decide what can be called. A function pointer that was
//! cast to an integer or a data pointer is not recognized.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::def_id::{CrateNum, LOCAL_CRATE};
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

use super::events;
use crate::compat::{SkipNorm, is_safe};
use crate::ownership::normalized;

/// How many types are searched, and how deeply they may be nested. A type that exceeds this, or grows
/// without end, counts as a callback.
const TYPES: usize = 1000;
const DEPTH: usize = 64;

pub(super) struct Callbacks<'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    seen: FxHashSet<Ty<'tcx>>,
    /// The crate of the type whose fields are being searched.
    owner: Option<CrateNum>,
}

impl<'tcx> Callbacks<'tcx> {
    pub fn are_in(tcx: TyCtxt<'tcx>, typing_env: TypingEnv<'tcx>, ty: Ty<'tcx>) -> bool {
        let mut search = Self {
            tcx,
            typing_env,
            seen: FxHashSet::default(),
            owner: None,
        };
        search.finds(ty, 0)
    }

    fn finds(&mut self, ty: Ty<'tcx>, depth: usize) -> bool {
        let tcx = self.tcx;
        let ty = normalized(tcx, self.typing_env, ty);
        if !self.seen.insert(ty) {
            return false;
        }
        if self.seen.len() > TYPES || depth > DEPTH {
            return true;
        }
        match *ty.kind() {
            ty::Bool
            | ty::Char
            | ty::Int(_)
            | ty::Uint(_)
            | ty::Float(_)
            | ty::Str
            | ty::Never
            | ty::Foreign(_)
            | ty::Param(_) => false,
            ty::Array(part, _)
            | ty::Slice(part)
            | ty::Pat(part, _)
            | ty::RawPtr(part, _)
            | ty::Ref(_, part, _) => self.finds(part, depth + 1),
            ty::Tuple(fields) => fields.iter().any(|field| self.finds(field, depth + 1)),
            ty::Adt(adt, args) if adt.is_phantom_data() => {
                let ty = args.type_at(0);
                // `PhantomData<fn(..)>` only sets the variance.
                !ty.is_fn_ptr() && self.finds(ty, depth + 1)
            }
            ty::Adt(adt, args) => {
                let outer = self.owner.replace(adt.did().krate);
                let found = events::may_be_recorded_by(tcx, adt.did().krate)
                    || adt
                        .all_fields()
                        .any(|field| self.finds(field.ty(tcx, args).skip_norm(), depth + 1));
                self.owner = outer;
                found
            }
            ty::Dynamic(bounds, _) => {
                (bounds.principal_def_id()).is_none_or(|object| tcx.visibility(object).is_public())
            }
            ty::FnPtr(_, header) => is_safe(header) || !self.is_in_dependency(),
            _ => true,
        }
    }

    fn is_in_dependency(&self) -> bool {
        self.owner.is_some_and(|krate| {
            let name = self.tcx.crate_name(krate);
            krate != LOCAL_CRATE && !matches!(name.as_str(), "core" | "alloc" | "std")
        })
    }
}
