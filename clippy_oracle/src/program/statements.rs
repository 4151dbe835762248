//! Statements: bindings, assignments, drops, branches and loops.

use super::flow::{Place, State};
use super::generator::Generator;
use super::shapes::Shape;
use super::types::Ty;

/// How deeply statements may be nested.
const DEPTH: usize = 4;

#[derive(Clone, Copy)]
enum Kind {
    Await,
    Let,
    Drop,
    Assign,
    Declare,
    Discard,
    Borrow,
    Number,
    Destructure,
    LetElse,
    If,
    IfLet,
    Asked,
    Match,
    Loop,
    Block,
    Borrowed,
    Swap,
    Empty,
    Clone,
    Use,
    Capture,
    Leave,
}

const KINDS: [(usize, Kind); 23] = [
    (14, Kind::Await),
    (12, Kind::Let),
    (8, Kind::Drop),
    (4, Kind::Assign),
    (1, Kind::Declare),
    (2, Kind::Discard),
    (3, Kind::Borrow),
    (3, Kind::Number),
    (4, Kind::Destructure),
    (2, Kind::LetElse),
    (5, Kind::If),
    (4, Kind::IfLet),
    (3, Kind::Asked),
    (4, Kind::Match),
    (4, Kind::Loop),
    (2, Kind::Block),
    (2, Kind::Borrowed),
    (2, Kind::Swap),
    (2, Kind::Empty),
    (2, Kind::Clone),
    (4, Kind::Use),
    (5, Kind::Capture),
    (3, Kind::Leave),
];

impl Generator {
    /// Some statements, in the current scope.
    pub(super) fn statements(&mut self, depth: usize) {
        let most = if depth == 0 { 16 } else { 4 };
        for _ in 0..self.choices.below(most) {
            if !self.spend() {
                break;
            }
            self.statement(depth);
        }
    }

    /// Some statements in a scope of their own. The caller writes the braces.
    pub(super) fn scope(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        self.statements(depth);
        self.end_scope(count);
    }

    fn statement(&mut self, depth: usize) {
        let kind = self.choices.weighted(&KINDS);
        if depth >= DEPTH {
            return match kind {
                Kind::Let => self.let_(),
                Kind::Drop => self.drop_(),
                _ => self.suspend(),
            };
        }
        match kind {
            Kind::Await if self.choices.below(8) == 7 => self.go_on(),
            Kind::Await => self.suspend(),
            Kind::Let => self.let_(),
            Kind::Drop => self.drop_(),
            Kind::Assign => self.assign(),
            Kind::Declare => self.declare_later(),
            Kind::Discard => self.discard(),
            Kind::Borrow => self.borrow(),
            Kind::Number => {
                self.line("let _ =");
                self.number();
                self.line(";");
            }
            Kind::Destructure => self.destructure(),
            Kind::LetElse => self.let_else(depth),
            Kind::If => self.if_(depth),
            Kind::IfLet => self.if_let(depth),
            Kind::Asked => self.asked(depth),
            Kind::Match => self.match_(depth),
            Kind::Loop => self.loop_(depth),
            Kind::Block => {
                self.note(Shape::Block);
                self.line("{");
                self.scope(depth + 1);
                self.line("}");
            }
            Kind::Borrowed => self.borrowed(depth),
            Kind::Swap => self.swap(),
            Kind::Empty => self.empty(),
            Kind::Clone => self.clone_(),
            Kind::Use => self.use_unnamed(depth),
            Kind::Capture => self.capture(depth),
            Kind::Leave => self.leave(),
        }
    }

    fn let_(&mut self) {
        let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
        let name = self.name();
        self.bind(&name, ty);
    }

    fn bind(&mut self, name: &str, ty: Ty) {
        let line = self.line(&format!("let mut {name} ="));
        self.expression(ty);
        self.line_pair(";", &format!("; at(&{name}, {line});"));
        self.declare(name, ty, line, State::FRESH);
        self.note(Shape::Let);
    }

    /// A variable, or a part of one, that a value of this type can be moved from. Declares a variable
    /// if there is none.
    pub(super) fn variable(&mut self, ty: Ty) -> Place {
        self.movable(|place| place.ty == ty && place.state.is_fresh())
            .unwrap_or_else(|| self.new_variable(ty))
    }

