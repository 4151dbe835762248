//! Loops, and the statements that leave a loop or end the path.

use super::flow::{Place, State};
use super::generator::{Generator, Loop, Returns};
use super::shapes::Shape;
use super::types::Ty;

#[derive(Clone, Copy)]
enum Kind {
    While,
    Loop,
    For,
    ForEach,
    WhileLet,
    WhileNext,
}

const KINDS: [(usize, Kind); 6] = [
    (1, Kind::While),
    (1, Kind::Loop),
    (1, Kind::For),
    (1, Kind::ForEach),
    (1, Kind::WhileLet),
    (1, Kind::WhileNext),
];

impl Generator {
    pub(super) fn loop_(&mut self, depth: usize) {
        let kind = self.choices.weighted(&KINDS);
        let stream = match kind {
            Kind::WhileNext => Some(self.variable(Ty::Items)),
            _ => None,
        };
        let label = self.next_line();
        let element = self.loop_head(kind, label, stream);
        let entry = self.flow.clone();
        let count = entry.vars.len();
        self.body.loops.push(Loop {
            label,
            exits: vec![entry.clone()],
            entry,
        });
        // In a scope of its own, so that nothing is shadowed where the variables are restored.
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

    /// Writes the head of the loop. Returns the name and the line of the variable that it binds.
    fn loop_head(
        &mut self,
        kind: Kind,
        label: u32,
        stream: Option<Place>,
    ) -> Option<(String, u32)> {
        let (shape, head) = match (kind, stream) {
            (Kind::ForEach, _) => return Some(self.for_each(label)),
            (Kind::WhileNext, Some(stream)) => return Some(self.while_next(label, &stream)),
            (Kind::WhileLet | Kind::WhileNext, _) => return Some(self.while_let(label)),
            (Kind::While, _) => (Shape::While, format!("while again({label}) {{")),
            (Kind::For, _) => (Shape::For, format!("for _ in times({label}) {{")),
            (Kind::Loop, _) => (
                Shape::Loop,
                format!("loop {{ if !again({label}) {{ break; }}"),
            ),
        };
        self.note(shape);
        let head = format!("'l{label}: {head}");
        self.line_pair(&head, &format!("enter({label}); {head}"));
        None
    }

    /// A loop that consumes a `Vec`. The line of the iterator is that of the loop.
    fn for_each(&mut self, label: u32) -> (String, u32) {
        self.note(Shape::ForEach);
        let vec = self.movable(|place| place.ty == Ty::Vec && !place.is_known_empty());
        let name = self.name();
        self.line(&format!("'l{label}: for"));
        let line = self.line(&format!("mut {name}"));
        let iterator = self.next_line();
        let [linted, run] = match &vec {
            Some(place) => [place.text.clone(), place.text.clone()],
            None => Ty::Vec.literal(iterator),
        };
        self.line_pair(
            &format!("in {linted}"),
            &format!("in put({iterator}, cut({run}))"),
        );
        if let Some(place) = vec {
            self.set(&place, State::Gone);
        }
        self.line_pair("{", &format!("{{ at(&{name}, {line});"));
        (name, line)
    }

    fn while_let(&mut self, label: u32) -> (String, u32) {
        self.note(Shape::WhileLet);
        let ty = self.choices.pick(&[Ty::Maybe, Ty::Option]);
        let name = self.while_let_head(ty, label);
        // A literal: anything else in the head would run in each iteration.
        let [linted, run] = ty.literal(self.next_line());
        self.line_pair(&linted, &run);
        self.while_let_body(name, label)
    }

    /// A loop that takes one guard after another from a stream.
    fn while_next(&mut self, label: u32, stream: &Place) -> (String, u32) {
        self.note(Shape::WhileNext);
        let stream = &stream.text;
        let name = self.while_let_head(Ty::Option, label);
        let line = self.next_line();
        self.line_pair(
            &format!("next_option(&mut {stream}).await"),
            &format!("point({line}, next(&mut {stream})).await"),
        );
        self.while_let_body(name, label)
    }

    fn while_let_head(&mut self, ty: Ty, label: u32) -> String {
        let name = self.name();
        let [linted, run] =
            (ty.full()).map(|full| format!("'l{label}: while let {full}(mut {name}) ="));
        self.line_pair(&linted, &format!("enter({label}); {run}"));
        name
    }

    fn while_let_body(&mut self, name: String, label: u32) -> (String, u32) {
        let again = format!("if !again({label}) {{ break; }}");
        self.line_pair(
            &format!("{{ {again}"),
            &format!("{{ at(&{name}, {label}); {again}"),
        );
        (name, label)
    }

    /// Ends the path, a loop or an iteration.
    pub(super) fn leave(&mut self) {
        let loops = self.body.loops.len();
        match self.choices.below(6) {
            0 | 1 | 3 | 4 if loops > 0 => {
                let index = self.choices.below(loops);
                let label = self.body.loops[index].label;
                if self.choices.below(2) == 1 && self.restore(index) {
                    self.note(Shape::Continue);
                    self.line(&format!("continue 'l{label};"));
                } else {
                    self.note(Shape::Break);
                    self.line(&format!("break 'l{label};"));
                }
                let exit = self.flow.clone();
                self.body.loops[index].exits.push(exit);
            }
            2 if self.body.can_fail() => {
                let line = self.next_line();
                self.line(&format!("drop(attempt({line})?);"));
                self.note(Shape::Question);
                return;
            }
            _ => return self.leave_for_good(),
        }
        self.flow.reached = false;
    }

    /// Ends the path.
    pub(super) fn leave_for_good(&mut self) {
        match self.body.returns {
            // Another coroutine must end: the one that awaits it assumes so.
            _ if self.body.is_outermost() && self.choices.below(4) == 3 => {
                self.note(Shape::Diverging);
                self.line_pair("die();", "match never().await {}");
            }
            Returns::Result => {
                self.note(Shape::Return);
                self.line("return Ok(());");
            }
            Returns::Unit => {
                self.note(Shape::Return);
                self.line("return;");
            }
            Returns::Guard => {
                self.note(Shape::ReturnGuard);
                self.line("return");
                self.expression(Ty::Guard);
                self.line(";");
            }
        }
        self.flow.reached = false;
    }

    /// Assigns new values to the variables that the next iteration of the loop needs. Returns whether
    /// that is possible here.
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
            let [linted, run] = var.ty.literal(line);
            self.line_pair(&format!("{name} = {linted};"), &format!("{name} = {run};"));
            self.flow.vars[i].state = State::FRESH;
        }
        true
    }
}
