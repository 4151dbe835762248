//! Patterns that move out a part of a value or inspect it.

use super::flow::{Place, State};
use super::generator::{Edition, Generator};
use super::shapes::Shape;
use super::types::Ty;

/// The optional value that a pattern is matched against.
enum Scrutinee {
    /// A variable. The pattern moves out a part of it.
    Moved(Place),
    /// A borrow of a variable.
    Borrowed(Place),
    /// A mutable borrow of a variable.
    BorrowedMutably(Place),
    /// What `as_ref` or `as_mut` makes of a variable.
    Viewed(Place, &'static str),
    /// The value that `take` takes from a variable.
    Taken(Place),
    Temporary(Ty),
}

/// A variable that a pattern binds by value, and its line.
struct Binding {
    name: String,
    line: u32,
}

impl Scrutinee {
    fn ty(&self) -> Ty {
        match self {
            Self::Moved(place)
            | Self::Borrowed(place)
            | Self::BorrowedMutably(place)
            | Self::Viewed(place, _)
            | Self::Taken(place) => place.ty,
            Self::Temporary(ty) => *ty,
        }
    }

    /// The path of the variant with a guard, in the linted and in the executed version.
    fn full(&self) -> [&'static str; 2] {
        match self {
            Self::Viewed(..) => ["Some"; 2],
            _ => self.ty().full(),
        }
    }

    /// The pattern of the variant without a guard.
    fn empty(&self) -> [&'static str; 2] {
        match self {
            Self::Viewed(..) => ["None"; 2],
            _ => self.ty().empty(),
        }
    }
}

impl Generator {
    /// Writes `let (a, _) = pair;` and the like.
    pub(super) fn destructure(&mut self) {
        let types = [Ty::Pair, Ty::Both, Ty::Array, Ty::Wrap];
        let ty = self.choices.pick(&types);
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
            // A pattern can bind a name only once.
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
        self.line_pair(";", &format!(";{settled}"));
        for (_, name, ty, line) in bound {
            self.declare(name, ty, line, State::FRESH);
        }
    }

    fn scrutinee(&mut self) -> Scrutinee {
        let ty = self.choices.pick(&[Ty::Maybe, Ty::Option]);
        match self.choices.below(7) {
            1 => Scrutinee::Borrowed(self.variable(ty)),
            2 | 3 => Scrutinee::Moved(self.variable(ty)),
            4 => Scrutinee::Taken(self.variable(ty)),
            5 => Scrutinee::BorrowedMutably(self.variable(ty)),
            6 => {
                let view = self.choices.pick(&["as_ref", "as_mut"]);
                Scrutinee::Viewed(self.variable(Ty::Option), view)
            }
            _ => Scrutinee::Temporary(ty),
        }
    }

