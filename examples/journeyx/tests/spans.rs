//! Both versions against a real server on loopback. The server holds its answers until a given
//! number of requests has arrived, so which of them overlap does not depend on time.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use hyper::{StatusCode, Uri};
use journeyx::client::{Client, Error};
use journeyx::consumer::{Consumer, Version};
use journeyx::event::JourneyEvent;
use journeyx::recorder::{Recorder, SpanRecord};
use journeyx::server;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::{Barrier, mpsc};
use tracing_subscriber::layer::SubscriberExt;

struct Outcome {
    sent: Result<usize, Error>,
    /// The bodies that the server got, sorted.
    received: Vec<String>,
    spans: Vec<SpanRecord>,
}

/// Sends `events` and has the server answer them in groups of `group` with `status`.
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
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let endpoint: Uri = format!("http://{address}/events").parse().unwrap();
        tokio::spawn(server::serve(listener, on_event));

        let (sender, queue) = mpsc::channel(events.len());
        for event in events {
            sender.send(*event).await.unwrap();
        }
        drop(sender);
        Consumer::new(Client::new(endpoint), version)
            .run(queue)
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

/// The parents of the spans of requests, which are all the spans there are.
fn parents(outcome: &Outcome) -> Vec<Option<usize>> {
    assert!(
        outcome
            .spans
            .iter()
            .all(|span| span.name == "send HTTP request")
    );
    outcome.spans.iter().map(|span| span.parent).collect()
}

#[test]
fn both_versions_deliver_every_event() {
    // More events than requests may be in flight, and groups that divide their number.
    let events = events(20);
    let mut bodies: Vec<String> = events.iter().map(|event| event.to_json()).collect();
    bodies.sort();
    for version in [Version::Wrong, Version::Fixed] {
        let outcome = consume(version, &events, 4, StatusCode::NO_CONTENT);
        assert_eq!(outcome.sent.unwrap(), 20, "{version:?}");
        assert_eq!(outcome.received, bodies, "{version:?}");
    }
}

#[test]
fn wrong_puts_one_request_inside_the_other() {
    let outcome = consume(Version::Wrong, &events(2), 2, StatusCode::NO_CONTENT);
    assert_eq!(parents(&outcome), [None, Some(0)]);
}

#[test]
fn fixed_keeps_requests_apart() {
    let outcome = consume(Version::Fixed, &events(2), 2, StatusCode::NO_CONTENT);
    assert_eq!(parents(&outcome), [None, None]);
}

#[test]
fn one_request_alone_does_not_show_the_bug() {
    let outcome = consume(Version::Wrong, &events(1), 1, StatusCode::NO_CONTENT);
    assert_eq!(parents(&outcome), [None]);
}

#[test]
fn a_refused_event_is_an_error() {
    for version in [Version::Wrong, Version::Fixed] {
        let outcome = consume(version, &events(1), 1, StatusCode::SERVICE_UNAVAILABLE);
        let error = outcome.sent.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the endpoint answered 503 Service Unavailable"
        );
        assert_eq!(outcome.received, [events(1)[0].to_json()]);
    }
}
