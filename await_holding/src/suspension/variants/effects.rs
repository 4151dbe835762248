//! What the statements and calls of a body do to places, as far as variants are concerned.

use rustc_abi::FieldIdx;
use rustc_index::IndexVec;
use rustc_middle::mir::{
    AggregateKind, BasicBlock, BasicBlockData, Body, BorrowKind, Operand, Place, PlaceElem,
    PlaceRef, Rvalue, Statement, StatementKind, Terminator, TerminatorKind, UnOp,
};
use rustc_middle::ty::{Ty, TyCtxt};

use super::borrows::{Borrows, Purpose};
use super::known_calls::{Answers, EMPTY, KnownCall};
use super::places::{Found, PlaceId};

/// What is done to places of type `P`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect<P> {
    /// Nothing is known about the place any more.
    Forget(P),
    /// Nothing is known about what is in the place, but it keeps its variant.
    ForgetParts(P),
    /// The place has this variant.
    Set(P, usize),
    /// `to` has the value of `from`.
    Assign { to: P, from: P },
    /// `to` has the opposite of the value of `from`.
    Negate { to: P, from: P },
    /// The two have exchanged their values.
    Swap(P, P),
    /// There is nothing in the place any more.
    Leave(P),
    /// Nor is there in the place, which was of this variant when its only field was moved.
    LeaveVariant(P, usize),
    /// `flag` tells which variant `of` has.
    Tell { flag: P, of: P, answers: Answers },
}

impl<P: Copy> Effect<P> {
    /// The places that it is about.
    pub fn places(self) -> impl Iterator<Item = P> {
        let (one, other) = match self {
            Self::Forget(place)
            | Self::ForgetParts(place)
            | Self::Set(place, _)
            | Self::Leave(place)
            | Self::LeaveVariant(place, _) => (place, None),
            Self::Assign { to, from } | Self::Negate { to, from } => (to, Some(from)),
            Self::Swap(one, other) => (one, Some(other)),
            Self::Tell { flag, of, .. } => (flag, Some(of)),
        };
        [one].into_iter().chain(other)
    }

    /// Where a value goes to, and where it comes from.
    pub fn moves(self) -> Option<(P, P)> {
        match self {
            Self::Assign { to, from } | Self::Negate { to, from } | Self::Swap(to, from) => {
                Some((to, from))
            }
            _ => None,
        }
    }

    /// The same with followed places, as far as it matters to them.
    fn resolved(self, find: impl Fn(P) -> Found, effects: &mut Vec<Effect<PlaceId>>) {
        let at = |place| match find(place) {
            Found::At(place) => Some(place),
            _ => None,
        };
        let around = |place| match find(place) {
            Found::At(place) | Found::SomewhereIn(place) => Some(place),
            Found::Nowhere => None,
        };
        let forget = |place| around(place).map(Effect::Forget);
        match self {
            Self::Forget(place) => effects.extend(forget(place)),
            Self::ForgetParts(place) => effects.extend(around(place).map(Effect::ForgetParts)),
            Self::Set(place, variant) => {
                effects.extend(at(place).map(|place| Effect::Set(place, variant)));
            }
            Self::Assign { to, from } => effects.extend(match (at(to), at(from)) {
                (Some(to), Some(from)) => Some(Effect::Assign { to, from }),
                _ => forget(to),
            }),
            Self::Negate { to, from } => effects.extend(match (at(to), at(from)) {
                (Some(to), Some(from)) => Some(Effect::Negate { to, from }),
                _ => forget(to),
            }),
            Self::Swap(one, other) => match (at(one), at(other)) {
                (Some(one), Some(other)) => effects.push(Effect::Swap(one, other)),
                _ => effects.extend([forget(one), forget(other)].into_iter().flatten()),
            },
            Self::Leave(place) => effects.extend(at(place).map(Effect::Leave)),
            Self::LeaveVariant(place, variant) => {
                effects.extend(at(place).map(|place| Effect::LeaveVariant(place, variant)));
            }
            Self::Tell { flag, of, answers } => {
                if let (Some(flag), Some(of)) = (at(flag), at(of)) {
                    effects.push(Effect::Tell { flag, of, answers });
                }
            }
        }
    }
}

