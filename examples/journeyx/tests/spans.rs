//! Which span is the parent of each request, for both versions and a real server on loopback.
//!
//! The server holds back its answers until a given number of requests has arrived, so which requests
//! overlap does not depend on timing.

use std::error::Error;
use std::sync::{Arc, Mutex};

use hyper::StatusCode;
use journeyx::consumer::Version;
use journeyx::event::JourneyEvent;
use journeyx::loopback;
use journeyx::recorder::{Recorder, SpanRecord};
use tokio::runtime;
use tokio::sync::{Barrier, mpsc};
use tracing::Instrument;
use tracing_subscriber::layer::SubscriberExt;

struct Outcome {
    sent: Result<usize, Box<dyn Error + Send + Sync>>,
    /// The bodies that the server received, sorted.
    received: Vec<String>,
    spans: Vec<SpanRecord>,
}

/// Sends `events` from within a span. The server answers them in groups of `group`, with `status`.
fn consume(version: Version, events: &[JourneyEvent], group: usize, status: StatusCode) -> Outcome {
    let recorder = Recorder::default();
    let received = Arc::new(Mutex::new(Vec::new()));
    let barrier = Arc::new(Barrier::new(group));
    let on_event = {
        let received = Arc::clone(&received);
        move |event: hyper::body::Bytes| {
            received
                .lock()
                .unwrap()
                .push(String::from_utf8(event.to_vec()).unwrap());
            let barrier = Arc::clone(&barrier);
            async move {
                barrier.wait().await;
                status
            }
        }
    };

    let run = async {
        let (sender, queue) = mpsc::channel(events.len());
        for event in events {
            sender.send(*event).await.unwrap();
        }
        drop(sender);
        let consumer = tracing::info_span!("consumer");
        loopback::consume(version, queue, on_event)
            .instrument(consumer)
            .await
    };
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let subscriber = tracing_subscriber::registry().with(recorder.clone());
    let sent = tracing::subscriber::with_default(subscriber, || runtime.block_on(run));

    let mut received = std::mem::take(&mut *received.lock().unwrap());
    received.sort();
    Outcome {
        sent,
        received,
        spans: recorder.records(),
    }
}

fn events(count: u32) -> Vec<JourneyEvent> {
    (0..count)
        .map(|step| JourneyEvent { journey: 7, step })
        .collect()
}

/// Each span's name and parent.
fn tree(outcome: &Outcome) -> Vec<(&str, Option<usize>)> {
    let spans = outcome.spans.iter();
    spans.map(|span| (span.name, span.parent)).collect()
}

const CONSUMER: (&str, Option<usize>) = ("consumer", None);

fn request(parent: usize) -> (&'static str, Option<usize>) {
    ("send HTTP request", Some(parent))
}

#[test]
fn both_versions_deliver_every_event() {
    // More events than may be in flight, and a group size that divides their number.
    let events = events(20);
    let mut bodies: Vec<String> = events.iter().map(|event| event.to_json()).collect();
    bodies.sort();
    for version in Version::ALL {
        let outcome = consume(version, &events, 4, StatusCode::NO_CONTENT);
        assert_eq!(outcome.sent.unwrap(), 20, "{version:?}");
        assert_eq!(outcome.received, bodies, "{version:?}");
    }
}

#[test]
fn wrong_puts_each_request_inside_the_one_before() {
    let outcome = consume(Version::Wrong, &events(4), 4, StatusCode::NO_CONTENT);
    let chain = [CONSUMER, request(0), request(1), request(2), request(3)];
    assert_eq!(tree(&outcome), chain);
}

#[test]
fn fixed_puts_each_request_inside_the_consumer() {
    let outcome = consume(Version::Fixed, &events(4), 4, StatusCode::NO_CONTENT);
    let siblings = [CONSUMER, request(0), request(0), request(0), request(0)];
    assert_eq!(tree(&outcome), siblings);
}

#[test]
fn a_single_request_does_not_show_the_bug() {
    let outcome = consume(Version::Wrong, &events(1), 1, StatusCode::NO_CONTENT);
    assert_eq!(tree(&outcome), [CONSUMER, request(0)]);
}

#[test]
fn a_refused_event_is_an_error() {
    for version in Version::ALL {
        let outcome = consume(version, &events(1), 1, StatusCode::SERVICE_UNAVAILABLE);
        let error = outcome.sent.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the endpoint answered 503 Service Unavailable"
        );
        assert_eq!(outcome.received, [events(1)[0].to_json()]);
    }
}
