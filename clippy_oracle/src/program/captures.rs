//! Async blocks, closures and async closures that capture variables, and their uses.

use super::flow::{Place, State};
use super::generator::{Generator, Returns};
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

/// How the body of an async closure uses the captured variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It borrows it, so the closure can be called again.
    Borrowed,
    /// It moves it to a variable of its own.
    Moved,
    /// It drops it at the end.
    Dropped,
}

impl Generator {
    pub(super) fn capture(&mut self, depth: usize) {
        let count = self.flow.vars.len();
        match self.choices.weighted(&KINDS) {
            Kind::Function => self.call_function(),
            Kind::Block => {
                let place = self.existing_variable_to_capture();
                self.note(Shape::AsyncBlock);
                let opened = self.lines.len();
                self.line_pair("async move {", "point(AWAIT, async move {");
                let from = place.as_ref().map(|place| self.binding_line(place));
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

    /// A variable that can be captured as a whole. Declares one if there is none.
    fn variable_to_capture(&mut self) -> Place {
        let unnamed = self.choices.below(2) == 1;
        let found =
            self.movable(|place| can_be_captured(place) && (place.ty.is_unnamed() || !unnamed));
        found.unwrap_or_else(|| {
            let ty = self.choices.weighted(&Ty::EXPRESSIBLE);
            self.new_variable(ty)
        })
    }

    /// A variable that can be captured as a whole, where no statement could declare one.
    pub(super) fn existing_variable_to_capture(&mut self) -> Option<Place> {
        self.movable(can_be_captured)
    }

    /// The statement that records that the value of a variable moved from line `from` to `line`.
    pub(super) fn settled(place: &Place, from: u32, line: u32) -> String {
        if place.ty.is_unnamed() {
            format!("relocate(&[{from}], {line});")
        } else {
            format!("at(&{}, {line});", place.text)
        }
    }

    /// Records that the value of a variable, which is captured next, is at `line`.
    fn settle(&mut self, place: &Place, line: u32) {
        self.line_pair("", &Self::settled(place, self.binding_line(place), line));
    }

    /// The statements of an async block. The first one captures the variable by value; before that,
    /// its value is at line `from`.
    pub(super) fn block_that_owns(
        &mut self,
        place: Option<Place>,
        from: Option<u32>,
        depth: usize,
    ) {
        self.in_body(Returns::Unit, |this| {
            let start = this.lines.len();
            if let (Some(place), Some(from)) = (&place, from) {
                let name = &place.text;
                let line = this.next_line();
                let settled = Self::settled(place, from, line);
                this.line_pair(
                    &format!("see(&{name});"),
                    &format!("{settled} see(&{name});"),
                );
                this.declare(name, place.ty, line, State::FRESH);
                if place.ty.is_unnamed() {
                    this.note(Shape::CapturedFuture);
                }
            } else {
                this.line("");
            }
            this.statements(depth + 1);
            this.ensure_suspension(start);
        });
        if let Some(place) = &place {
            self.set(place, State::Gone);
        }
    }

    /// An async block that borrows a variable and is awaited at once.
    fn awaited_borrower(&mut self, depth: usize) {
        let place = self.existing_variable_to_capture();
        self.note(Shape::BorrowingBlock);
        let opened = self.lines.len();
        self.line_pair("async {", "point(AWAIT, async {");
        self.in_body(Returns::Unit, |this| {
            let borrow = place.map(|place| format!("see(&{});", place.text));
            let start = this.lines.len();
            this.line(borrow.as_deref().unwrap_or_default());
            this.statements(depth + 1);
            this.ensure_suspension(start);
        });
        self.await_(opened, "}");
        self.line(";");
    }

    /// An async block that is bound to a variable, and may be awaited later.
    fn stored_block(&mut self, depth: usize) {
        let place = self.variable_to_capture();
        self.note(Shape::StoredBlock);
        let line = self.next_line() + 1;
        self.settle(&place, line);
        self.line("let mut f = async move {");
        self.block_that_owns(Some(place), Some(line), depth);
        self.line("};");
        self.declare("f", Ty::Future, line, State::FRESH);
    }

    /// A call that is bound to a variable, and may be awaited later.
    fn stored_call(&mut self) {
        // Of a stored future it is not said which of its values come from which argument.
        let function = self.plain_function();
        self.note(Shape::StoredCall);
        let line = self.line("let mut f =");
        self.call_stored(&function, line);
        self.line(";");
        self.declare("f", Ty::Future, line, State::FRESH);
    }

    fn closure(&mut self) {
        let place = self.variable_to_capture();
        self.note(Shape::Closure);
        let line = self.next_line() + 1;
        self.settle(&place, line);
        self.line(&format!("let mut c = move || see(&{});", place.text));
        self.set(&place, State::Gone);
        self.declare("c", Ty::Closure, line, State::FRESH);
    }

    fn async_closure(&mut self, depth: usize) {
        let place = self.variable_to_capture();
        let has_argument = self.choices.below(4) == 3;
        let uses = [Use::Borrowed, Use::Borrowed, Use::Moved, Use::Dropped];
        let used = self.choices.pick(&uses);
        // A closure with an argument may be called again, so it must not move anything.
        let used = if has_argument { Use::Borrowed } else { used };
        let line = self.next_line() + 1;
        self.settle(&place, line);
        self.line("let mut c = async move |");
        self.in_body(Returns::Unit, |this| {
            if has_argument {
                // A unique name, which does not shadow a capture.
                let name = format!("x{}", this.next_line());
                let line = this.line(&format!("mut {name}: Guard"));
                this.line_pair("| {", &format!("| {{ at(&{name}, {line});"));
                this.declare(&name, Ty::Guard, line, State::FRESH);
            } else {
                this.line("| {");
            }
            this.body_that_uses(&place, line, used, depth);
        });
        self.line("};");
        self.set(&place, State::Gone);
        let (ty, shape) = match used {
            _ if has_argument => (Ty::AsyncWith, Shape::AsyncClosureWithArgument),
            Use::Borrowed => (Ty::AsyncClosure, Shape::AsyncClosure),
            Use::Moved | Use::Dropped => (Ty::AsyncOnce, Shape::AsyncClosureOnce),
        };
        self.note(shape);
        self.declare("c", ty, line, State::FRESH);
    }

    /// The statements of an async closure that is at line `from`.
    fn body_that_uses(&mut self, place: &Place, from: u32, used: Use, depth: usize) {
        let name = &place.text;
        match used {
            Use::Borrowed => {
                self.line(&format!("see(&{name});"));
                self.statements(depth + 1);
            }
            Use::Moved => {
                let local = self.name();
                let line = self.next_line();
                let settled = Self::settled(place, from, line);
                let moved = format!("let mut {local} = {name};");
                self.line_pair(&moved, &format!("{settled} {moved}"));
                self.declare(&local, place.ty, line, State::FRESH);
                self.statements(depth + 1);
            }
            Use::Dropped => {
                let line = self.next_line();
                let settled = Self::settled(place, from, line);
                self.line_pair(
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

    /// Uses a closure or a future that is in scope.
    pub(super) fn use_unnamed(&mut self, depth: usize) {
        let Some(place) = self.movable(|place| place.ty.is_unnamed()) else {
            return self.capture(depth);
        };
        if self.choices.below(3) == 2 {
            return match self.choices.below(2) {
                1 if matches!(place.ty, Ty::Closure | Ty::Future) => self.box_dyn(&place, depth),
                _ => self.bind_again(&place),
            };
        }
        let text = &place.text;
        match place.ty {
            Ty::Closure => drop(self.line(&format!("{text}();"))),
            Ty::AsyncWith => {
                let opened = self.lines.len();
                self.line_pair(&format!("{text}("), &format!("point(AWAIT, {text}("));
                // The closure is borrowed while its argument is evaluated.
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
                // If it owns several futures, some may not be polled at first.
                let from = self.binding_line(&place);
                self.await_line(text, &format!(".moved(&[{from}], NOWHERE)"));
                self.set(&place, State::Gone);
            }
        }
    }

    /// Awaits `text` on one line. The executed version appends `then` to it.
    fn await_line(&mut self, text: &str, then: &str) {
        let line = self.next_line();
        self.line_pair(
            &format!("{text}.await;"),
            &format!("point({line}, {text}{then}).await;"),
        );
    }

    /// Passes an async closure to a generic function, which calls it by value.
    fn call_by_value(&mut self, place: &Place) {
        self.note(Shape::CalledByValue);
        let from = self.binding_line(place);
        let call = format!("call_once({})", place.text);
        self.await_line(&call, &format!(".moved(&[{from}], NOWHERE)"));
        self.set(place, State::Gone);
    }

    /// Moves a closure or a future to another variable, a future sometimes into a box.
    fn bind_again(&mut self, place: &Place) {
        let (from, line) = (self.binding_line(place), self.next_line());
        let name = self.name();
        let text = &place.text;
        let value = match (self.choices.below(3), place.ty) {
            (1, Ty::Future) => {
                self.note(Shape::BoxedFuture);
                format!("Box::pin({text})")
            }
            _ => {
                self.note(Shape::BoundAgain);
                text.clone()
            }
        };
        let bound = format!("let mut {name} = {value};");
        self.line_pair(&bound, &format!("relocate(&[{from}], {line}); {bound}"));
        let ty = place.ty;
        self.set(place, State::Gone);
        self.declare(&name, ty, line, State::FRESH);
    }

    /// Makes a trait object of a closure or a future, and uses it after some statements. They cannot use
    /// it: nothing is known of what is made of a trait object.
    fn box_dyn(&mut self, place: &Place, depth: usize) {
        let (from, line) = (self.binding_line(place), self.next_line());
        let (name, text) = (format!("z{line}"), &place.text);
        let bound = if place.ty == Ty::Future {
            self.note(Shape::BoxedDynFuture);
            format!("let {name}: Pin<Box<dyn Future<Output = ()>>> = Box::pin({text});")
        } else {
            self.note(Shape::BoxedDynClosure);
            format!("let {name}: Box<dyn Fn()> = Box::new({text});")
        };
        self.line_pair(&bound, &format!("relocate(&[{from}], {line}); {bound}"));
        self.set(place, State::Gone);
        self.line("{");
        self.scope(depth + 1);
        self.line("}");
        if place.ty == Ty::Future && self.choices.below(2) == 1 {
            self.await_line(&name, &format!(".moved(&[{line}], NOWHERE)"));
        } else if place.ty == Ty::Closure && self.choices.below(2) == 1 {
            self.line(&format!("{name}(); drop({name});"));
        } else {
            self.line(&format!("drop({name});"));
        }
    }
}

fn can_be_captured(place: &Place) -> bool {
    place.path.is_empty() && place.ty != Ty::Parameter && place.state.is_fresh()
}
