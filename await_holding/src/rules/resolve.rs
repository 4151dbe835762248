//! From a path to what it stands for: types, or functions for the values that they return.
//!
//! An alias stands for its target, with `_` in place of its own parameters, so
//! `parking_lot::MutexGuard` means the guard of that lock, not every `lock_api::MutexGuard`. A
//! parameter that an alias uses twice stands for any two types.

use std::ops::Range;

use rustc_hir::PrimTy;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_middle::ty::fast_reject::SimplifiedType;
use rustc_middle::ty::{self, GenericParamDefKind, Ty, TyCtxt, TypeVisitableExt};
use rustc_span::Symbol;

use super::functions::{Returned, returned};
use super::implements::can_be_argument;
use super::list::path::{Structural, Type, TypePath};
use super::paths::{Resolver, Target, names_of};
use super::pattern::{Pattern, path_to};
use crate::compat::{SkipNorm, normalize_erasing_regions};

/// Why a path stands for nothing in this build.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// It leads into a crate of this name, which is not in the build.
    CrateNotInBuild(Symbol),
    /// It leads nowhere.
    Nothing {
        message: String,
        /// The part of the path that is wrong.
        range: Range<usize>,
        /// What the user may have meant.
        meant: Meant,
    },
}

/// What a path that stands for nothing may be meant to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// Nobody knows.
    Unknown,
    /// This path.
    Path(String),
    /// A path like this one, which does not exist.
    Similar(Vec<Symbol>),
}

type Result<T> = std::result::Result<T, Unresolved>;

/// What an entry is about.
pub(crate) enum Subject {
    /// Values of these types.
    Types(Vec<Pattern>),
    /// What these functions return.
    Functions(Vec<DefId>),
}

impl Subject {
    /// Rust syntax for it, with paths to the definitions.
    pub fn describe(&self, tcx: TyCtxt<'_>) -> String {
        let parts: Vec<_> = match self {
            Self::Types(patterns) => patterns.iter().map(|part| part.describe(tcx)).collect(),
            Self::Functions(functions) => functions
                .iter()
                .map(|&function| format!("fn {}", path_to(tcx, function)))
                .collect(),
        };
        parts.join(" and ")
    }
}

/// What the path of an entry stands for. If both a type and a function have the path, the type.
pub(super) fn subject<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
) -> Result<Subject> {
    let found = resolver.resolve(&path.segments).unwrap_or_default();
    let functions = found.iter().filter_map(|target| target.as_function(tcx));
    let functions: Vec<_> = functions.collect();
    if functions.is_empty() || found.iter().any(|target| target.names_types(tcx)) {
        return resolve(tcx, resolver, path).map(Subject::Types);
    }
    if !path.args.is_empty() {
        let message = "is a function, which cannot have generic arguments here";
        return Err(nothing(path, message));
    }
    let returned = functions.iter().map(|&function| returned(tcx, function));
    for returned in returned {
        let message = match returned {
            Returned::Value => continue,
            Returned::Nothing => "is a function that returns no value",
            Returned::Future => {
                "is an `async fn`: it returns a future, which is meant to be held across an `await` \
                 point"
            }
        };
        return Err(nothing(path, message));
    }
    Ok(Subject::Functions(functions))
}

/// What `path` stands for: types or traits, one pattern for each definition that it leads to.
fn resolve<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
) -> Result<Vec<Pattern>> {
    let found = resolver
        .resolve(&path.segments)
        .ok_or(Unresolved::CrateNotInBuild(path.segments[0]))?;
    let types = found.iter().filter(|target| target.names_types(tcx));
    let types: Vec<_> = types.copied().collect();
    if types.is_empty() {
        return Err(no_type(tcx, resolver, path, &found));
    }
    let mut patterns = Vec::new();
    for target in types {
        for pattern in patterns_of(tcx, resolver, path, target)? {
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
    }
    Ok(patterns)
}

/// The types and aliases that the path of a catalogue's row leads to, each with what it stands for.
pub(super) fn definitions<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
) -> Vec<(DefId, Pattern)> {
    let mut definitions = Vec::new();
    for target in resolver.resolve(&path.segments).unwrap_or_default() {
        if let Target::Def(def_id) = target
            && target.names_types(tcx)
            && let Ok(patterns) = patterns_of(tcx, resolver, path, target)
        {
            definitions.extend(patterns.into_iter().map(|pattern| (def_id, pattern)));
        }
    }
    definitions
}

