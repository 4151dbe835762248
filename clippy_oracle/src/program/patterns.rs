//! Patterns that move a part of a value out, or look into it.

use super::Generator;
use super::flow::{Place, State};
use super::shapes::Shape;
use super::types::Ty;

/// What an optional value is matched with.
enum Scrutinee {
    /// A variable, of which the pattern moves a part out.
    Moved(Place),
    /// A variable that is borrowed.
    Borrowed(Place),
    /// What `take` gives, and what it is taken from.
    Taken(Place),
    Temporary(Ty),
}

impl Scrutinee {
    fn ty(&self) -> Ty {
        match self {
            Self::Moved(place) | Self::Borrowed(place) | Self::Taken(place) => place.ty,
            Self::Temporary(ty) => *ty,
        }
    }
}

impl Generator {
    /// `let (a, _) = pair;` and the like.
    pub(super) fn destructure(&mut self) {
        let ty = [Ty::Pair, Ty::Both, Ty::Array, Ty::Wrap][self.choices.below(4)];
        let place = match self.choices.below(3) {
            0 => None,
            1 => self.movable(|place| place.ty == ty),
            _ => Some(self.variable(ty)),
        };
        let (open, middle, close) = match ty {
            Ty::Both => ("let Both { left:", ", right:", "} ="),
            Ty::Array => ("let [", ",", "] ="),
            Ty::Wrap => ("let Wrap { value:", "", "} ="),
            _ => ("let (", ",", ") ="),
        };
        self.note(match ty {
            Ty::Array => Shape::DestructuredArray,
            _ => Shape::Destructured,
        });
        self.line(open);
        let mut bound = Vec::new();
        for (index, &(_, ty)) in ty.parts().iter().enumerate() {
            if index == 1 {
                self.line(middle);
            }
            // A name can be bound only once in a pattern.
            let name = ["f", "g"][index];
            if self.choices.below(3) == 0 {
                self.line("_");
            } else {
                let line = self.line(&format!("mut {name}"));
                bound.push((index, name, ty, line));
            }
        }
        self.line(close);
        match place {
            Some(place) => {
                self.line(&place.text);
                for (index, ..) in &bound {
                    let mut part = place.clone();
                    part.path.push(*index);
                    self.set(&part, State::Gone);
                }
            }
            None => self.temporary(ty),
        }
        let settled: String = (bound.iter())
            .map(|(_, name, _, line)| format!(" at(&{name}, {line});"))
            .collect();
        self.lines_of(";", &format!(";{settled}"));
        for (_, name, ty, line) in bound {
            self.declare(name, ty, line, State::FRESH);
        }
    }

    fn scrutinee(&mut self) -> Scrutinee {
        let ty = [Ty::Maybe, Ty::Option][self.choices.below(2)];
        match self.choices.below(5) {
            1 => Scrutinee::Borrowed(self.variable(ty)),
            2 | 3 => Scrutinee::Moved(self.variable(ty)),
            4 => Scrutinee::Taken(self.variable(ty)),
            _ => Scrutinee::Temporary(ty),
        }
    }

    /// Writes what is matched. Returns where it is.
    fn write(&mut self, scrutinee: &Scrutinee) -> u32 {
        let line = self.next();
        match scrutinee {
            Scrutinee::Moved(place) => {
                self.note(Shape::Matched);
                self.line(&place.text);
                self.line_of(place)
            }
            Scrutinee::Borrowed(place) => {
                self.note(Shape::MatchedByReference);
                self.line(&format!("&{}", place.text));
                self.line_of(place)
            }
            Scrutinee::Taken(place) => {
                self.note(Shape::MatchedTaken);
                self.taken(place);
                line
            }
            Scrutinee::Temporary(ty) => {
                self.note(Shape::MatchedTemporary);
                self.temporary(*ty);
                line
            }
        }
    }

    /// The way on which the pattern of the full variant did not match what is at `place`.
    fn empty_way(&mut self, place: u32) {
        self.lines_of("", &format!("nothing_at({place});"));
    }

    /// What is known of a variable that was matched.
    fn matched(&mut self, scrutinee: &Scrutinee, moved: bool) {
        match scrutinee {
            Scrutinee::Moved(place) if moved => self.set(place, State::Gone),
            Scrutinee::Moved(place) | Scrutinee::Borrowed(place) => {
                self.set(place, State::Whole { decided: true });
            }
            Scrutinee::Taken(_) | Scrutinee::Temporary(_) => {}
        }
    }

