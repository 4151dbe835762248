//! Sends some events through one version of the consumer and shows the spans that came of it.

use std::env;
use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::{StatusCode, Uri};
use journeyx::client::Client;
use journeyx::consumer::{Consumer, Version};
use journeyx::event::JourneyEvent;
use journeyx::recorder::{Recorder, SpanRecord};
use journeyx::server;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::mpsc;
use tracing_subscriber::layer::SubscriberExt;

const EVENTS: u32 = 6;
const QUEUE_CAPACITY: usize = 4;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let version = match (arguments.next().as_deref(), arguments.next()) {
        (Some("wrong"), None) => Version::Wrong,
        (Some("fixed"), None) => Version::Fixed,
        _ => {
            eprintln!("usage: journeyx wrong|fixed");
            return Ok(ExitCode::from(2));
        }
    };

    let recorder = Recorder::default();
    let subscriber = tracing_subscriber::registry().with(recorder.clone());
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    let (sent, received) =
        tracing::subscriber::with_default(subscriber, || runtime.block_on(run(version)))?;

    println!("{sent} events sent, {received} received");
    print_spans(&recorder.records());
    Ok(ExitCode::SUCCESS)
}

/// Returns how many events the consumer sent and how many the server received.
async fn run(version: Version) -> Result<(usize, usize), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let endpoint: Uri = format!("http://{}/events", listener.local_addr()?).parse()?;
    let received = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&received);
    tokio::spawn(server::serve(listener, move |_event| {
        counter.fetch_add(1, Ordering::Relaxed);
        async { StatusCode::NO_CONTENT }
    }));

    let (sender, queue) = mpsc::channel(QUEUE_CAPACITY);
    tokio::spawn(async move {
        for step in 0..EVENTS {
            if sender
                .send(JourneyEvent { journey: 1, step })
                .await
                .is_err()
            {
                break;
            }
        }
    });

    let sent = Consumer::new(Client::new(endpoint), version)
        .run(queue)
        .await?;
    Ok((sent, received.load(Ordering::Relaxed)))
}

fn print_spans(spans: &[SpanRecord]) {
    for (index, SpanRecord { name, parent }) in spans.iter().enumerate() {
        match parent {
            Some(parent) => println!("span {index}: {name}, inside span {parent}"),
            None => println!("span {index}: {name}"),
        }
    }
    let inside = spans.iter().filter(|span| span.parent.is_some()).count();
    println!(
        "{inside} of {} requests are inside the span of another request",
        spans.len()
    );
}
