//! Expressions: values that own guards, and numbers computed by borrowing values.

use super::flow::{Place, State};
use super::generator::Generator;
use super::shapes::Shape;
use super::types::{Constructor, Ty};

#[derive(Clone, Copy)]
enum Kind {
    Literal,
    Move,
    Call,
    Composed,
    Block,
    If,
    Labelled,
    Replace,
    Second,
    Part,
    Awaited,
    Match,
    Attempt,
}

const KINDS: [(usize, Kind); 13] = [
    (12, Kind::Literal),
    (10, Kind::Move),
    (3, Kind::Call),
    (3, Kind::Composed),
    (3, Kind::Block),
    (2, Kind::If),
    (1, Kind::Labelled),
    (3, Kind::Replace),
    (2, Kind::Second),
    (1, Kind::Part),
    (2, Kind::Awaited),
    (1, Kind::Match),
    (1, Kind::Attempt),
];

/// The types that a guard can be moved out of. With each, the texts that do so: before the call of a
/// function that takes a value of the type, the beginning of the call, and after the call.
const PARTS: [(usize, (Ty, &str, &str, &str)); 6] = [
    (2, (Ty::Pair, "", "pass(", ".0")),
    (2, (Ty::Pair, "", "pass(", ".1")),
    (1, (Ty::Wrap, "", "pass(", ".value")),
    (1, (Ty::Boxed, "*", "pass(", "")),
    (1, (Ty::Manual, "", "ManuallyDrop::into_inner(", "")),
    (1, (Ty::Cell, "", "RefCell::into_inner(", "")),
];

impl Generator {
    /// A value of this type. The executed version puts it at the first line of the expression.
    pub(super) fn expression(&mut self, ty: Ty) {
        if !self.flow.reached {
            return self.literal(ty);
        }
        match self.choices.weighted(&KINDS) {
            Kind::Move => {
                if let Some(place) = self.movable(|place| place.ty == ty && place.state.is_fresh())
                {
                    let line = self.next_line();
                    self.line_pair(&place.text, &format!("put({line}, {})", place.text));
                    self.note(Shape::Moved);
                    return self.set(&place, State::Gone);
                }
            }
            Kind::Replace => {
                if let Some(place) = self.movable(|place| place.ty == ty && place.state.is_fresh())
                {
                    return self.replaced(&place);
                }
            }
            Kind::Literal => {}
            kind if self.spend() => return self.composed(kind, ty),
            _ => {}
        }
        self.literal(ty);
    }

    /// A value expression that is not a place, so borrowing it creates a temporary.
    pub(super) fn temporary(&mut self, ty: Ty) {
        if self.spend() {
            self.composed(Kind::Call, ty);
        } else {
            self.literal(ty);
        }
    }

    fn literal(&mut self, ty: Ty) {
        let line = self.next_line();
        let [linted, run] = ty.literal(line);
        self.line_pair(&linted, &run);
    }

    fn composed(&mut self, kind: Kind, ty: Ty) {
        let line = self.next_line();
        let open = format!("put({line}, ");
        match kind {
            Kind::Composed if ty != Ty::Guard => self.constructed(ty),
            Kind::Block => {
                self.note(Shape::BlockValue);
                self.line_pair("{", &format!("{open}{{"));
                let count = self.flow.vars.len();
                self.statements(1);
                self.expression(ty);
                self.end_scope(count);
                self.line_pair("}", "})");
            }
            Kind::If => {
                self.note(Shape::IfValue);
                self.line_pair("if flip() {", &format!("{open}if flip() {{"));
                let start = self.flow.clone();
                let mut joined = None;
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.line("} else {");
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.flow = joined.expect("there are two branches");
                self.line_pair("}", "})");
            }
            Kind::Labelled => self.labelled(ty),
            Kind::Second => {
                self.note(Shape::SecondArgument);
                self.line_pair("second(", &format!("{open}second("));
                let other = self.choices.weighted(&Ty::EXPRESSIBLE);
                self.expression(other);
                self.line(",");
                self.expression(ty);
                self.line_pair(")", "))");
            }
            Kind::Part if ty == Ty::Guard => {
                self.note(Shape::PartOfTemporary);
                let (of, before, call, after) = self.choices.weighted(&PARTS);
                self.line_pair(
                    &format!("{before}{call}"),
                    &format!("{open}{before}put({line}, {call}"),
                );
                self.expression(of);
                self.line_pair(&format!("){after}"), &format!(")){after})"));
            }
            Kind::Awaited => self.awaited(ty),
            Kind::Match => {
                self.note(Shape::MatchValue);
                self.line_pair("match", &format!("{open}match"));
                self.number();
                self.line("{ 0 => {");
                let start = self.flow.clone();
                let mut joined = None;
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.line("} _ => {");
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.flow = joined.expect("there are two branches");
                self.line_pair("} }", "} })");
            }
            Kind::Attempt if ty == Ty::Guard && self.body.can_fail() => {
                self.note(Shape::QuestionValue);
                self.line_pair(
                    &format!("attempt({line})?"),
                    &format!("{open}attempt({line})?)"),
                );
            }
            _ => {
                self.line_pair("pass(", &format!("{open}pass("));
                self.expression(ty);
                self.line_pair(")", "))");
            }
        }
    }

