//! Async blocks, closures and async closures that capture, and what is done with them.

use super::Generator;
use super::Returns;
use super::flow::{Place, State};
use super::shapes::Shape;
use super::types::Ty;

#[derive(Clone, Copy)]
enum Kind {
    Function,
    Block,
    Borrower,
    StoredBlock,
    StoredCall,
    Closure,
    AsyncClosure,
    Together,
    Select,
}

const KINDS: [(usize, Kind); 9] = [
    (3, Kind::Function),
    (3, Kind::Block),
    (2, Kind::Borrower),
    (4, Kind::StoredBlock),
    (2, Kind::StoredCall),
    (4, Kind::Closure),
    (6, Kind::AsyncClosure),
    (2, Kind::Together),
    (2, Kind::Select),
];

/// How the body of an async closure uses what the closure has captured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It looks at it, and can be called again.
    Seen,
    /// It moves it to a variable, or drops it at its end.
    Moved,
    Dropped,
}

impl Generator {
    pub(super) fn capture(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        match self.choices.weighted(&KINDS) {
            Kind::Function => self.call_function(),
            Kind::Block => {
                let place = self.captured_if_there();
                self.note(Shape::AsyncBlock);
                let opened = self.lines.len();
                self.lines_of("async move {", "point(AWAIT, async move {");
                let from = place.as_ref().map(|place| self.line_of(place));
                self.block_that_owns(place, from, depth);
                self.await_(opened, "}");
                self.line(";");
            }
            Kind::Borrower => self.awaited_borrower(depth),
            Kind::StoredBlock => self.stored_block(depth),
            Kind::StoredCall => self.stored_call(),
            Kind::Closure => self.closure(),
            Kind::AsyncClosure => self.async_closure(depth),
            Kind::Together => self.together(depth),
            Kind::Select => self.select(depth),
        }
        let is_stored = self.flow.vars.len() > count;
        if is_stored && self.choices.below(3) > 0 && self.spend() {
            self.use_unnamed(depth);
        }
    }

    /// A variable that is captured as a whole. If there is none, it is made.
    fn captured(&mut self) -> Place {
        let unnamed = self.choices.below(2) == 1;
        let found = self.movable(|place| is_captured(place) && (place.ty.is_unnamed() || !unnamed));
        found.unwrap_or_else(|| {
            let ty = self.choices.weighted(&Ty::MADE);
            self.new_variable(ty)
        })
    }

    /// The same where no statement can be, and so no variable can be made.
    pub(super) fn captured_if_there(&mut self) -> Option<Place> {
        self.movable(is_captured)
    }

    /// How the run says that the value of a variable, which was at `from`, is at `line`.
    pub(super) fn settled(place: &Place, from: u32, line: u32) -> String {
        match place.ty.is_unnamed() {
            true => format!("relocate(&[{from}], {line});"),
            false => format!("at(&{}, {line});", place.text),
        }
    }

    /// Says so of what is captured next.
    fn settle(&mut self, place: &Place, line: u32) {
        self.lines_of("", &Self::settled(place, self.line_of(place), line));
    }

    /// The statements of an async block, whose first one captures the variable by value. Until
    /// then its value is at `from`.
    pub(super) fn block_that_owns(
        &mut self,
        place: Option<Place>,
        from: Option<u32>,
        depth: usize,
    ) {
        self.in_body(Returns::Unit, |this| {
            if let (Some(place), Some(from)) = (&place, from) {
                let name = &place.text;
                let line = this.next();
                let settled = Self::settled(place, from, line);
                this.lines_of(
                    &format!("see(&{name});"),
                    &format!("{settled} see(&{name});"),
                );
                this.declare(name, place.ty, line, State::FRESH);
                if place.ty.is_unnamed() {
                    this.note(Shape::CapturedFuture);
                }
            }
            this.statements(depth + 1);
        });
        if let Some(place) = &place {
            self.set(place, State::Gone);
        }
    }