    /// Declares a variable with a unique name.
    pub(super) fn new_variable(&mut self, ty: Ty) -> Place {
        let name = format!("v{}", self.next_line());
        self.bind(&name, ty);
        let index = self.flow.vars.len() - 1;
        self.flow.vars[index].places(index).swap_remove(0)
    }

    fn declare_later(&mut self) {
        let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
        let name = self.name();
        let [linted, run] = ty.names().map(|ty| format!("let mut {name}: {ty};"));
        let line = self.line_pair(&linted, &run);
        self.declare(&name, ty, line, State::Gone);
        self.note(Shape::DeclaredLater);
    }

    fn drop_(&mut self) {
        let Some(place) = self.movable(|_| true) else {
            return self.suspend();
        };
        let text = &place.text;
        let (statement, shape) = match self.choices.below(8) {
            0 => (format!("std::mem::forget({text});"), Shape::Forgotten),
            1 => (format!("{text};"), Shape::MovedNowhere),
            2 => (format!("pass({text});"), Shape::Passed),
            _ => (format!("drop({text});"), Shape::Dropped),
        };
        self.line(&statement);
        self.note(shape);
        if !place.path.is_empty() {
            self.note(Shape::PartMovedOut);
        }
        self.set(&place, State::Gone);
    }

    fn assign(&mut self) {
        let Some(place) = self.assignable() else {
            return self.let_();
        };
        // A part can be assigned only while the rest of its variable is there.
        let pinned = self.pinned.len();
        if !place.path.is_empty() {
            self.pinned.push(place.var);
        }
        self.line(&format!("{} =", place.text));
        let mut settled = format!(" at(&{}, {});", place.text, self.binding_line(&place));
        let state = match self.choices.below(3) {
            1 if place.ty == Ty::Option => {
                self.note(Shape::AssignedNone);
                self.line_pair("None", "Maybe::default()");
                // It is known to be empty, so it must not be reported, and is at no line.
                settled.clear();
                State::Whole { decided: true }
            }
            2 if place.ty == Ty::Option => {
                self.note(Shape::AssignedSome);
                let [linted, run] = Ty::Option.full().map(|path| format!("{path}("));
                self.line_pair(&linted, &run);
                self.expression(Ty::Guard);
                self.line(")");
                State::Whole { decided: true }
            }
            _ => {
                self.note(Shape::Assigned);
                self.expression(place.ty);
                State::FRESH
            }
        };
        self.line_pair(";", &format!(";{settled}"));
        self.pinned.truncate(pinned);
        self.set(&place, state);
    }

    fn swap(&mut self) {
        let Some(one) = self.movable(|place| place.ty.is_expressible() && place.state.is_fresh())
        else {
            return self.let_();
        };
        let same =
            |place: &Place| place.ty == one.ty && place.var != one.var && place.state.is_fresh();
        let other = self.movable(same).unwrap_or_else(|| {
            self.pinned.push(one.var);
            let other = self.new_variable(one.ty);
            self.pinned.pop();
            other
        });
        let swapped = format!("std::mem::swap(&mut {}, &mut {});", one.text, other.text);
        let settled: String = [&one, &other]
            .map(|place| format!(" at(&{}, {});", place.text, self.binding_line(place)))
            .concat();
        self.line_pair(&swapped, &format!("{swapped}{settled}"));
        self.note(Shape::Swapped);
    }

    /// A collection that is known to have no elements, and perhaps gets one again.
    fn empty(&mut self) {
        let place = if self.choices.below(3) == 1 {
            self.note(Shape::MadeEmpty);
            let name = self.name();
            let line = self.line(&format!("let mut {name}: Vec<Guard> = Vec::new();"));
            self.declare(&name, Ty::Vec, line, State::Gone);
            let index = self.flow.vars.len() - 1;
            self.flow.vars[index].places(index).swap_remove(0)
        } else {
            let place = self.variable(Ty::Vec);
            let text = &place.text;
            let (statement, shape) = match self.choices.below(3) {
                1 => (
                    format!("while let Some(g) = {text}.pop() {{ drop(g); }}"),
                    Shape::Popped,
                ),
                2 => (
                    format!("drop(std::mem::take(&mut {text}));"),
                    Shape::TakenCollection,
                ),
                _ => (format!("{text}.clear();"), Shape::Cleared),
            };
            self.line(&statement);
            self.note(shape);
            place
        };
        let state = if self.choices.below(3) == 2 {
            self.note(Shape::Refilled);
            let (text, line) = (&place.text, self.binding_line(&place));
            // Two: a loop over one would hold none while it has the last.
            self.line(&format!("{text}.extend([make({line}), make({line})]);"));
            State::FRESH
        } else {
            State::Whole { decided: true }
        };
        self.set(&place, state);
    }

