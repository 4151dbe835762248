//! Suspension points, and the bodies of the coroutines that are awaited.

use super::generator::{Body, Generator, Returns};

impl Generator {
    /// Awaits a future that owns nothing.
    pub(super) fn suspend(&mut self) {
        let line = self.next_line();
        self.line_pair("y().await;", &format!("point({line}, y()).await;"));
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
