//! Awaits, and the coroutines that are awaited: async functions, methods and blocks, and closures
//! and futures that capture.

use super::flow::{Flow, Place, State, Ty};
use super::{Body, Generator, Returns};

impl Generator {
    /// Waits for something that owns nothing.
    pub(super) fn suspend(&mut self) {
        let line = self.next();
        self.lines_of("y().await;", &format!("point({line}, y()).await;"));
    }

    /// Generates the body of another coroutine, in which nothing from outside is known, and
    /// returns what is known outside.
    fn enter_body(&mut self, returns: Returns) -> (Body, Vec<usize>) {
        let body = Body::new(self.body_count, self.flow.vars.len(), returns);
        self.body_count += 1;
        (
            std::mem::replace(&mut self.body, body),
            std::mem::take(&mut self.pinned),
        )
    }

    fn leave_body(&mut self, (outer, pinned): (Body, Vec<usize>)) {
        self.end_scope(self.body.base);
        self.body = outer;
        self.pinned = pinned;
        self.flow.reached = true;
    }

    /// The line that says which await waits is written before the line of the await is known.
    fn await_(&mut self, opened: usize, text: &str) {
        let line = self.lines_of(&format!("{text}.await"), &format!("{text}).await"));
        let run = &mut self.lines[opened][1];
        *run = run.replace("AWAIT", &line.to_string());
    }

    /// The value that an async function returns, which gets some guards.
    pub(super) fn awaited(&mut self, ty: Ty) {
        let line = self.next();
        self.lines_of("{", &format!("put({line}, {{"));
        let (name, parameters) = self.function(Returns::Guard);
        if ty == Ty::Guard {
            self.call_awaited(&name, &parameters);
        } else {
            self.line("let _ =");
            self.call_awaited(&name, &parameters);
            self.line(";");
            self.expression(ty);
        }
        self.lines_of("}", "})");
    }

    /// Calls an async function of its own and awaits it.
    pub(super) fn call_function(&mut self) {
        self.line("{");
        let (name, parameters) = self.function(Returns::Unit);
        self.call_awaited(&name, &parameters);
        self.line("; }");
    }

    fn call_awaited(&mut self, name: &str, parameters: &[Ty]) {
        let opened = self.lines.len();
        self.lines_of(&format!("{name}("), &format!("point(AWAIT, {name}("));
        for &parameter in parameters {
            self.expression(parameter);
            self.line(",");
        }
        self.await_(opened, ")");
    }

    /// An async function, or a method that takes `self`, and its parameters.
    fn function(&mut self, returns: Returns) -> (String, Vec<Ty>) {
        let number = self.next();
        let method = self.choices.below(4) == 3;
        let outer_flow = self.flow.clone();
        let outer = self.enter_body(returns);
        let head = if method { "impl Both { " } else { "" };
        self.line(&format!("{head}async fn f{number}("));
        let mut parameters = Vec::new();
        let mut settled = String::new();
        let count = 1 + self.choices.below(2);
        for index in 0..count {
            let receiver = method && index == 0;
            let ty = if receiver {
                Ty::Both
            } else {
                self.choices.weighted(&Ty::MADE)
            };
            let [linted, run] = ty.names();
            let name = if receiver { "self" } else { ["p", "q"][index] };
            let unnamed = !receiver && self.choices.below(8) == 7;
            let line = if receiver {
                self.line("mut self,")
            } else if unnamed {
                self.lines_of(&format!("_: {linted},"), &format!("_{name}: {run},"))
            } else {
                self.lines_of(
                    &format!("mut {name}: {linted},"),
                    &format!("mut {name}: {run},"),
                )
            };
            if unnamed {
                settled.push_str(&format!(" at(&_{name}, {line});"));
            } else {
                settled.push_str(&format!(" at(&{name}, {line});"));
                self.declare(name, ty, line, State::FRESH);
            }
            parameters.push(ty);
        }
        let returned = match returns {
            Returns::Guard => " -> Guard",
            _ => "",
        };
        self.lines_of(
            &format!("){returned} {{"),
            &format!("){returned} {{{settled}"),
        );
        self.statements(1);
        if returns == Returns::Guard {
            self.expression(Ty::Guard);
        }
        self.line(if method { "} }" } else { "}" });
        self.leave_body(outer);
        self.flow = outer_flow;
        let path = if method { "Both::" } else { "" };
        (format!("{path}f{number}"), parameters)
    }