    /// A value that is not bound to a variable.
    fn discard(&mut self) {
        match self.movable(|_| true) {
            Some(place) if self.choices.below(2) == 1 => {
                self.line(&format!("let _ = {};", place.text));
                self.note(Shape::NotBound);
            }
            _ => {
                let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
                let discarded = self.choices.pick(&["let _ =", "_ ="]);
                self.line(discarded);
                // A place expression would not be moved.
                self.temporary(ty);
                self.line(";");
                self.note(Shape::Discarded);
            }
        }
    }

    fn borrow(&mut self) {
        let Some(place) = self.movable(|place| !place.is_known_empty()) else {
            return self.suspend();
        };
        let text = &place.text;
        if self.choices.below(2) == 0 {
            self.line(&format!("see(&{text});"));
        } else {
            let seen = format!("see(&mut {text});");
            self.line_pair(&seen, &format!("{}{seen}", self.unknown(&place)));
        }
        self.note(Shape::Seen);
    }

    /// The statement that records that an optional value may contain a guard again, because it is
    /// borrowed mutably.
    fn unknown(&self, place: &Place) -> String {
        if place.ty.is_optional() {
            format!("at(&{}, {}); ", place.text, self.binding_line(place))
        } else {
            String::new()
        }
    }

    /// A borrow, or a temporary with an extended lifetime, that is used after some statements.
    fn borrowed(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        let pinned = self.pinned.len();
        self.line("{");
        let line = self.next_line();
        let place = self.movable(|place| !place.is_known_empty());
        let used = match (self.choices.below(4), place) {
            (1, Some(place)) => {
                self.note(Shape::BorrowedMutably);
                let borrowed = format!("let r = &mut {};", place.text);
                self.line_pair(&borrowed, &format!("{}{borrowed}", self.unknown(&place)));
                self.pinned.push(place.var);
                "see(r);"
            }
            (2, Some(place)) => {
                self.note(Shape::BorrowedByClosure);
                self.line(&format!("let r = || see(&{});", place.text));
                self.pinned.push(place.var);
                "r();"
            }
            (3, Some(place)) => {
                self.note(Shape::Borrowed);
                self.line(&format!("let r = &{};", place.text));
                self.pinned.push(place.var);
                "see(r);"
            }
            _ => {
                self.note(Shape::ExtendedTemporary);
                self.line("let r = &");
                let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
                let [linted, run] = ty.literal(line + 1);
                self.line_pair(&linted, &run);
                self.line(";");
                "see(r);"
            }
        };
        self.scope(depth + 1);
        self.line(&format!("{used} }}"));
        self.pinned.truncate(pinned);
        self.end_scope(count);
    }

    fn clone_(&mut self) {
        let cloned = self.movable(|place| place.ty.is_shared() && place.state.is_fresh());
        let place = cloned.unwrap_or_else(|| self.new_variable(Ty::Shared));
        let (name, line) = (self.name(), self.next_line());
        let clone = format!("{}.clone()", place.text);
        self.line_pair(
            &format!("let mut {name} = {clone};"),
            &format!("let mut {name} = put({line}, {clone});"),
        );
        self.declare(&name, place.ty, line, State::FRESH);
        self.note(Shape::Cloned);
    }

    fn if_(&mut self, depth: usize) {
        self.note(Shape::If);
        self.line("if");
        self.condition();
        self.line("{");
        let start = self.flow.clone();
        let mut joined = None;
        self.branch(&mut joined, &start, |this| this.statements(depth + 1));
        self.line("} else {");
        self.branch(&mut joined, &start, |this| this.statements(depth + 1));
        self.line("}");
        self.flow = joined.expect("there are two branches");
    }
}
