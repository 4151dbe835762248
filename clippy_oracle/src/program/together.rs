//! Several futures at once: one that owns two others, and a select over two that are borrowed.

use super::Generator;
use super::Returns;
use super::flow::State;
use super::shapes::Shape;
use super::types::Ty;

impl Generator {
    /// Two futures in one, which is awaited at once or bound.
    pub(super) fn together(&mut self, depth: usize) {
        let (text, shape) = match self.choices.below(2) {
            0 => ("join(", Shape::Join),
            _ => ("race(", Shape::Race),
        };
        self.note(shape);
        if self.choices.below(2) == 0 {
            let opened = self.lines.len();
            self.lines_of(text, &format!("point(AWAIT, {text}"));
            let places = self.two_futures(depth);
            self.lines_of(")", &format!(").moved(&{places:?}, NOWHERE)"));
            self.await_(opened, "");
            self.line(";");
        } else {
            self.note(Shape::StoredTogether);
            let line = self.line("let mut f =");
            self.line(text);
            let places = self.two_futures(depth);
            self.lines_of(");", &format!(").moved(&{places:?}, {line});"));
            self.declare("f", Ty::Future, line, State::FRESH);
        }
    }

    fn two_futures(&mut self, depth: usize) -> [u32; 2] {
        let first = self.future(depth);
        self.line(",");
        [first, self.future(depth)]
    }

    /// A future that is an operand. Returns where it is.
    fn future(&mut self, depth: usize) -> u32 {
        self.one_of_futures(3, depth)
    }

    /// The same of the first `kinds` of them.
    fn one_of_futures(&mut self, kinds: usize, depth: usize) -> u32 {
        let line = self.next();
        match (
            self.choices.below(kinds),
            self.movable(|place| place.ty == Ty::Future),
        ) {
            (0, Some(place)) => {
                let from = self.line_of(&place);
                let text = &place.text;
                self.lines_of(text, &format!("{text}.moved(&[{from}], {line})"));
                self.set(&place, State::Gone);
            }
            (0 | 1, _) => {
                let place = self.captured_if_there();
                let settled = place.as_ref().map(|place| {
                    let from = self.line_of(place);
                    Self::settled(place, from, line)
                });
                self.lines_of(
                    "async move {",
                    &format!("{{ {} async move {{", settled.unwrap_or_default()),
                );
                self.block_that_owns(place, Some(line), depth);
                self.lines_of("}", "} }");
            }
            _ => {
                self.line("{");
                let function = self.function(Returns::Unit);
                self.call_stored(&function, line);
                self.line("}");
            }
        }
        line
    }

    /// Waits for one of two futures that are pinned here; the other one stays where it is.
    pub(super) fn select(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        self.line("{");
        let ([linted, run], places) = match self.choices.below(3) {
            0 => self.pinned_by_hand(depth),
            1 => self.pinned_by_macro(depth),
            _ => self.in_a_tuple(depth),
        };
        self.statements(depth + 1);
        let line = self.next();
        self.lines_of(
            &format!("{linted}.await;"),
            &format!("point({line}, {run}.moved(&{places:?}, NOWHERE)).await;"),
        );
        self.statements(depth + 1);
        self.line("}");
        self.end_scope(count);
    }

    fn pinned_by_hand(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectPinnedByHand);
        let places = ["s", "t"].map(|name| {
            let line = self.line(&format!("let mut {name} ="));
            let from = self.future(depth);
            self.lines_of(";", &format!("; relocate(&[{from}], {line});"));
            line
        });
        for name in ["s", "t"] {
            self.line(&format!(
                "let mut {name} = unsafe {{ Pin::new_unchecked(&mut {name}) }};"
            ));
        }
        (["either(s.as_mut(), t.as_mut())"; 2], places)
    }

    fn pinned_by_macro(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectPinnedByMacro);
        // The variables are those of the standard library's macro, and have no place of their own.
        let places = ["s", "t"].map(|name| {
            self.line(&format!("let mut {name} = std::pin::pin!("));
            // No block: what is at its end would be the place.
            let place = self.one_of_futures(2, depth);
            self.line(");");
            place
        });
        (["either(s.as_mut(), t.as_mut())"; 2], places)
    }

    fn in_a_tuple(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectInATuple);
        let line = self.line("let mut both = (");
        let places = self.two_futures(depth);
        self.lines_of(");", &format!(").moved(&{places:?}, {line});"));
        let texts = [
            "poll_fn(|cx| { let (s, t) = &mut both; poll_either(s, t, cx) })",
            "select(|it, order, cx| { let (s, t) = &mut both; it.poll(order, s, t, cx) })",
        ];
        (texts, [line, line])
    }
}