    /// Writes the scrutinee. Returns the line that its value is at.
    fn write(&mut self, scrutinee: &Scrutinee) -> u32 {
        let line = self.next_line();
        match scrutinee {
            Scrutinee::Moved(place) => {
                self.note(Shape::Matched);
                self.line(&place.text);
                self.binding_line(place)
            }
            Scrutinee::Borrowed(place) => {
                self.note(Shape::MatchedByReference);
                self.line(&format!("&{}", place.text));
                self.binding_line(place)
            }
            Scrutinee::BorrowedMutably(place) => {
                self.note(Shape::MatchedByMutableReference);
                self.line(&format!("&mut {}", place.text));
                self.binding_line(place)
            }
            Scrutinee::Viewed(place, view) => {
                self.note(Shape::MatchedView);
                self.line(&format!("{}.{view}()", place.text));
                self.binding_line(place)
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

    /// The beginning of the branch in which the value at `line` did not match the full variant.
    fn empty_branch(&mut self, line: u32) {
        self.line_pair("", &format!("nothing_at({line});"));
    }

    /// Records that the scrutinee was matched, by a pattern that binds `binding` by value.
    fn matched(&mut self, scrutinee: &Scrutinee, binding: Option<&Binding>) {
        match scrutinee {
            Scrutinee::Moved(place) if binding.is_some() => self.set(place, State::Gone),
            Scrutinee::Moved(place)
            | Scrutinee::Borrowed(place)
            | Scrutinee::BorrowedMutably(place)
            | Scrutinee::Viewed(place, _) => {
                self.set(place, State::Whole { decided: true });
            }
            Scrutinee::Taken(_) | Scrutinee::Temporary(_) => {}
        }
    }

    /// Writes the pattern of the full variant between `before` and `after`. Returns what it binds by
    /// value.
    fn full_pattern(
        &mut self,
        before: &str,
        scrutinee: &Scrutinee,
        after: &str,
    ) -> Option<Binding> {
        let [linted, run] = (scrutinee.full()).map(|path| format!("{before} {path}("));
        self.line_pair(&linted, &run);
        let binding = match (self.choices.below(6), scrutinee) {
            (0, _) => {
                self.line("_");
                None
            }
            (_, Scrutinee::Borrowed(_) | Scrutinee::BorrowedMutably(_) | Scrutinee::Viewed(..)) => {
                self.line("_r");
                None
            }
            (1, _) => {
                self.note(Shape::BoundByReference);
                let pattern = self.choices.pick(&["ref _r", "ref mut _r"]);
                self.line(pattern);
                None
            }
            _ => {
                let name = self.name();
                let line = self.line(&format!("mut {name}"));
                Some(Binding { name, line })
            }
        };
        self.line(&format!("){after}"));
        binding
    }

    /// Declares what a pattern bound, where it matched.
    fn bound(&mut self, binding: Option<&Binding>) {
        if let Some(Binding { name, line }) = binding {
            self.line_pair("", &format!("at(&{name}, {line});"));
            self.declare(name, Ty::Guard, *line, State::FRESH);
        }
    }

    pub(super) fn let_else(&mut self, depth: usize) {
        self.note(Shape::LetElse);
        let scrutinee = self.scrutinee();
        let binding = self.full_pattern("let", &scrutinee, " =");
        let line = self.write(&scrutinee);
        let start = self.flow.clone();
        self.line("else {");
        self.empty_branch(line);
        self.matched(&scrutinee, None);
        self.statements(depth + 1);
        // Even if the statements end every path: rustc requires it. Their bindings are in scope.
        self.leave_for_good();
        self.line("};");
        self.flow = start;
        self.matched(&scrutinee, binding.as_ref());
        self.bound(binding.as_ref());
    }

    pub(super) fn if_let(&mut self, depth: usize) {
        let scrutinee = self.scrutinee();
        let is_chain = self.edition == Edition::E2024 && self.choices.below(3) == 2;
        self.note(if is_chain {
            Shape::LetChain
        } else {
            Shape::IfLet
        });
        let binding = self.full_pattern("if let", &scrutinee, " =");
        let line = self.write(&scrutinee);
        self.line(if is_chain { "&& flip() {" } else { "{" });
        let start = self.flow.clone();
        let mut joined = None;
        self.branch(&mut joined, &start, |this| {
            this.matched(&scrutinee, binding.as_ref());
            this.bound(binding.as_ref());
            this.statements(depth + 1);
        });
        self.line("} else {");
        self.branch(&mut joined, &start, |this| {
            this.empty_branch(line);
            // In a chain, the pattern may have matched.
            this.matched(&scrutinee, binding.as_ref().filter(|_| is_chain));
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
        let line = self.write(&scrutinee);
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
            let after = if guarded { " if flip() => {" } else { " => {" };
            let binding = self.full_pattern("", &scrutinee, after);
            self.branch(&mut joined, &start, |this| {
                this.matched(&scrutinee, binding.as_ref());
                this.bound(binding.as_ref());
                this.statements(depth + 1);
            });
            self.line("}");
        }
        let [linted, run] = (scrutinee.empty()).map(|pattern| format!("{pattern} => {{"));
        self.line_pair(&linted, &run);
        self.branch(&mut joined, &start, |this| {
            this.empty_branch(line);
            this.matched(&scrutinee, None);
            this.statements(depth + 1);
        });
        self.line("} }");
        self.flow = joined.expect("there are two arms");
    }

    /// An `if` that asks whether an optional value contains a guard, or has asked before.
    pub(super) fn asked(&mut self, depth: usize) {
        let ty = self.choices.pick(&[Ty::Maybe, Ty::Option]);
        let place = self.variable(ty);
        let line = self.binding_line(&place);
        let [linted, run] = match (self.choices.below(3), ty) {
            (1, Ty::Option) => [
                format!("{}.is_none()", place.text),
                format!("{}.is_none()", place.text),
            ],
            (2, Ty::Option) => {
                self.note(Shape::AskedView);
                let asked = format!("{}.as_ref().is_none()", place.text);
                [asked.clone(), asked]
            }
            _ => {
                self.note(Shape::AskedByMacro);
                ty.empty()
                    .map(|empty| format!("matches!({}, {empty})", place.text))
            }
        };
        let is_late = self.choices.below(2) == 1;
        if is_late {
            self.note(Shape::AskedBefore);
            let flag = format!("q{}", self.next_line());
            self.line_pair(
                &format!("let {flag} = {linted};"),
                &format!("let {flag} = {run};"),
            );
            self.pinned.push(place.var);
            self.statements(depth + 1);
            self.pinned.pop();
            self.line(&format!("if {flag} {{"));
        } else {
            self.note(Shape::Asked);
            self.line_pair(&format!("if {linted} {{"), &format!("if {run} {{"));
        }
        let start = self.flow.clone();
        let mut joined = None;
        let decided = State::Whole { decided: true };
        self.branch(&mut joined, &start, |this| {
            this.empty_branch(line);
            this.set(&place, decided.clone());
            this.statements(depth + 1);
        });
        self.line("} else {");
        self.branch(&mut joined, &start, |this| {
            this.set(&place, decided.clone());
            this.statements(depth + 1);
        });
        self.line("}");
        self.flow = joined.expect("there are two branches");
    }

    /// A `match` or `if let` on a number, whose temporaries live until its end.
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
