//! The program might mean another thing afterwards, so `--fix` leaves it to the author.

use std::collections::BinaryHeap;
use std::future::{Future, Pending, pending};
use std::task::Waker;

use futures::future::{LocalBoxFuture, Shared};
use futures::task::AtomicWaker;
use tracing::{Instrument, Span, info_span};

async fn fetch(n: u32) -> Result<u32, String> {
    Ok(n)
}

fn request(n: u32) -> Pending<u32> {
    tracing::info!("request {n}");
    pending()
}

async fn event_before(span: Span) -> Result<u32, String> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    tracing::info!("before");
    fetch(1).await
}

async fn events_before(span: Span) -> Result<(), String> {
    for n in 0..3 {
        let _guard = span.enter(); //~ await_holding_invalid_type
        tracing::info!("before {n}");
        drop(String::from("anything"));
        let _ = fetch(n).await?;
    }
    Ok(())
}

async fn event_while_the_future_is_made() -> u32 {
    let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
    request(1).await
}

async fn event_behind(span: Span) -> Result<u32, String> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    // The value
    let n = fetch(1).await?; // of one

    tracing::info!("behind {n}");
    Ok(n)
}

async fn event_behind_in_a_block(span: &Span) {
    let n = {
        let _guard = span.enter(); //~ await_holding_invalid_type
        let n = fetch(1).await;
        tracing::info!("behind");
        n
    };
    let _ = n;
}

async fn several(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    let n = request(1).await;
    request(n).await;
}

async fn loops(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    for n in 0..3 {
        if request(n).await == 2 {
            break;
        }
    }
}

async fn may_panic(span: Span) -> u32 {
    let _guard = span.enter(); //~ await_holding_invalid_type
    fetch(1).await.unwrap()
}

async fn converts_the_error() -> Result<u32, Failed> {
    let span = info_span!("span");
    let _guard = span.enter(); //~ await_holding_invalid_type
    Ok(fetch(1).await?)
}

struct Failed;

impl From<String> for Failed {
    fn from(error: String) -> Self {
        tracing::warn!("{error}");
        Failed
    }
}

async fn calls_a_dependency_that_knows_spans(span: Span) -> Option<tracing::Id> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    fetch(1).await.ok().and(Span::current().id())
}

async fn is_dropped_behind(span: Span) {
    struct Noisy;
    impl Drop for Noisy {
        fn drop(&mut self) {
            tracing::info!("dropped");
        }
    }
    async fn noisy() -> Noisy {
        Noisy
    }

    let _guard = span.enter(); //~ await_holding_invalid_type
    noisy().await;
}

async fn calls_what_it_does_not_know<F: Future>(span: Span, make: impl Fn() -> F) -> F::Output {
    let _guard = span.enter(); //~ await_holding_invalid_type
    make().await
}

struct Query;

impl IntoFuture for Query {
    type Output = u32;
    type IntoFuture = Pending<u32>;
    fn into_future(self) -> Pending<u32> {
        request(1)
    }
}

async fn no_future_yet(span: Span) -> u32 {
    let _guard = span.enter(); //~ await_holding_invalid_type
    Query.await
}

// What the attribute makes of it is not known.
#[tracing::instrument]
async fn below_an_attribute() {
    let span = info_span!("span");
    let _guard = span.enter(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
}

fn own_method() {
    struct Own;
    impl Future for Own {
        type Output = ();
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<()> {
            std::task::Poll::Ready(())
        }
    }
    impl Own {
        fn instrument(self, _: Span) -> Own {
            self
        }
    }
    drop(async {
        let span = info_span!("span");
        let _guard = span.enter(); //~ await_holding_invalid_type
        Own.await
    });
}

async fn called_by_an_intrinsic(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    std::mem::forget(std::panic::catch_unwind(|| tracing::info!("caught")));
    let _ = fetch(1).await;
}

async fn called_by_the_library_that_drops(span: Span, waker: Waker, error: std::io::Error) {
    {
        let _guard = span.enter(); //~ await_holding_invalid_type
        drop(waker);
        let _ = fetch(1).await;
    }
    let _guard = span.enter(); //~ await_holding_invalid_type
    drop(error);
    let _ = fetch(1).await;
}

async fn compared_by_the_library_that_drops(span: Span) {
    #[derive(PartialEq, Eq, PartialOrd)]
    struct Noisy(u32);
    impl Ord for Noisy {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            tracing::info!("compared");
            self.0.cmp(&other.0)
        }
    }
    let mut heap = BinaryHeap::from([Noisy(1), Noisy(2)]);
    let first = heap.peek_mut();

    let _guard = span.enter(); //~ await_holding_invalid_type
    drop(first);
    let _ = fetch(1).await;
}

async fn kept_by_a_dependency(span: Span, waker: &AtomicWaker) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    waker.wake();
    let _ = fetch(1).await;
}

async fn object_in_a_dependency(span: Span, shared: &Shared<LocalBoxFuture<'static, u8>>) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    let _ = shared.strong_count();
    let _ = fetch(1).await;
}

fn event() {
    tracing::info!("event");
}

async fn the_same_before_and_behind(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    event();
    let _ = fetch(1).await;
    event();
}