fn no_type<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
    found: &[Target],
) -> Unresolved {
    if let [Target::Def(def_id), ..] = *found {
        let article = tcx.def_descr_article(def_id);
        let kind = tcx.def_descr(def_id);
        return nothing(path, format!("is {article} {kind}, not a type"));
    }
    let (last, parent) = path.segments.split_last().expect("a path has names");
    let parents = resolver.resolve(parent).unwrap_or_default();
    let is_variant = |parent: &Target| match *parent {
        Target::Def(def_id) if tcx.def_kind(def_id) == DefKind::Enum => {
            let mut variants = tcx.adt_def(def_id).variants().iter();
            variants.any(|variant| variant.name == *last)
        }
        _ => false,
    };
    let (message, meant) = if parents.iter().any(is_variant) {
        let message = format!("`{}` is a variant, not a type", names_of(&path.segments));
        (message, Meant::Path(names_of(parent)))
    } else if parents.iter().any(|parent| parent.names_types(tcx)) {
        let message = format!("there is no function `{}`", names_of(&path.segments));
        (message, Meant::Unknown)
    } else {
        let message = format!("there is no type `{}`", names_of(&path.segments));
        (message, Meant::Similar(path.segments.clone()))
    };
    Unresolved::Nothing {
        message,
        range: path.range.clone(),
        meant,
    }
}

fn nothing(path: &TypePath, message: impl std::fmt::Display) -> Unresolved {
    Unresolved::Nothing {
        message: format!("`{}` {message}", names_of(&path.segments)),
        range: path.range.clone(),
        meant: Meant::Unknown,
    }
}

/// What `path` with its arguments stands for, where it leads to `target`.
fn patterns_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
    target: Target,
) -> Result<Vec<Pattern>> {
    let def_id = match target {
        Target::Def(def_id) => def_id,
        Target::Primitive(primitive) => {
            return match path.args[..] {
                [] => Ok(vec![Pattern::Type(constructor(primitive), Vec::new())]),
                _ => Err(nothing(path, "has no generic parameters")),
            };
        }
    };
    let choices = arguments(tcx, resolver, path, def_id)?;
    if tcx.def_kind(def_id) == DefKind::Trait {
        if !choices.iter().flatten().all(can_be_argument) {
            let message = "is a trait, whose arguments cannot be traits or functions";
            return Err(nothing(path, message));
        }
        let of_trait = |args| Pattern::Trait(def_id, args);
        return Ok(choices.into_iter().map(of_trait).collect());
    }
    let ty = meaning(tcx, def_id);
    let patterns = choices
        .into_iter()
        .map(|args| match Pattern::of_type(tcx, ty, &args) {
            Some(pattern @ Pattern::Type(..)) => Ok(pattern),
            _ => Err(nothing(
                path,
                "is an alias that stands for no particular type",
            )),
        });
    patterns.collect()
}

/// The type that a definition is or, for an alias, stands for.
fn meaning(tcx: TyCtxt<'_>, def_id: DefId) -> Ty<'_> {
    let ty = tcx.type_of(def_id).instantiate_identity().skip_norm();
    if !ty.has_aliases() {
        return ty;
    }
    let ty = tcx.expand_free_alias_tys(ty);
    let typing_env = ty::TypingEnv::non_body_analysis(tcx, def_id);
    normalize_erasing_regions(tcx, typing_env, ty).unwrap_or(ty)
}

/// What the arguments of `path` stand for: each choice has one for each parameter of `def_id`,
/// with `_` where the path says nothing.
fn arguments<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    path: &TypePath,
    def_id: DefId,
) -> Result<Vec<Vec<Pattern>>> {
    let params = &tcx.generics_of(def_id).own_params;
    let is_trait = tcx.def_kind(def_id) == DefKind::Trait;
    let mut written = path.args.iter();
    let mut choices = Vec::new();
    for param in params {
        let is_self = is_trait && param.index == 0;
        let arg = match param.kind {
            GenericParamDefKind::Lifetime => None,
            _ if is_self => None,
            _ => written.next(),
        };
        let arg = arg.unwrap_or(&Type::Any);
        let is_const = matches!(param.kind, GenericParamDefKind::Const { .. });
        match arg {
            Type::Any => {}
            Type::Const(_) if !is_const => {
                let message = format!("takes a type for `{}`, not a constant", param.name);
                return Err(nothing(path, message));
            }
            Type::Path(_) | Type::Dyn(_) | Type::Structural(..) if is_const => {
                let message = format!("takes a constant for `{}`, not a type", param.name);
                return Err(nothing(path, message));
            }
            _ => {}
        }
        choices.push(patterns_of_type(tcx, resolver, arg)?);
    }
    if written.next().is_some() {
        let taken = path.args.len() - 1 - written.len();
        let message = match taken {
            0 => "has no generic parameters".to_owned(),
            1 => "has 1 generic parameter besides lifetimes".to_owned(),
            _ => format!("has {taken} generic parameters besides lifetimes"),
        };
        return Err(nothing(path, message));
    }
    Ok(product(choices))
}

