//! Awaits, and the bodies of the coroutines that are awaited.

use super::{Body, Generator, Returns};

impl Generator {
    /// Waits for something that owns nothing.
    pub(super) fn suspend(&mut self) {
        let line = self.next();
        self.lines_of("y().await;", &format!("point({line}, y()).await;"));
    }

    /// Generates the body of another coroutine, in which nothing from outside is known, and
    /// leaves what is known outside as it is.
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

    /// Ends what waits with `text`. The line that says which await waits was written, at `opened`,
    /// before the line of the await was known.
    pub(super) fn await_(&mut self, opened: usize, text: &str) {
        let line = self.lines_of(&format!("{text}.await"), &format!("{text}).await"));
        let run = &mut self.lines[opened][1];
        *run = run.replace("AWAIT", &line.to_string());
    }
}
