//! Futures that suspend, and futures that own or borrow other futures.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::values::{Guard, Items, Maybe, make, wrap};
use crate::world::{NOWHERE, flip, resume, suspend};

/// Suspends once.
pub struct Yield(bool);

pub fn y() -> Yield {
    Yield(false)
}

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Records that the `await` point at `line` is suspended whenever `future` is. It is suspended at
/// least once, because no `await` point is known never to be.
pub struct Point<F: Future> {
    line: u32,
    future: F,
    was_suspended: bool,
    output: Option<F::Output>,
}

pub fn point<F: Future>(line: u32, future: F) -> Point<F> {
    Point {
        line,
        future,
        was_suspended: false,
        output: None,
    }
}

impl<F: Future> Future for Point<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is not moved out of `self`, here or elsewhere.
        let this = unsafe { self.get_unchecked_mut() };
        if let Some(output) = this.output.take() {
            return Poll::Ready(output);
        }
        let future = unsafe { Pin::new_unchecked(&mut this.future) };
        match future.poll(context) {
            Poll::Ready(output) if this.was_suspended => return Poll::Ready(output),
            Poll::Ready(output) => this.output = Some(output),
            Poll::Pending => {}
        }
        this.was_suspended = true;
        suspend(this.line);
        Poll::Pending
    }
}

impl<F: Future> Drop for Point<F> {
    /// The loser of a race is dropped while suspended, and the program goes on.
    fn drop(&mut self) {
        resume(self.line);
    }
}

/// The progress of two futures that are polled in turn.
#[derive(Default)]
pub struct Progress {
    done: [bool; 2],
    /// Whether both have to be ready. If not, one is enough, and the other is dropped while
    /// suspended. In a race this is a decision: if the first future that is ready always won, the
    /// slower one would never reach its later `await` points.
    both: Option<bool>,
}

impl Progress {
    pub fn poll<A: Future<Output = ()>, B: Future<Output = ()>>(
        &mut self,
        order: [usize; 2],
        first: &mut A,
        second: &mut B,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        for index in order {
            if self.done[index] {
                continue;
            }
            self.done[index] = match index {
                0 => poll_here(first, context).is_ready(),
                _ => poll_here(second, context).is_ready(),
            };
            if self.done[index] && (self.done[1 - index] || !*self.both.get_or_insert_with(flip)) {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}

/// Owns two futures and polls them in turn.
pub struct Together<A, B> {
    first: A,
    second: B,
    progress: Progress,
}

/// A future that is ready when both are.
pub fn join<A, B>(first: A, second: B) -> Together<A, B> {
    let both = Some(true);
    let progress = Progress {
        both,
        ..Progress::default()
    };
    Together {
        first,
        second,
        progress,
    }
}

/// A future that is ready when one is, or when both are.
pub fn race<A, B>(first: A, second: B) -> Together<A, B> {
    Together {
        first,
        second,
        progress: Progress::default(),
    }
}

impl<A: Future<Output = ()>, B: Future<Output = ()>> Future for Together<A, B> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: neither future is moved out of `self`.
        let this = unsafe { self.get_unchecked_mut() };
        (this.progress).poll([0, 1], &mut this.first, &mut this.second, context)
    }
}

/// Polls a future without moving it.
fn poll_here<F: Future>(future: &mut F, context: &mut Context<'_>) -> Poll<F::Output> {
    // SAFETY: generated programs do not move a future once it was polled.
    unsafe { Pin::new_unchecked(future) }.poll(context)
}

/// Polls two borrowed futures with `poll`, like the code that `select!` expands to. Which one is polled
/// first is a decision.
pub async fn select(mut poll: impl FnMut(&mut Progress, [usize; 2], &mut Context<'_>) -> Poll<()>) {
    let mut progress = Progress::default();
    std::future::poll_fn(|context| {
        let order = if flip() { [1, 0] } else { [0, 1] };
        poll(&mut progress, order, context)
    })
    .await;
}

/// Stands for [`Progress::poll`] in the linted version.
pub fn poll_either<A: Future<Output = ()>, B: Future<Output = ()>>(
    _: &mut A,
    _: &mut B,
    _: &mut Context<'_>,
) -> Poll<()> {
    Poll::Pending
}

/// A [`select`] as a future that borrows both.
pub async fn either<A: Future<Output = ()>, B: Future<Output = ()>>(
    mut first: Pin<&mut A>,
    mut second: Pin<&mut B>,
) {
    select(|progress, order, context| progress.poll(order, &mut first, &mut second, context)).await;
}

/// Calls an async closure once, by value.
pub async fn call_once(closure: impl AsyncFnOnce()) {
    closure().await;
}

/// Calls an async closure twice.
pub async fn call_twice(closure: impl AsyncFn()) {
    closure().await;
    closure().await;
}

/// The next guard of the stream or none; a decision.
pub async fn next(_: &mut Items) -> Maybe {
    wrap(make(NOWHERE), NOWHERE)
}

/// Stands for [`next`] in the linted version.
pub async fn next_option(_: &mut Items) -> Option<Guard> {
    Some(make(NOWHERE))
}
