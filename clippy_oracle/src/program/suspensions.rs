//! Suspension points, and the bodies of the coroutines that are awaited.

use super::generator::{Body, Generator, Returns};
use super::shapes::Shape;

impl Generator {
    /// Awaits a future that owns nothing.
    pub(super) fn suspend(&mut self) {
        let line = self.next_line();
        self.line_pair("y().await;", &format!("point({line}, y()).await;"));
    }

    /// Awaits what never suspends.
    pub(super) fn go_on(&mut self) {
        self.note(Shape::NeverSuspends);
        let awaited = self.choices.pick(&["async {}", "std::future::ready(())"]);
        self.line(&format!("{awaited}.await;"));
    }

    /// Makes sure that the async block, which begins at the line with index `start`, has a suspension
    /// point. The lint sees that a block without one never suspends, but its `await` does so in the
    /// executed version.
    pub(super) fn ensure_suspension(&mut self, start: usize) {
        let is_own = |index: &usize| self.bodies[*index] == self.bodies[start];
        let awaits = |index: usize| self.lines[index][0].contains("y().await");
        let mut own = (start..self.lines.len()).filter(is_own);
        if !own.any(awaits) {
            let line = self.next_line() - (self.lines.len() - start) as u32;
            let [linted, run] = &mut self.lines[start];
            *linted += " y().await;";
            *run += &format!(" point({line}, y()).await;");
        }
    }

    /// Generates the body of another coroutine. It cannot use the variables outside of it, and does
    /// not change their state.
    pub(super) fn in_body<R>(
        &mut self,
        returns: Returns,
        generate: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let flow = self.flow.clone();
        let pinned = std::mem::take(&mut self.pinned);
        let body = Body::new(self.body_count, self.flow.vars.len(), returns);
        self.body_count += 1;
        let outer = std::mem::replace(&mut self.body, body);
        let result = generate(self);
        self.body = outer;
        self.pinned = pinned;
        self.flow = flow;
        result
    }

    /// Ends an awaited expression with `text`, and puts the line of this `.await` in place of `AWAIT`
    /// on the line at index `opened`, where the expression begins.
    pub(super) fn await_(&mut self, opened: usize, text: &str) {
        let line = self.line_pair(&format!("{text}.await"), &format!("{text}).await"));
        let run = &mut self.lines[opened][1];
        *run = run.replace("AWAIT", &line.to_string());
    }
}