fn patterns_of_type<'tcx>(
    tcx: TyCtxt<'tcx>,
    resolver: &mut Resolver<'tcx>,
    ty: &Type,
) -> Result<Vec<Pattern>> {
    match ty {
        Type::Any => Ok(vec![Pattern::Any]),
        Type::Const(value) => Ok(vec![Pattern::Const(*value)]),
        Type::Path(path) => resolve(tcx, resolver, path),
        Type::Dyn(path) => {
            let patterns = resolve(tcx, resolver, path)?.into_iter();
            let objects = patterns.map(|pattern| match pattern {
                Pattern::Trait(def_id, args) => Ok(trait_object(tcx, def_id, args)),
                _ => Err(nothing(path, "is not a trait")),
            });
            objects.collect()
        }
        Type::Structural(kind, parts) => {
            let constructor = match *kind {
                Structural::Tuple => SimplifiedType::Tuple(parts.len()),
                Structural::Slice => SimplifiedType::Slice,
                Structural::Array => SimplifiedType::Array,
                Structural::Ref(mutability) => SimplifiedType::Ref(mutability),
                Structural::Pointer(mutability) => SimplifiedType::Ptr(mutability),
                Structural::Never => SimplifiedType::Never,
            };
            let parts = parts
                .iter()
                .map(|part| patterns_of_type(tcx, resolver, part));
            let choices = product(parts.collect::<Result<_>>()?).into_iter();
            Ok(choices
                .map(|parts| Pattern::Type(constructor, parts))
                .collect())
        }
    }
}

fn trait_object(tcx: TyCtxt<'_>, def_id: DefId, args: Vec<Pattern>) -> Pattern {
    if tcx.trait_is_auto(def_id) {
        return Pattern::Type(SimplifiedType::MarkerTraitObject, Vec::new());
    }
    let params = &tcx.generics_of(def_id).own_params;
    let kept = params.iter().zip(args).filter(|(param, _)| {
        param.index != 0 && !matches!(param.kind, GenericParamDefKind::Lifetime)
    });
    let args = kept.map(|(_, arg)| arg).collect();
    Pattern::Type(SimplifiedType::Trait(def_id), args)
}

/// All ways to take one of each.
fn product(choices: Vec<Vec<Pattern>>) -> Vec<Vec<Pattern>> {
    choices
        .into_iter()
        .fold(vec![Vec::new()], |taken, choices| {
            let extend = |taken: &Vec<Pattern>| {
                let with = |choice: &Pattern| taken.iter().chain([choice]).cloned().collect();
                choices.iter().map(with).collect::<Vec<_>>()
            };
            taken.iter().flat_map(extend).collect()
        })
}

fn constructor(primitive: PrimTy) -> SimplifiedType {
    match primitive {
        PrimTy::Bool => SimplifiedType::Bool,
        PrimTy::Char => SimplifiedType::Char,
        PrimTy::Str => SimplifiedType::Str,
        PrimTy::Int(int) => SimplifiedType::Int(int),
        PrimTy::Uint(uint) => SimplifiedType::Uint(uint),
        PrimTy::Float(float) => SimplifiedType::Float(float),
    }
}