/// What a block does.
pub(super) struct BlockEffects<P> {
    pub statements: Vec<Vec<Effect<P>>>,
    /// What its call or `yield` does, if it returns.
    pub at_return: Vec<Effect<P>>,
    pub asked: Option<Asked<P>>,
}

/// What the `SwitchInt` at the end of a block reveals.
#[derive(Clone)]
pub(in crate::suspension) struct Asked<P> {
    pub place: P,
    /// The discriminants of the variants, in their order.
    pub values: Vec<u128>,
    /// Those that the `SwitchInt` has a branch for, in the order of its branches.
    pub branches: Vec<u128>,
}

impl<P> Asked<P> {
    pub fn variant(&self, value: u128) -> Option<usize> {
        self.values.iter().position(|&known| known == value)
    }
}

impl<P: Copy> BlockEffects<P> {
    pub fn all(&self) -> impl Iterator<Item = Effect<P>> {
        let statements = self.statements.iter().flatten();
        statements.chain(&self.at_return).copied()
    }

    /// The same with followed places, as far as it matters to them.
    pub fn resolved(&self, find: impl Fn(P) -> Found) -> BlockEffects<PlaceId> {
        let resolved = |effects: &Vec<Effect<P>>| {
            let mut resolved = Vec::new();
            for effect in effects {
                effect.resolved(&find, &mut resolved);
            }
            resolved
        };
        let asked = self.asked.as_ref();
        BlockEffects {
            statements: self.statements.iter().map(resolved).collect(),
            at_return: resolved(&self.at_return),
            asked: asked.and_then(|asked| match find(asked.place) {
                Found::At(place) => Some(Asked {
                    place,
                    values: asked.values.clone(),
                    branches: asked.branches.clone(),
                }),
                _ => None,
            }),
        }
    }
}

/// Translates the statements and calls of a body.
pub(super) struct Effects<'a, 'tcx> {
    pub tcx: TyCtxt<'tcx>,
    pub body: &'a Body<'tcx>,
    pub borrows: &'a Borrows<'tcx>,
}

type Of<'tcx> = Vec<Effect<PlaceRef<'tcx>>>;

