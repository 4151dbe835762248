//! Sets of types: what an entry of the list, or a row of the catalogue, stands for.
//!
//! Patterns have no lifetimes, since a value does not reveal them.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::elaborate::supertrait_def_ids;
use rustc_middle::ty::fast_reject::{SimplifiedType, TreatParams, simplify_type};
use rustc_middle::ty::print::{
    with_no_trimmed_paths, with_no_visible_paths, with_resolve_crate_name,
};
use rustc_middle::ty::{self, GenericArg, Ty, TyCtxt};

/// A set of types, or of constants that are arguments of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pattern {
    /// Every type, and every constant.
    Any,
    /// The constant with these bits.
    Const(u128),
    /// Types with this constructor whose [`parts`] match.
    Type(SimplifiedType, Vec<Pattern>),
    /// Types that implement this trait. There is an argument for each parameter; those for `Self` and
    /// for lifetimes are ignored.
    Trait(DefId, Vec<Pattern>),
}

impl Pattern {
    /// The types of the form `ty`, with `args` in place of its parameters and `_` for missing ones.
    /// `None` if the form is not known.
    pub fn of_type<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>, args: &[Pattern]) -> Option<Self> {
        if let ty::Param(param) = ty.kind() {
            return Some(
                args.get(param.index as usize)
                    .cloned()
                    .unwrap_or(Pattern::Any),
            );
        }
        let constructor = match ty.kind() {
            ty::Error(_) => return None,
            _ => simplify_type(tcx, ty, TreatParams::InstantiateWithInfer)?,
        };
        let parts = parts(ty).into_iter().map(|part| {
            if let Some(ty) = part.as_type() {
                return Self::of_type(tcx, ty, args);
            }
            let constant = part.as_const()?;
            match constant.kind() {
                ty::ConstKind::Param(param) => Some(
                    args.get(param.index as usize)
                        .cloned()
                        .unwrap_or(Pattern::Any),
                ),
                _ => bits(constant).map(Pattern::Const),
            }
        });
        Some(Pattern::Type(constructor, parts.collect::<Option<_>>()?))
    }

    /// How much the pattern demands. If every type of one pattern is also a type of another, the
    /// former is greater. The first number counts demands for a certain type, the second demands for
    /// a trait. A trait demands its supertraits, too.
    pub fn specificity(&self, tcx: TyCtxt<'_>) -> (usize, usize) {
        let sum = |patterns: &[Pattern]| {
            patterns
                .iter()
                .map(|pattern| pattern.specificity(tcx))
                .fold((0, 0), |(a, b), (c, d)| (a + c, b + d))
        };
        match self {
            Pattern::Any => (0, 0),
            Pattern::Const(_) => (1, 0),
            Pattern::Type(_, parts) => {
                let (types, traits) = sum(parts);
                (types + 1, traits)
            }
            Pattern::Trait(def_id, args) => {
                let (types, traits) = sum(args);
                (0, supertrait_def_ids(tcx, *def_id).count() + types + traits)
            }
        }
    }

    /// The pattern in Rust's syntax, with paths to where things are defined.
    pub fn describe(&self, tcx: TyCtxt<'_>) -> String {
        let list = |patterns: &[Pattern]| {
            let texts: Vec<_> = patterns.iter().map(|part| part.describe(tcx)).collect();
            texts.join(", ")
        };
        let with_args = |def_id, args: &[Pattern]| match args {
            _ if args.iter().all(|arg| *arg == Pattern::Any) => path_to(tcx, def_id),
            _ => format!("{}<{}>", path_to(tcx, def_id), list(args)),
        };
        match self {
            Pattern::Any => "_".to_owned(),
            Pattern::Const(value) => value.to_string(),
            Pattern::Trait(def_id, args) => {
                let params = &tcx.generics_of(*def_id).own_params;
                let is_shown = |param: &&ty::GenericParamDef| {
                    param.index != 0 && !matches!(param.kind, ty::GenericParamDefKind::Lifetime)
                };
                let shown = params.iter().filter(is_shown);
                let args: Vec<_> = shown
                    .map(|param| args[param.index as usize].clone())
                    .collect();
                format!("impl {}", with_args(*def_id, &args))
            }
            Pattern::Type(constructor, parts) => match constructor {
                SimplifiedType::Bool => "bool".to_owned(),
                SimplifiedType::Char => "char".to_owned(),
                SimplifiedType::Str => "str".to_owned(),
                SimplifiedType::Never => "!".to_owned(),
                SimplifiedType::Int(int) => int.name_str().to_owned(),
                SimplifiedType::Uint(uint) => uint.name_str().to_owned(),
                SimplifiedType::Float(float) => float.name_str().to_owned(),
                SimplifiedType::Array => match &parts[..] {
                    [element, len] => format!("[{}; {}]", element.describe(tcx), len.describe(tcx)),
                    _ => "[_; _]".to_owned(),
                },
                SimplifiedType::Slice => format!("[{}]", list(parts)),
                SimplifiedType::Tuple(1) => format!("({},)", list(parts)),
                SimplifiedType::Tuple(_) => format!("({})", list(parts)),
                SimplifiedType::Ref(mutability) => {
                    format!("&{}{}", mutability.prefix_str(), list(parts))
                }
                SimplifiedType::Ptr(mutability) => {
                    format!("*{} {}", mutability.ptr_str(), list(parts))
                }
                SimplifiedType::Trait(def_id) => format!("dyn {}", with_args(*def_id, parts)),
                SimplifiedType::Function(_) => match &parts[..] {
                    [inputs @ .., output] => {
                        format!("fn({}) -> {}", list(inputs), output.describe(tcx))
                    }
                    [] => "fn".to_owned(),
                },
                _ => match constructor.def() {
                    Some(def_id) => with_args(def_id, parts),
                    None => format!("{constructor:?}"),
                },
            },
        }
    }
}

/// The path to where something is defined.
pub(super) fn path_to(tcx: TyCtxt<'_>, def_id: DefId) -> String {
    with_resolve_crate_name!(with_no_visible_paths!(with_no_trimmed_paths!(
        tcx.def_path_str(def_id)
    )))
}

/// The components of a type, besides its constructor and lifetimes.
pub(super) fn parts<'tcx>(ty: Ty<'tcx>) -> Vec<GenericArg<'tcx>> {
    let without_lifetimes = |args: &'tcx [GenericArg<'tcx>]| {
        let args = args.iter().copied();
        args.filter(|arg| arg.as_region().is_none()).collect()
    };
    match *ty.kind() {
        ty::Adt(_, args) => without_lifetimes(args),
        ty::Ref(_, inner, _) | ty::RawPtr(inner, _) | ty::Slice(inner) => vec![inner.into()],
        ty::Array(element, len) => vec![element.into(), len.into()],
        ty::Tuple(elements) => elements.iter().map(Into::into).collect(),
        ty::FnPtr(signature, _) => {
            let types = signature.skip_binder().inputs_and_output;
            types.iter().map(Into::into).collect()
        }
        ty::Dynamic(predicates, _) => match predicates.principal() {
            Some(principal) => without_lifetimes(principal.skip_binder().args),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

pub(super) fn bits(constant: ty::Const<'_>) -> Option<u128> {
    Some(constant.try_to_leaf()?.to_bits_unchecked())
}