    /// An async block that borrows a variable, and is awaited at once.
    fn awaited_borrower(&mut self, depth: usize) {
        let place = self.captured_if_there();
        self.note(Shape::BorrowingBlock);
        let opened = self.lines.len();
        self.lines_of("async {", "point(AWAIT, async {");
        self.in_body(Returns::Unit, |this| {
            let borrow = place.map(|place| format!("see(&{});", place.text));
            this.line(borrow.as_deref().unwrap_or_default());
            this.statements(depth + 1);
        });
        self.await_(opened, "}");
        self.line(";");
    }

    /// A future that is bound, and may be awaited later.
    fn stored_block(&mut self, depth: usize) {
        let place = self.captured();
        self.note(Shape::StoredBlock);
        let line = self.next() + 1;
        self.settle(&place, line);
        self.line("let mut f = async move {");
        self.block_that_owns(Some(place), Some(line), depth);
        self.line("};");
        self.declare("f", Ty::Future, line, State::FRESH);
    }

    /// The same of a call.
    fn stored_call(&mut self) {
        let function = self.function(Returns::Unit);
        self.note(Shape::StoredCall);
        let line = self.line("let mut f =");
        self.call_stored(&function, line);
        self.line(";");
        self.declare("f", Ty::Future, line, State::FRESH);
    }

    fn closure(&mut self) {
        let place = self.captured();
        self.note(Shape::Closure);
        let line = self.next() + 1;
        self.settle(&place, line);
        self.line(&format!("let mut c = move || see(&{});", place.text));
        self.set(&place, State::Gone);
        self.declare("c", Ty::Closure, line, State::FRESH);
    }

    fn async_closure(&mut self, depth: usize) {
        let place = self.captured();
        let with = self.choices.below(4) == 3;
        let used = [Use::Seen, Use::Seen, Use::Moved, Use::Dropped][self.choices.below(4)];
        // What is called with an argument is called again, so it must not move anything.
        let used = if with { Use::Seen } else { used };
        let line = self.next() + 1;
        self.settle(&place, line);
        self.line("let mut c = async move |");
        self.in_body(Returns::Unit, |this| {
            if with {
                // A name that no other has, so that it hides nothing that is captured.
                let name = format!("x{}", this.next());
                let line = this.line(&format!("mut {name}: Guard"));
                this.lines_of("| {", &format!("| {{ at(&{name}, {line});"));
                this.declare(&name, Ty::Guard, line, State::FRESH);
            } else {
                this.line("| {");
            }
            this.body_that_uses(&place, line, used, depth);
        });
        self.line("};");
        self.set(&place, State::Gone);
        let (ty, shape) = match used {
            _ if with => (Ty::AsyncWith, Shape::AsyncClosureWithArgument),
            Use::Seen => (Ty::AsyncClosure, Shape::AsyncClosure),
            Use::Moved | Use::Dropped => (Ty::AsyncOnce, Shape::AsyncClosureOnce),
        };
        self.note(shape);
        self.declare("c", ty, line, State::FRESH);
    }

    /// The statements of an async closure, which is at `from`.
    fn body_that_uses(&mut self, place: &Place, from: u32, used: Use, depth: usize) {
        let name = &place.text;
        match used {
            Use::Seen => {
                self.line(&format!("see(&{name});"));
                self.statements(depth + 1);
            }
            Use::Moved => {
                let local = self.name();
                let line = self.next();
                let settled = Self::settled(place, from, line);
                let moved = format!("let mut {local} = {name};");
                self.lines_of(&moved, &format!("{settled} {moved}"));
                self.declare(&local, place.ty, line, State::FRESH);
                self.statements(depth + 1);
            }
            Use::Dropped => {
                let line = self.next();
                let settled = Self::settled(place, from, line);
                self.lines_of(
                    &format!("see(&{name});"),
                    &format!("{settled} see(&{name});"),
                );
                self.declare(name, place.ty, line, State::FRESH);
                let var = self.flow.vars.len() - 1;
                self.pinned.push(var);
                self.line("{");
                self.scope(depth + 1);
                self.line(&format!("}} drop({name});"));
            }
        }
    }