impl<'tcx> Effects<'_, 'tcx> {
    pub fn of_body(&self) -> IndexVec<BasicBlock, BlockEffects<PlaceRef<'tcx>>> {
        let blocks = self.body.basic_blocks.iter();
        blocks
            .map(|data| BlockEffects {
                statements: data
                    .statements
                    .iter()
                    .map(|it| self.of_statement(it))
                    .collect(),
                at_return: self.at_return(data.terminator()),
                asked: self.asked(data),
            })
            .collect()
    }

    fn of_statement(&self, statement: &Statement<'tcx>) -> Of<'tcx> {
        let mut effects = Vec::new();
        match &statement.kind {
            StatementKind::Assign(assignment) => {
                let (to, value) = &**assignment;
                self.assign(self.behind(*to), value, &mut effects);
            }
            StatementKind::SetDiscriminant { place, .. } => {
                effects.push(Effect::Forget(self.behind(**place)));
            }
            StatementKind::StorageDead(local) => {
                effects.push(Effect::Forget(Place::from(*local).as_ref()));
            }
            _ => {}
        }
        effects
    }

    fn assign(&self, to: PlaceRef<'tcx>, value: &Rvalue<'tcx>, effects: &mut Of<'tcx>) {
        effects.push(match value {
            Rvalue::Use(operand, ..) => match self.operand(operand) {
                Ok(from) => Effect::Assign { to, from },
                Err(Some(value)) => Effect::Set(to, usize::from(value)),
                Err(None) => Effect::Forget(to),
            },
            Rvalue::UnaryOp(UnOp::Not, operand) => match self.operand(operand) {
                Ok(from) => Effect::Negate { to, from },
                Err(_) => Effect::Forget(to),
            },
            _ => Effect::Forget(to),
        });
        match value {
            Rvalue::Use(operand, ..) | Rvalue::Cast(_, operand, _) => self.leave(operand, effects),
            Rvalue::Aggregate(kind, operands) => {
                let variant = match **kind {
                    AggregateKind::Adt(adt, variant, ..) => {
                        let adt = self.tcx.adt_def(adt);
                        adt.is_enum().then(|| (variant, adt.variant(variant).name))
                    }
                    _ => None,
                };
                let whole = match variant {
                    Some((variant, name)) => {
                        effects.push(Effect::Set(to, variant.as_usize()));
                        self.part(to, PlaceElem::Downcast(Some(name), variant))
                    }
                    None => to,
                };
                for (field, operand) in operands.iter_enumerated() {
                    if let Ok(from) = self.operand(operand) {
                        let elem = self.elem(kind, field, operands.len(), operand);
                        effects.push(Effect::Assign {
                            to: self.part(whole, elem),
                            from,
                        });
                        self.leave(operand, effects);
                    }
                }
            }
            Rvalue::Ref(_, BorrowKind::Mut { .. }, place) => {
                let purpose = to.as_local().map(|local| self.borrows.purpose(local));
                match purpose {
                    // What the call does to it is known there.
                    Some(Purpose::Call) => {}
                    Some(Purpose::Match) => effects.push(Effect::ForgetParts(self.behind(*place))),
                    _ => effects.push(Effect::Forget(self.behind(*place))),
                }
            }
            _ => {}
        }
    }

    /// What the call or `yield` at the end of a block does, if it returns.
    fn at_return(&self, terminator: &Terminator<'tcx>) -> Of<'tcx> {
        let (func, args, destination) = match &terminator.kind {
            TerminatorKind::Call {
                func,
                args,
                destination,
                ..
            } => (func, args, destination),
            TerminatorKind::Yield { resume_arg, .. } => {
                return vec![Effect::Forget(self.behind(*resume_arg))];
            }
            _ => return Vec::new(),
        };
        let to = self.behind(*destination);
        let known = func.const_fn_def();
        let known = known.and_then(|(callee, args)| KnownCall::of(self.tcx, callee, args));
        let args: Vec<_> = args.iter().map(|arg| &arg.node).collect();
        let lent: Vec<_> = args.iter().map(|arg| self.behind_argument(arg)).collect();
        let known = known.and_then(|known| self.known_call(known, to, &args, &lent));
        let mut effects = known.unwrap_or_else(|| {
            let lent = lent.into_iter().flatten();
            lent.chain([to]).map(Effect::Forget).collect()
        });
        for arg in &args {
            self.leave(arg, &mut effects);
        }
        effects
    }

    /// What the call does, if that is known of these arguments. `lent` has the places behind those that are
    /// mutable references. Each of them is in the pattern: what a function does with one more reference,
    /// such as `Box::new` with its only argument, is not known.
    fn known_call(
        &self,
        known: KnownCall,
        to: PlaceRef<'tcx>,
        args: &[&Operand<'tcx>],
        lent: &[Option<PlaceRef<'tcx>>],
    ) -> Option<Of<'tcx>> {
        Some(match (known, lent) {
            (KnownCall::ReturnsEmpty, [] | [None]) => {
                vec![Effect::Forget(to), Effect::Set(to, EMPTY)]
            }
            (KnownCall::Boxes, [None]) => {
                let content = self.part(to, PlaceElem::Deref);
                let content = self
                    .operand(args[0])
                    .ok()
                    .map(|from| Effect::Assign { to: content, from });
                [Effect::Forget(to)].into_iter().chain(content).collect()
            }
            (KnownCall::Clears, &[Some(place)]) => {
                vec![
                    Effect::Forget(place),
                    Effect::Set(place, EMPTY),
                    Effect::Forget(to),
                ]
            }
            (KnownCall::Takes, &[Some(from)]) => vec![
                Effect::Assign { to, from },
                Effect::Forget(from),
                Effect::Set(from, EMPTY),
            ],
            (KnownCall::Replaces, &[Some(place), None]) => vec![
                Effect::Assign { to, from: place },
                match self.operand(args[1]) {
                    Ok(from) => Effect::Assign { to: place, from },
                    Err(_) => Effect::Forget(place),
                },
            ],
            (KnownCall::Swaps, &[Some(one), Some(other)]) => vec![Effect::Swap(one, other)],
            (KnownCall::Tells(answers), [None]) => {
                tell(to, self.behind_shared(args[0])?, answers).into()
            }
            (KnownCall::Lends(answers), &[Some(of)]) => {
                let told = tell(to, of, answers);
                [Effect::ForgetParts(of)].into_iter().chain(told).collect()
            }
            (KnownCall::Pops(answers), &[Some(of)]) => {
                let told = tell(to, of, answers);
                [Effect::Forget(of)].into_iter().chain(told).collect()
            }
            _ => return None,
        })
    }

    fn asked(&self, data: &BasicBlockData<'tcx>) -> Option<Asked<PlaceRef<'tcx>>> {
        let (operand, targets) = data.terminator().kind.as_switch()?;
        let place = operand.place()?;
        let mut statements = data.statements.iter().rev();
        let of = statements.find_map(|statement| match statement.kind.as_assign()? {
            (to, Rvalue::Discriminant(of)) if *to == place => Some(self.behind(*of)),
            _ => None,
        });
        let branches = targets.all_values().iter().map(|value| value.get());
        let branches = branches.collect();
        let place = of.unwrap_or_else(|| self.behind(place));
        let values = match self.ty(place).ty_adt_def() {
            Some(adt) if adt.is_enum() => {
                let discriminants = adt.discriminants(self.tcx);
                discriminants.map(|(_, discr)| discr.val).collect()
            }
            _ if self.ty(place).is_bool() => vec![0, 1],
            _ => return None,
        };
        Some(Asked {
            place,
            values,
            branches,
        })
    }

    pub fn ty(&self, place: PlaceRef<'tcx>) -> Ty<'tcx> {
        place.ty(&self.body.local_decls, self.tcx).ty
    }

    /// The place that `operand` is, or the value of a `bool`.
    fn operand(&self, operand: &Operand<'tcx>) -> Result<PlaceRef<'tcx>, Option<bool>> {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => Ok(self.behind(*place)),
            Operand::Constant(constant) if constant.const_.ty().is_bool() => {
                Err(constant.const_.try_to_bool())
            }
            _ => Err(None),
        }
    }

    /// The place that `operand` moves out of has nothing in it afterwards. If it was the only field of
    /// a variant, neither has the variant, and it need not be considered any more.
    fn leave(&self, operand: &Operand<'tcx>, effects: &mut Of<'tcx>) {
        let Operand::Move(place) = operand else {
            return;
        };
        effects.push(Effect::Leave(place.as_ref()));
        if let [
            rest @ ..,
            PlaceElem::Downcast(_, variant),
            PlaceElem::Field(..),
        ] = place.projection.as_slice()
        {
            let owner = PlaceRef {
                local: place.local,
                projection: rest,
            };
            let adt = self.ty(owner).ty_adt_def();
            if adt.is_some_and(|adt| adt.variant(*variant).fields.len() == 1) {
                effects.push(Effect::LeaveVariant(owner, variant.as_usize()));
            }
        }
    }

    fn behind(&self, place: Place<'tcx>) -> PlaceRef<'tcx> {
        self.borrows.behind(self.tcx, place.as_ref())
    }

    /// The place behind an argument `&mut place`.
    fn behind_argument(&self, argument: &Operand<'tcx>) -> Option<PlaceRef<'tcx>> {
        let place = self.borrows.behind_argument(argument)?;
        Some(self.behind(place))
    }

    /// The place behind an argument `&place`.
    fn behind_shared(&self, argument: &Operand<'tcx>) -> Option<PlaceRef<'tcx>> {
        let reference = argument.place()?;
        Some(self.behind(reference.project_deeper(&[PlaceElem::Deref], self.tcx)))
    }

    fn part(&self, of: PlaceRef<'tcx>, elem: PlaceElem<'tcx>) -> PlaceRef<'tcx> {
        of.project_deeper(&[elem], self.tcx).as_ref()
    }

    /// The part of an aggregate of this kind that `operand` is the value of.
    fn elem(
        &self,
        kind: &AggregateKind<'tcx>,
        index: FieldIdx,
        count: usize,
        operand: &Operand<'tcx>,
    ) -> PlaceElem<'tcx> {
        match kind {
            AggregateKind::Array(_) => PlaceElem::ConstantIndex {
                offset: u64::from(index.as_u32()),
                min_length: count as u64,
                from_end: false,
            },
            // The only operand of a union can be any field.
            AggregateKind::Adt(.., Some(field)) => {
                PlaceElem::Field(*field, operand.ty(&self.body.local_decls, self.tcx))
            }
            _ => PlaceElem::Field(index, operand.ty(&self.body.local_decls, self.tcx)),
        }
    }
}

fn tell<P: Copy>(flag: P, of: P, answers: Answers) -> [Effect<P>; 2] {
    [Effect::Forget(flag), Effect::Tell { flag, of, answers }]
}
