//! Several futures at once: a future that owns two others, and a select that borrows two.

use super::flow::State;
use super::generator::Generator;
use super::shapes::Shape;
use super::types::Ty;

impl Generator {
    /// A future that owns two others, and is awaited at once or bound to a variable.
    pub(super) fn together(&mut self, depth: usize) {
        let (text, shape) = match self.choices.below(2) {
            0 => ("join(", Shape::Join),
            _ => ("race(", Shape::Race),
        };
        self.note(shape);
        if self.choices.below(2) == 0 {
            let opened = self.lines.len();
            self.line_pair(text, &format!("point(AWAIT, {text}"));
            let lines = self.two_futures(depth);
            self.line_pair(")", &format!(").moved(&{lines:?}, NOWHERE)"));
            self.await_(opened, "");
            self.line(";");
        } else {
            self.note(Shape::StoredTogether);
            let line = self.line("let mut f =");
            self.line(text);
            let lines = self.two_futures(depth);
            self.line_pair(");", &format!(").moved(&{lines:?}, {line});"));
            self.declare("f", Ty::Future, line, State::FRESH);
        }
    }

    fn two_futures(&mut self, depth: usize) -> [u32; 2] {
        let first = self.future(depth);
        self.line(",");
        [first, self.future(depth)]
    }

    /// A future as an operand. Returns its line.
    fn future(&mut self, depth: usize) -> u32 {
        self.future_of_kinds(3, depth)
    }

    /// A future of one of the first `kinds` kinds, as an operand. Returns its line.
    fn future_of_kinds(&mut self, kinds: usize, depth: usize) -> u32 {
        let line = self.next_line();
        match (
            self.choices.below(kinds),
            self.movable(|place| place.ty == Ty::Future),
        ) {
            (0, Some(place)) => {
                let from = self.binding_line(&place);
                let text = &place.text;
                self.line_pair(text, &format!("{text}.moved(&[{from}], {line})"));
                self.set(&place, State::Gone);
            }
            (0 | 1, _) => {
                let place = self.existing_variable_to_capture();
                let settled = place.as_ref().map(|place| {
                    let from = self.binding_line(place);
                    Self::settled(place, from, line)
                });
                self.line_pair(
                    "async move {",
                    &format!("{{ {} async move {{", settled.unwrap_or_default()),
                );
                self.block_that_owns(place, Some(line), depth);
                self.line_pair("}", "} }");
            }
            _ => {
                self.line("{");
                let function = self.plain_function();
                self.call_stored(&function, line);
                self.line("}");
            }
        }
        line
    }

    /// Awaits the first of two pinned futures to be ready. The other stays where it is.
    pub(super) fn select(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        self.line("{");
        let ([linted, run], lines) = match self.choices.below(3) {
            0 => self.pinned_by_hand(depth),
            1 => self.pinned_by_macro(depth),
            _ => self.in_a_tuple(depth),
        };
        self.statements(depth + 1);
        let line = self.next_line();
        self.line_pair(
            &format!("{linted}.await;"),
            &format!("point({line}, {run}.moved(&{lines:?}, NOWHERE)).await;"),
        );
        self.statements(depth + 1);
        self.line("}");
        self.end_scope(count);
    }

    fn pinned_by_hand(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectPinnedByHand);
        let lines = ["s", "t"].map(|name| {
            let line = self.line(&format!("let mut {name} ="));
            let from = self.future(depth);
            self.line_pair(";", &format!("; relocate(&[{from}], {line});"));
            line
        });
        for name in ["s", "t"] {
            self.line(&format!(
                "let mut {name} = unsafe {{ Pin::new_unchecked(&mut {name}) }};"
            ));
        }
        (["either(s.as_mut(), t.as_mut())"; 2], lines)
    }

    fn pinned_by_macro(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectPinnedByMacro);
        // The variables belong to the standard library's macro, and have no line of their own.
        let lines = ["s", "t"].map(|name| {
            self.line(&format!("let mut {name} = std::pin::pin!("));
            // Not a call: it is in a block, and the value at the end of that would be at its own line.
            let line = self.future_of_kinds(2, depth);
            self.line(");");
            line
        });
        (["either(s.as_mut(), t.as_mut())"; 2], lines)
    }

    fn in_a_tuple(&mut self, depth: usize) -> ([&'static str; 2], [u32; 2]) {
        self.note(Shape::SelectInATuple);
        let line = self.line("let mut both = (");
        let lines = self.two_futures(depth);
        self.line_pair(");", &format!(").moved(&{lines:?}, {line});"));
        let texts = [
            "poll_fn(|cx| { let (s, t) = &mut both; poll_either(s, t, cx) })",
            "select(|it, order, cx| { let (s, t) = &mut both; it.poll(order, s, t, cx) })",
        ];
        (texts, [line, line])
    }
}
