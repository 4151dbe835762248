//! How many spans are open each time a request arrives, for both versions under steady load.
//!
//! A span is closed after all its children. In the wrong version each request is a child of one that
//! is still in flight, so none of their spans is closed before the load ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::StatusCode;
use journeyx::consumer::{MAX_IN_FLIGHT, Version};
use journeyx::event::JourneyEvent;
use journeyx::loopback;
use tokio::runtime;
use tokio::sync::{mpsc, watch};
use tracing::Subscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Many more than can be in flight.
const EVENTS: usize = 50 * MAX_IN_FLIGHT;

/// Counts the spans that are open. Clones share the count.
#[derive(Clone, Default)]
struct OpenSpans(Arc<AtomicUsize>);

impl OpenSpans {
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl<S: Subscriber> Layer<S> for OpenSpans {
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn on_close(&self, _: Id, _: Context<'_, S>) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Outcome {
    /// How many spans are open when the first request arrives, the second, and so on.
    at_arrival: Vec<usize>,
    at_end: usize,
}

/// The server answers a request when the next one has arrived. So one is always in flight, as under
/// any steady load, but independently of timing.
fn consume(version: Version) -> Outcome {
    let open_spans = OpenSpans::default();
    let subscriber = tracing_subscriber::registry().with(open_spans.clone());
    let at_arrival = watch::Sender::new(Vec::new());
    let on_event = {
        let (open_spans, at_arrival) = (open_spans.clone(), at_arrival.clone());
        move |_event| {
            at_arrival.send_modify(|counts| counts.push(open_spans.count()));
            let arrived = at_arrival.borrow().len();
            let mut at_arrival = at_arrival.subscribe();
            async move {
                let next = |counts: &Vec<_>| arrived == EVENTS || counts.len() > arrived;
                at_arrival.wait_for(next).await.unwrap();
                StatusCode::NO_CONTENT
            }
        }
    };
    let run = async {
        let (sender, queue) = mpsc::channel(EVENTS);
        for step in 0..EVENTS as u32 {
            sender
                .send(JourneyEvent { journey: 7, step })
                .await
                .unwrap();
        }
        drop(sender);
        loopback::consume(version, queue, on_event).await.unwrap()
    };
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let sent = tracing::subscriber::with_default(subscriber, || runtime.block_on(run));
    assert_eq!(sent, EVENTS);
    Outcome {
        at_arrival: at_arrival.send_replace(Vec::new()),
        at_end: open_spans.count(),
    }
}

#[test]
fn wrong_opens_more_spans_with_every_request() {
    let outcome = consume(Version::Wrong);
    for (before, open) in outcome.at_arrival.iter().enumerate() {
        // All that were ever opened, unless one request overtakes another.
        assert!(*open > before / 2, "{open} after {before} requests");
    }
}

#[test]
fn fixed_keeps_only_the_spans_of_requests_in_flight_open() {
    let outcome = consume(Version::Fixed);
    for (before, open) in outcome.at_arrival.iter().enumerate() {
        assert!(*open <= MAX_IN_FLIGHT, "{open} after {before} requests");
    }
}

#[test]
fn all_spans_are_closed_once_no_request_is_in_flight() {
    for version in Version::ALL {
        assert_eq!(consume(version).at_end, 0, "{version:?}");
    }
}
