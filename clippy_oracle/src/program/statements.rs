//! Statements: bindings, assignments, drops, branches and loops.

use super::expressions::literal;
use super::flow::{State, Ty};
use super::{Generator, Loop, Returns};

/// How deep statements are nested.
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
    Match,
    Loop,
    Block,
    Borrowed,
    Call,
    Capture,
    Leave,
}

const KINDS: [(usize, Kind); 19] = [
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
    (4, Kind::Match),
    (4, Kind::Loop),
    (2, Kind::Block),
    (2, Kind::Borrowed),
    (2, Kind::Call),
    (4, Kind::Capture),
    (2, Kind::Leave),
];

impl Generator {
    /// Some statements, in the scope that is open.
    pub(super) fn statements(&mut self, depth: usize) {
        let most = if depth == 0 { 16 } else { 4 };
        for _ in 0..self.choices.below(most) {
            if !self.spend() {
                break;
            }
            self.statement(depth);
        }
    }

    /// Some statements in a scope of their own, whose braces are written by the caller.
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
            Kind::Match => self.match_(depth),
            Kind::Loop => self.loop_(depth),
            Kind::Block => {
                self.line("{");
                self.scope(depth + 1);
                self.line("}");
            }
            Kind::Borrowed => self.borrowed(depth),
            Kind::Call => self.call_closure(),
            Kind::Capture => self.capture(depth),
            Kind::Leave => self.leave(),
        }
    }

    fn let_(&mut self) {
        let ty = self.choices.weighted(&Ty::MADE);
        let name = self.name();
        let line = self.line(&format!("let mut {name} ="));
        self.expression(ty);
        self.lines_of(";", &format!("; at(&{name}, {line});"));
        self.declare(&name, ty, line, State::FRESH);
    }

    fn declare_later(&mut self) {
        let ty = self.choices.weighted(&Ty::MADE);
        let name = self.name();
        let [linted, run] = ty.names().map(|ty| format!("let mut {name}: {ty};"));
        let line = self.lines_of(&linted, &run);
        self.declare(&name, ty, line, State::Gone);
    }

    fn drop_(&mut self) {
        let Some(place) = self.movable(|_| true) else {
            return self.suspend();
        };
        let text = &place.text;
        match self.choices.below(8) {
            0 => self.line(&format!("std::mem::forget({text});")),
            1 => self.line(&format!("{text};")),
            2 => self.line(&format!("pass({text});")),
            _ => self.line(&format!("drop({text});")),
        };
        self.set(&place, State::Gone);
    }

    fn assign(&mut self) {
        let Some(place) = self.assignable() else {
            return self.let_();
        };
        // A part can be assigned as long as what it belongs to is there.
        let pinned = self.pinned.len();
        if !place.path.is_empty() {
            self.pinned.push(place.var);
        }
        self.line(&format!("{} =", place.text));
        self.expression(place.ty);
        let line = self.line_of(&place);
        self.lines_of(";", &format!("; at(&{}, {line});", place.text));
        self.pinned.truncate(pinned);
        self.set(&place, State::FRESH);
    }

    /// What binds nothing.
    fn discard(&mut self) {
        match self.movable(|_| true) {
            Some(place) if self.choices.below(2) == 1 => {
                self.line(&format!("let _ = {};", place.text));
            }
            _ => {
                let ty = self.choices.weighted(&Ty::MADE);
                let bound = ["let _ =", "_ ="][self.choices.below(2)];
                self.line(bound);
                // A place would not be moved.
                self.temporary(ty);
                self.line(";");
            }
        }
    }

    fn borrow(&mut self) {
        let Some(place) = self.movable(|_| true) else {
            return self.suspend();
        };
        let mutable = ["", "mut "][self.choices.below(2)];
        self.line(&format!("see(&{mutable}{});", place.text));
    }

    /// A borrow, or a temporary, that lives through some statements.
    fn borrowed(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        let pinned = self.pinned.len();
        self.line("{");
        let line = self.next();
        let place = self.movable(|_| true);
        let used = match (self.choices.below(4), place) {
            (1, Some(place)) => {
                self.line(&format!("let r = &mut {};", place.text));
                self.pinned.push(place.var);
                "see(r);"
            }
            (2, Some(place)) => {
                self.line(&format!("let r = || see(&{});", place.text));
                self.pinned.push(place.var);
                "r();"
            }
            (3, Some(place)) => {
                self.line(&format!("let r = &{};", place.text));
                self.pinned.push(place.var);
                "see(r);"
            }
            _ => {
                self.line("let r = &");
                let ty = self.choices.weighted(&Ty::MADE);
                let [linted, run] = literal(ty, line + 1);
                self.lines_of(&linted, &run);
                self.line(";");
                "see(r);"
            }
        };
        self.scope(depth + 1);
        self.line(&format!("{used} }}"));
        self.pinned.truncate(pinned);
        self.end_scope(count);
    }

    fn if_(&mut self, depth: usize) {
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

    fn loop_(&mut self, depth: usize) {
        let label = self.next();
        let enter = format!("enter({label}); ");
        let vec = self.movable(|place| place.ty == Ty::Vec);
        let mut element = None;
        match (self.choices.below(5), vec) {
            (1, _) => {
                let head = format!("'l{label}: loop {{ if !again({label}) {{ break; }}");
                self.lines_of(&head, &(enter + &head));
            }
            (2, _) => {
                let head = format!("'l{label}: for _ in times({label}) {{");
                self.lines_of(&head, &(enter + &head));
            }
            (3, Some(place)) => {
                // The iterator is at the loop itself.
                let name = self.name();
                self.line(&format!("'l{label}: for"));
                let line = self.line(&format!("mut {name}"));
                let run = format!("in put({label}, cut({}))", place.text);
                self.lines_of(&format!("in {}", place.text), &run);
                self.set(&place, State::Gone);
                self.lines_of("{", &format!("{{ at(&{name}, {line});"));
                element = Some((name, line));
            }
            (4, _) => {
                let ty = [Ty::Maybe, Ty::Option][self.choices.below(2)];
                let name = self.name();
                let full = full(ty);
                let head = |full| format!("'l{label}: while let {full}(mut {name}) =");
                self.lines_of(&head(full[0]), &(enter + &head(full[1])));
                // Before the loop is entered nothing may be generated that is in its head.
                let [linted, run] = literal(ty, self.next());
                self.lines_of(&linted, &run);
                self.lines_of(
                    &format!("{{ if !again({label}) {{ break; }}"),
                    &format!("{{ at(&{name}, {label}); if !again({label}) {{ break; }}"),
                );
                element = Some((name, label));
            }
            _ => {
                let head = format!("'l{label}: while again({label}) {{");
                self.lines_of(&head, &(enter + &head));
            }
        }
        let entry = self.flow.clone();
        let count = entry.vars.len();
        self.body.loops.push(Loop {
            label,
            exits: vec![entry.clone()],
            entry,
        });
        // In a scope of its own, so that it shadows nothing where the values are restored.
        self.line("{");
        if let Some((name, line)) = element {
            self.declare(&name, Ty::Guard, line, State::FRESH);
        }
        self.statements(depth + 1);
        self.end_scope(count);
        self.line("}");
        if self.flow.reached {
            let index = self.body.loops.len() - 1;
            let restored = self.restore(index);
            assert!(restored, "nothing is shadowed at the end of a loop");
        }
        self.line("}");
        let ended = self.body.loops.pop().expect("it was pushed");
        for exit in &ended.exits {
            self.flow.join(exit);
        }
    }

    /// The end of the path, or of the loop, or of an iteration.
    fn leave(&mut self) {
        let loops = self.body.loops.len();
        match self.choices.below(6) {
            0 | 1 if loops > 0 => {
                let index = self.choices.below(loops);
                let label = self.body.loops[index].label;
                if self.choices.below(2) == 1 && self.restore(index) {
                    self.line(&format!("continue 'l{label};"));
                } else {
                    self.line(&format!("break 'l{label};"));
                }
                let exit = self.flow.clone();
                self.body.loops[index].exits.push(exit);
            }
            2 if self.can_fail() => {
                let line = self.next();
                self.line(&format!("drop(attempt({line})?);"));
                return;
            }
            _ => return self.leave_for_good(),
        }
        self.flow.reached = false;
    }

    /// The end of the path.
    pub(super) fn leave_for_good(&mut self) {
        match self.body.returns {
            _ if self.choices.below(4) == 3 => {
                self.lines_of("die();", "match never().await {}");
            }
            Returns::Result => drop(self.line("return Ok(());")),
            Returns::Unit => drop(self.line("return;")),
            Returns::Guard => {
                self.line("return");
                self.expression(Ty::Guard);
                self.line(";");
            }
        }
        self.flow.reached = false;
    }

    pub(super) fn can_fail(&self) -> bool {
        self.body.returns == Returns::Result
    }
}

/// The path of the variant with a guard, in the linted text and in the one that is run.
pub(super) fn full(ty: Ty) -> [&'static str; 2] {
    match ty {
        Ty::Option => ["Some", "Maybe::Full"],
        _ => ["Maybe::Full"; 2],
    }
}

/// The pattern of the variant without one.
pub(super) fn empty(ty: Ty) -> [&'static str; 2] {
    match ty {
        Ty::Option => ["None", "Maybe::Empty(_)"],
        _ => ["Maybe::Empty(_)"; 2],
    }
}