    fn block_of(&mut self, ty: Ty) {
        self.statements(1);
        self.expression(ty);
    }

    /// A value that is composed of others.
    fn constructed(&mut self, ty: Ty) {
        self.note(Shape::Constructed);
        let line = self.next_line();
        let Constructor {
            open,
            parts,
            between,
            close,
        } = ty.constructor(line);
        self.line_pair(open[0], &format!("put({line}, {}", open[1]));
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.line(between);
            }
            self.expression(*part);
        }
        self.line_pair(&close, &format!("{close})"));
    }

    /// The value of a variable, taken with `take`, which leaves an empty one.
    pub(super) fn taken(&mut self, place: &Place) {
        let (line, owner) = (self.next_line(), self.binding_line(place));
        let text = &place.text;
        // An `Option` is known to be empty now. A `Maybe` may still be reported.
        let settled = match place.ty {
            Ty::Option => String::new(),
            _ => format!(" at(&{text}, {owner});"),
        };
        let take = if place.ty == Ty::Option && self.choices.below(2) == 0 {
            self.note(Shape::OptionTake);
            format!("{text}.take()")
        } else {
            self.note(Shape::MemTake);
            format!("std::mem::take(&mut {text})")
        };
        let run = format!("put({line}, {{ let old = {take};{settled} old }})");
        self.line_pair(&take, &run);
        self.set(place, State::Whole { decided: true });
    }

    /// The value of a variable, taken with `mem::replace` or `take`.
    fn replaced(&mut self, place: &Place) {
        if place.ty.is_optional() && self.choices.below(2) == 0 {
            return self.taken(place);
        }
        self.note(Shape::MemReplace);
        let (line, owner) = (self.next_line(), self.binding_line(place));
        let text = &place.text;
        let [linted, run] = place.ty.literal(owner);
        self.line_pair(
            &format!("std::mem::replace(&mut {text}, {linted})"),
            &format!("put({line}, std::mem::replace(&mut {text}, {run}))"),
        );
    }

    /// A block that yields a value, with `break` or at its end.
    fn labelled(&mut self, ty: Ty) {
        self.note(Shape::LabelledBlock);
        let line = self.next_line();
        let label = format!("'b{line}");
        self.line_pair(&format!("{label}: {{"), &format!("put({line}, {label}: {{"));
        let count = self.flow.vars.len();
        self.statements(1);
        let start = self.flow.clone();
        self.line("if flip() {");
        self.statements(1);
        self.line(&format!("break {label}"));
        self.expression(ty);
        self.line("; }");
        let left = std::mem::replace(&mut self.flow, start);
        self.block_of(ty);
        self.end_scope(count);
        self.flow.join(&left);
        self.line_pair("}", "})");
    }

    /// A number. Computing it may borrow temporaries that live until the end of the statement.
    pub(super) fn number(&mut self) {
        let line = self.next_line();
        match self.choices.below(4) {
            1 if self.spend() => {
                self.line("second(");
                self.number();
                self.line(",");
                self.number();
                self.line(")");
            }
            2 if self.spend() => {
                let count = self.flow.vars.len();
                self.line("{");
                self.statements(1);
                self.number();
                self.end_scope(count);
                self.line("}");
            }
            3 => {
                self.note(Shape::BorrowedTemporary);
                let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
                self.line("number(&");
                self.temporary(ty);
                self.line(")");
            }
            _ => drop(self.line(&format!("make({line}).number()"))),
        }
    }

    /// A condition. Its temporaries are dropped before the branch.
    pub(super) fn condition(&mut self) {
        match self.choices.below(6) {
            1 => {
                self.number();
                self.line("== 0");
            }
            2 => drop(self.line("flip() && flip()")),
            3 => drop(self.line("flip() || flip()")),
            _ => drop(self.line("flip()")),
        }
    }
}