    /// Uses a closure or a future that is there.
    pub(super) fn use_unnamed(&mut self, depth: usize) {
        let Some(place) = self.movable(|place| place.ty.is_unnamed()) else {
            return self.capture(depth);
        };
        if self.choices.below(3) == 2 {
            return self.bind_again(&place);
        }
        let text = &place.text;
        match place.ty {
            Ty::Closure => drop(self.line(&format!("{text}();"))),
            Ty::AsyncWith => {
                let opened = self.lines.len();
                self.lines_of(&format!("{text}("), &format!("point(AWAIT, {text}("));
                // It is borrowed while its argument is made.
                self.pinned.push(place.var);
                self.expression(Ty::Guard);
                self.pinned.pop();
                self.await_(opened, ")");
                self.line(";");
            }
            Ty::AsyncClosure => match self.choices.below(4) {
                0 => self.await_line(&format!("{text}()"), ""),
                1 | 2 => self.await_line(&format!("call_twice(&{text})"), ""),
                _ => self.call_by_value(&place),
            },
            Ty::AsyncOnce => {
                if self.choices.below(2) == 1 {
                    return self.call_by_value(&place);
                }
                self.await_line(&format!("{text}()"), "");
                self.set(&place, State::Gone);
            }
            _ => {
                self.note(Shape::StoredFutureAwaited);
                // Of several futures in one, some may not be polled at once.
                let from = self.line_of(&place);
                self.await_line(text, &format!(".moved(&[{from}], NOWHERE)"));
                self.set(&place, State::Gone);
            }
        }
    }

    /// Awaits what one line says; `then` is what the run says of it.
    fn await_line(&mut self, text: &str, then: &str) {
        let line = self.next();
        self.lines_of(
            &format!("{text}.await;"),
            &format!("point({line}, {text}{then}).await;"),
        );
    }

    /// Gives an async closure away to a generic function, which calls it by value.
    fn call_by_value(&mut self, place: &Place) {
        self.note(Shape::CalledByValue);
        let from = self.line_of(place);
        let call = format!("call_once({})", place.text);
        self.await_line(&call, &format!(".moved(&[{from}], NOWHERE)"));
        self.set(place, State::Gone);
    }

    /// Moves a closure or a future to another variable, perhaps into a box.
    fn bind_again(&mut self, place: &Place) {
        let (from, line) = (self.line_of(place), self.next());
        let name = self.name();
        let text = &place.text;
        let (declared, value, to) = match (self.choices.below(3), place.ty) {
            (1, Ty::Future) => {
                self.note(Shape::BoxedFuture);
                ("", format!("Box::pin({text})"), line)
            }
            (2, Ty::Future) => {
                self.note(Shape::BoxedDynFuture);
                let ty = ": Pin<Box<dyn Future<Output = ()>>>";
                (ty, format!("Box::pin({text})"), 0)
            }
            (2, Ty::Closure) => {
                self.note(Shape::BoxedDynClosure);
                (": Box<dyn FnMut()>", format!("Box::new({text})"), 0)
            }
            _ => {
                self.note(Shape::BoundAgain);
                ("", text.clone(), line)
            }
        };
        let bound = format!("let mut {name}{declared} = {value};");
        self.lines_of(&bound, &format!("relocate(&[{from}], {to}); {bound}"));
        let ty = place.ty;
        self.set(place, State::Gone);
        self.declare(&name, ty, line, State::FRESH);
    }
}

fn is_captured(place: &Place) -> bool {
    place.path.is_empty() && place.ty != Ty::Parameter && place.state.is_fresh()
}
