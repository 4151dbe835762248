//! Expressions: values that own guards, and numbers that borrow from them.

use super::flow::{State, Ty};
use super::{Generator, Loop};

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

impl Generator {
    /// A value of this type. In the text that is run it is put at the first line of the expression.
    pub(super) fn expression(&mut self, ty: Ty) {
        if !self.flow.reached {
            return self.literal(ty);
        }
        match self.choices.weighted(&KINDS) {
            Kind::Move => {
                if let Some(place) = self.movable(|place| place.ty == ty && place.state.is_fresh())
                {
                    let line = self.next();
                    self.lines_of(&place.text, &format!("put({line}, {})", place.text));
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

    /// A value that is no place, so that a borrow of it borrows a temporary.
    pub(super) fn temporary(&mut self, ty: Ty) {
        if self.spend() {
            self.composed(Kind::Call, ty);
        } else {
            self.literal(ty);
        }
    }

    fn literal(&mut self, ty: Ty) {
        let line = self.next();
        let [linted, run] = literal(ty, line);
        self.lines_of(&linted, &run);
    }

    fn composed(&mut self, kind: Kind, ty: Ty) {
        let line = self.next();
        let open = format!("put({line}, ");
        match kind {
            Kind::Composed if ty != Ty::Guard => self.constructed(ty),
            Kind::Block => {
                self.lines_of("{", &format!("{open}{{"));
                let count = self.flow.vars.len();
                self.statements(1);
                self.expression(ty);
                self.end_scope(count);
                self.lines_of("}", "})");
            }
            Kind::If => {
                self.lines_of("if flip() {", &format!("{open}if flip() {{"));
                let start = self.flow.clone();
                let mut joined = None;
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.line("} else {");
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.flow = joined.expect("there are two branches");
                self.lines_of("}", "})");
            }
            Kind::Labelled => self.labelled(ty),
            Kind::Second => {
                self.lines_of("second(", &format!("{open}second("));
                let other = self.choices.weighted(&Ty::MADE);
                self.expression(other);
                self.line(",");
                self.expression(ty);
                self.lines_of(")", "))");
            }
            Kind::Part if ty == Ty::Guard => {
                self.lines_of("pass(", &format!("{open}put({line}, pass("));
                self.expression(Ty::Pair);
                let part = self.choices.below(2);
                self.lines_of(&format!(").{part}"), &format!(")).{part})"));
            }
            Kind::Awaited => self.awaited(ty),
            Kind::Match => {
                self.lines_of("match", &format!("{open}match"));
                self.number();
                self.line("{ 0 => {");
                let start = self.flow.clone();
                let mut joined = None;
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.line("} _ => {");
                self.branch(&mut joined, &start, |this| this.block_of(ty));
                self.flow = joined.expect("there are two branches");
                self.lines_of("} }", "} })");
            }
            Kind::Attempt if ty == Ty::Guard && self.can_fail() => {
                self.lines_of(
                    &format!("attempt({line})?"),
                    &format!("{open}attempt({line})?)"),
                );
            }
            _ => {
                self.lines_of("pass(", &format!("{open}pass("));
                self.expression(ty);
                self.lines_of(")", "))");
            }
        }
    }

    fn block_of(&mut self, ty: Ty) {
        self.statements(1);
        self.expression(ty);
    }

    /// A value of a type that has others in it.
    fn constructed(&mut self, ty: Ty) {
        let line = self.next();
        let (open, parts, close): (_, &[Ty], _) = match ty {
            Ty::Guard | Ty::Closure | Ty::Future => unreachable!("it is not made of others"),
            Ty::Pair => ("(", &[Ty::Guard, Ty::Guard], ")"),
            Ty::Both => ("Both { left:", &[Ty::Guard, Ty::Pair], "}"),
            Ty::Boxed => ("Box::new(", &[Ty::Guard], ")"),
            Ty::Vec => ("Vec::from([", &[Ty::Guard, Ty::Guard], "])"),
            Ty::Shared => ("Rc::new(", &[Ty::Guard], ")"),
            Ty::Sealed => ("Sealed(", &[Ty::Guard], ")"),
            Ty::Manual => ("ManuallyDrop::new(", &[Ty::Guard], ")"),
            Ty::Maybe | Ty::Option => ("wrap(", &[Ty::Guard], ")"),
        };
        let linted = match ty {
            Ty::Option => "wrap_option(",
            _ => open,
        };
        self.lines_of(linted, &format!("put({line}, {open}"));
        for (index, part) in parts.iter().enumerate() {
            match (index, ty) {
                (0, _) => {}
                (_, Ty::Both) => drop(self.line(", right:")),
                _ => drop(self.line(",")),
            }
            self.expression(*part);
        }
        let close = match ty {
            Ty::Maybe | Ty::Option => format!(", {line})"),
            _ => close.to_owned(),
        };
        self.lines_of(&close, &format!("{close})"));
    }

    /// `mem::replace` or `mem::take`.
    fn replaced(&mut self, place: &super::Place) {
        let (line, owner) = (self.next(), self.line_of(place));
        let text = &place.text;
        if place.ty.is_optional() && self.choices.below(2) == 0 {
            self.lines_of(
                &format!("std::mem::take(&mut {text})"),
                &format!(
                    "put({line}, {{ let old = std::mem::take(&mut {text}); at(&{text}, {owner}); old }})"
                ),
            );
            self.set(place, State::Whole { decided: true });
        } else {
            let [linted, run] = literal(place.ty, owner);
            self.lines_of(
                &format!("std::mem::replace(&mut {text}, {linted})"),
                &format!("put({line}, std::mem::replace(&mut {text}, {run}))"),
            );
        }
    }

    /// A block that is left with a value, by `break` or at its end.
    fn labelled(&mut self, ty: Ty) {
        let line = self.next();
        let label = format!("'b{line}");
        self.lines_of(&format!("{label}: {{"), &format!("put({line}, {label}: {{"));
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
        self.flow.join(&left);
        self.end_scope(count);
        self.lines_of("}", "})");
    }

    /// A number, for which values may be borrowed until the statement ends.
    pub(super) fn number(&mut self) {
        let line = self.next();
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
                let ty = self.choices.weighted(&Ty::MADE);
                self.line("number(&");
                self.temporary(ty);
                self.line(")");
            }
            _ => drop(self.line(&format!("make({line}).number()"))),
        }
    }

    /// A condition, and the temporaries that it drops before the branch.
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

    /// Puts new values into the variables that the loop's next iteration expects to have them.
    /// Returns whether that is possible here.
    pub(super) fn restore(&mut self, index: usize) -> bool {
        let Loop { entry, .. } = &self.body.loops[index];
        let missing: Vec<usize> = (entry.vars.iter().enumerate())
            .filter(|&(i, var)| !self.flow.vars[i].state.covers(&var.state, var.ty))
            .map(|(i, _)| i)
            .collect();
        if !(missing.iter()).all(|&i| self.is_visible(i) && !self.pinned.contains(&i)) {
            return false;
        }
        for i in missing {
            let var = &self.flow.vars[i];
            let (name, line) = (var.name.clone(), var.line);
            let [linted, run] = literal(var.ty, line);
            self.lines_of(&format!("{name} = {linted};"), &format!("{name} = {run};"));
            self.flow.vars[i].state = State::FRESH;
        }
        true
    }
}

/// The shortest new value of a type, in one line. It says itself that it is at `line`.
pub(super) fn literal(ty: Ty, line: u32) -> [String; 2] {
    let make = format!("make({line})");
    let one = match ty {
        Ty::Guard => make,
        Ty::Pair => format!("({make}, {make})"),
        Ty::Both => format!("Both {{ left: {make}, right: ({make}, {make}) }}"),
        Ty::Boxed => format!("Box::new({make})"),
        Ty::Vec => format!("Vec::from([{make}, {make}])"),
        Ty::Shared => format!("Rc::new({make})"),
        Ty::Sealed => format!("Sealed({make})"),
        Ty::Manual => format!("ManuallyDrop::new({make})"),
        Ty::Maybe => format!("maybe({line})"),
        Ty::Option => return [format!("option({line})"), format!("maybe({line})")],
        Ty::Closure | Ty::Future => unreachable!("it is made by a statement"),
    };
    [one.clone(), one]
}
