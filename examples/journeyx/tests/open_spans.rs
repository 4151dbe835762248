//! The measurement of `src/bin/measure` in short, without memory and without time: how many spans
//! are open each time a request arrives, while one is always under way.

use std::sync::{Arc, Mutex};

use hyper::StatusCode;
use journeyx::consumer::{MAX_IN_FLIGHT, Version};
use journeyx::event::JourneyEvent;
use journeyx::loopback::{self, SteadyLoad};
use journeyx::open_spans::OpenSpans;
use tokio::runtime;
use tokio::sync::mpsc;
use tracing_subscriber::layer::SubscriberExt;

/// Many more than can be in flight.
const EVENTS: usize = 50 * MAX_IN_FLIGHT;

struct Outcome {
    /// How many spans are open when the first request arrives, the second, and so on.
    at_arrival: Vec<usize>,
    at_end: usize,
}

fn consume(version: Version) -> Outcome {
    let open_spans = OpenSpans::default();
    let subscriber = tracing_subscriber::registry().with(open_spans.clone());
    let at_arrival = Arc::new(Mutex::new(Vec::new()));
    let on_event = {
        let open_spans = open_spans.clone();
        let at_arrival = Arc::clone(&at_arrival);
        let load = SteadyLoad::default();
        move |_event| {
            at_arrival.lock().unwrap().push(open_spans.count());
            let answer = load.answer();
            let is_last = load.arrived() == EVENTS;
            async move {
                if is_last {
                    StatusCode::NO_CONTENT
                } else {
                    answer.await
                }
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
    let at_arrival = std::mem::take(&mut *at_arrival.lock().unwrap());
    Outcome {
        at_arrival,
        at_end: open_spans.count(),
    }
}

#[test]
fn wrong_opens_more_spans_with_every_request() {
    let outcome = consume(Version::Wrong);
    for (before, open) in outcome.at_arrival.iter().enumerate() {
        // All that were ever opened, unless requests overtake each other.
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
fn once_no_request_is_under_way_all_spans_are_closed() {
    for version in Version::ALL {
        assert_eq!(consume(version).at_end, 0, "{version:?}");
    }
}
