//! Where values flow in a body: every write to a place, with the places that its value comes from.
//!
//! Moves, borrows, casts and calls are described once here, and each analysis picks the edges that
//! matter to it. The order of the program plays no role.

use rustc_middle::mir::visit::Visitor;
use rustc_middle::mir::{
    BasicBlock, Body, BorrowKind, InlineAsmOperand, Location, Operand, Place, RawPtrKind, Rvalue,
    Terminator, TerminatorKind,
};

/// All writes of a body.
pub(super) struct Flow<'tcx> {
    pub writes: Vec<Write<'tcx>>,
}

/// A place gets a value.
pub(super) struct Write<'tcx> {
    pub to: Place<'tcx>,
    pub value: Value<'tcx>,
}

/// Where the value of a [`Write`] comes from.
pub(super) enum Value<'tcx> {
    /// It is what another place had, moved or copied as a whole.
    Whole(Place<'tcx>),
    /// It is what another place had, cast to another type.
    Cast(Place<'tcx>),
    /// It is made from the values of these places, as an array or other aggregate.
    Parts(Vec<Place<'tcx>>),
    /// It is a reference to a place.
    Reference(BorrowKind, Place<'tcx>),
    /// It is the raw address of a place.
    Address(RawPtrKind, Place<'tcx>),
    /// It is what a call returned.
    Returned(Call<'tcx>),
    /// No analysis needs to know: constants, discriminants, arithmetic, what a coroutine is resumed with.
    Other,
}

/// A call at the end of a block.
pub(super) struct Call<'tcx> {
    pub block: BasicBlock,
    pub callee: Operand<'tcx>,
    /// The arguments that are places.
    pub args: Vec<Place<'tcx>>,
}

impl<'tcx> Flow<'tcx> {
    pub fn of(body: &Body<'tcx>) -> Self {
        let mut flow = Self { writes: Vec::new() };
        flow.visit_body(body);
        flow
    }

    fn write(&mut self, to: Place<'tcx>, value: Value<'tcx>) {
        self.writes.push(Write { to, value });
    }
}

impl<'tcx> Visitor<'tcx> for Flow<'tcx> {
    fn visit_assign(&mut self, to: &Place<'tcx>, value: &Rvalue<'tcx>, _: Location) {
        let value = match value {
            Rvalue::Use(operand, ..) => operand.place().map_or(Value::Other, Value::Whole),
            Rvalue::Cast(_, operand, _) => operand.place().map_or(Value::Other, Value::Cast),
            Rvalue::Repeat(operand, _) => Value::Parts(operand.place().into_iter().collect()),
            Rvalue::Aggregate(_, operands) => {
                Value::Parts(operands.iter().filter_map(Operand::place).collect())
            }
            Rvalue::Ref(_, kind, place) => Value::Reference(*kind, *place),
            Rvalue::RawPtr(kind, place) => Value::Address(*kind, *place),
            _ => Value::Other,
        };
        self.write(*to, value);
    }

    fn visit_terminator(&mut self, terminator: &Terminator<'tcx>, location: Location) {
        match &terminator.kind {
            TerminatorKind::Call {
                func,
                args,
                destination,
                ..
            } => {
                let call = Call {
                    block: location.block,
                    callee: func.clone(),
                    args: args.iter().filter_map(|arg| arg.node.place()).collect(),
                };
                self.write(*destination, Value::Returned(call));
            }
            TerminatorKind::Yield { resume_arg, .. } => self.write(*resume_arg, Value::Other),
            TerminatorKind::InlineAsm { operands, .. } => {
                for operand in operands {
                    if let InlineAsmOperand::Out { place, .. }
                    | InlineAsmOperand::InOut {
                        out_place: place, ..
                    } = operand
                        && let Some(place) = place
                    {
                        self.write(*place, Value::Other);
                    }
                }
            }
            _ => {}
        }
    }
}