    /// The pattern of the full variant with what is before and behind it; returns what it binds.
    fn full_pattern(
        &mut self,
        before: &str,
        scrutinee: &Scrutinee,
        behind: &str,
    ) -> Option<(String, u32)> {
        let [linted, run] = (scrutinee.ty().full()).map(|path| format!("{before} {path}("));
        self.lines_of(&linted, &run);
        let binding = match (self.choices.below(6), scrutinee) {
            (0, _) => {
                self.line("_");
                None
            }
            (_, Scrutinee::Borrowed(_)) => {
                self.line("_r");
                None
            }
            (1, _) => {
                self.note(Shape::BoundByReference);
                let pattern = ["ref _r", "ref mut _r"][self.choices.below(2)];
                self.line(pattern);
                None
            }
            _ => {
                let name = self.name();
                let line = self.line(&format!("mut {name}"));
                Some((name, line))
            }
        };
        self.line(&format!("){behind}"));
        binding
    }

    /// The way on which the pattern matched.
    fn full_way(&mut self, binding: Option<(String, u32)>, depth: usize) {
        if let Some((name, line)) = binding {
            self.lines_of("", &format!("at(&{name}, {line});"));
            self.declare(&name, Ty::Guard, line, State::FRESH);
        }
        self.statements(depth + 1);
    }

    pub(super) fn let_else(&mut self, depth: usize) {
        self.note(Shape::LetElse);
        let scrutinee = self.scrutinee();
        let binding = self.full_pattern("let", &scrutinee, " =");
        let place = self.write(&scrutinee);
        let start = self.flow.clone();
        self.line("else {");
        self.empty_way(place);
        self.matched(&scrutinee, false);
        self.statements(depth + 1);
        // Also where the statements have left on every path already: rustc wants to see it. What
        // they have bound is in scope here.
        self.leave_for_good();
        self.line("};");
        self.flow = start;
        self.matched(&scrutinee, binding.is_some());
        if let Some((name, line)) = binding {
            self.lines_of("", &format!("at(&{name}, {line});"));
            self.declare(&name, Ty::Guard, line, State::FRESH);
        }
    }

    pub(super) fn if_let(&mut self, depth: usize) {
        let scrutinee = self.scrutinee();
        let chain = self.edition == super::Edition::E2024 && self.choices.below(3) == 2;
        self.note(if chain { Shape::LetChain } else { Shape::IfLet });
        let binding = self.full_pattern("if let", &scrutinee, " =");
        let place = self.write(&scrutinee);
        self.line(if chain { "&& flip() {" } else { "{" });
        let moved = binding.is_some();
        let start = self.flow.clone();
        let mut joined = None;
        self.branch(&mut joined, &start, |this| {
            this.matched(&scrutinee, moved);
            this.full_way(binding, depth);
        });
        self.line("} else {");
        self.branch(&mut joined, &start, |this| {
            this.empty_way(place);
            this.matched(&scrutinee, moved && chain);
            this.statements(depth + 1);
        });
        self.line("}");
        self.flow = joined.expect("there are two branches");
    }

    /// A `match`, sometimes with a guard on its first arm.
    pub(super) fn match_(&mut self, depth: usize) {
        if self.choices.below(3) == 0 {
            return self.match_number(depth);
        }
        let scrutinee = self.scrutinee();
        self.line("match");
        let place = self.write(&scrutinee);
        self.line("{");
        let start = self.flow.clone();
        let mut joined = None;
        for guarded in [true, false] {
            if guarded && self.choices.below(3) != 2 {
                continue;
            }
            if guarded {
                self.note(Shape::MatchGuard);
            }
            let behind = if guarded { " if flip() => {" } else { " => {" };
            let binding = self.full_pattern("", &scrutinee, behind);
            let moved = binding.is_some();
            self.branch(&mut joined, &start, |this| {
                this.matched(&scrutinee, moved);
                this.full_way(binding, depth);
            });
            self.line("}");
        }
        let [linted, run] = (scrutinee.ty().empty()).map(|pattern| format!("{pattern} => {{"));
        self.lines_of(&linted, &run);
        self.branch(&mut joined, &start, |this| {
            this.empty_way(place);
            this.matched(&scrutinee, false);
            this.statements(depth + 1);
        });
        self.line("} }");
        self.flow = joined.expect("there are two arms");
    }

    /// A `match` on something that borrows from temporaries.
    fn match_number(&mut self, depth: usize) {
        let if_let = self.choices.below(2) == 1;
        self.note(Shape::MatchedNumber);
        self.line(if if_let { "if let 0 =" } else { "match" });
        self.number();
        self.line(if if_let { "{" } else { "{ 0 => {" });
        let start = self.flow.clone();
        let mut joined = None;
        self.branch(&mut joined, &start, |this| this.statements(depth + 1));
        self.line(if if_let { "} else {" } else { "} _ => {" });
        self.branch(&mut joined, &start, |this| this.statements(depth + 1));
        self.line(if if_let { "}" } else { "} }" });
        self.flow = joined.expect("there are two branches");
    }
}