    /// An async block or a closure that captures.
    pub(super) fn capture(&mut self, depth: usize) {
        match self.choices.below(5) {
            0 => self.call_function(),
            1 => self.closure(),
            2 => self.awaiting_borrower(depth),
            3 => self.stored_future(depth),
            _ => {
                let place = self.captured();
                let opened = self.lines.len();
                self.lines_of("async move {", "point(AWAIT, async move {");
                self.async_body(place, depth);
                self.await_(opened, "}");
                self.line(";");
            }
        }
    }

    /// A variable that is captured as a whole.
    fn captured(&mut self) -> Option<Place> {
        self.movable(|place| place.path.is_empty() && place.ty.is_made() && place.state.is_fresh())
    }

    /// The statements of an async block, whose first one captures the variable by value.
    fn async_body(&mut self, place: Option<Place>, depth: usize) {
        let outer_flow = self.flow.clone();
        let outer = self.enter_body(Returns::Unit);
        if let Some(place) = &place {
            let line = self.next();
            let name = &place.text;
            self.lines_of(
                &format!("see(&{name});"),
                &format!("at(&{name}, {line}); see(&{name});"),
            );
            self.declare(name, place.ty, line, State::FRESH);
        }
        self.statements(depth + 1);
        self.leave_body(outer);
        self.flow = outer_flow;
        if let Some(place) = &place {
            self.set(place, State::Gone);
        }
    }

    /// An async block that borrows a variable, and is awaited at once.
    fn awaiting_borrower(&mut self, depth: usize) {
        let place = self.captured();
        let opened = self.lines.len();
        self.lines_of("async {", "point(AWAIT, async {");
        let outer_flow: Flow = self.flow.clone();
        let outer = self.enter_body(Returns::Unit);
        let borrow = place.map(|place| format!("see(&{});", place.text));
        let borrow = borrow.as_deref().unwrap_or_default();
        self.line(borrow);
        self.statements(depth + 1);
        // Of the same name there may be another variable now.
        self.leave_body(outer);
        self.flow = outer_flow;
        self.await_(opened, "}");
        self.line(";");
    }

    /// A future that is bound, and may be awaited later.
    fn stored_future(&mut self, depth: usize) {
        let place = self.captured();
        let line = self.next() + 1;
        self.settle(place.as_ref(), line);
        self.line("let mut f = async move {");
        self.async_body(place, depth);
        self.line("};");
        self.declare("f", Ty::Future, line, State::FRESH);
    }

    fn closure(&mut self) {
        let Some(place) = self.captured() else {
            return self.suspend();
        };
        let line = self.next() + 1;
        self.settle(Some(&place), line);
        self.line(&format!("let mut c = move || see(&{});", place.text));
        self.set(&place, State::Gone);
        self.declare("c", Ty::Closure, line, State::FRESH);
    }

    /// Says where the variable's value will be.
    fn settle(&mut self, place: Option<&Place>, line: u32) {
        let run = place.map(|place| format!("at(&{}, {line});", place.text));
        self.lines_of("", &run.unwrap_or_default());
    }

    /// Uses a closure or a future that is there.
    pub(super) fn call_closure(&mut self) {
        let Some(place) = self.movable(|place| !place.ty.is_made()) else {
            return self.suspend();
        };
        if place.ty == Ty::Closure {
            self.line(&format!("{}();", place.text));
        } else {
            let opened = self.lines.len();
            self.lines_of("", "point(AWAIT,");
            self.await_(opened, &place.text);
            self.line(";");
            self.set(&place, State::Gone);
        }
    }
}
