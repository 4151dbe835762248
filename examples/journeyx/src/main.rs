//! Sends some events through one version of the consumer and prints the spans that were recorded.

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::StatusCode;
use journeyx::consumer::Version;
use journeyx::event::JourneyEvent;
use journeyx::loopback;
use journeyx::recorder::{Recorder, SpanRecord};
use tokio::runtime;
use tokio::sync::mpsc;
use tracing_subscriber::layer::SubscriberExt;

const EVENTS: u32 = 6;

fn main() -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let mut arguments = env::args().skip(1);
    let version = match (arguments.next(), arguments.next()) {
        (Some(name), None) => Version::from_name(&name),
        _ => None,
    };
    let Some(version) = version else {
        eprintln!("usage: journeyx wrong|fixed");
        return Ok(ExitCode::from(2));
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
async fn run(version: Version) -> Result<(usize, usize), Box<dyn Error + Send + Sync>> {
    let (sender, queue) = mpsc::channel(EVENTS as usize);
    for step in 0..EVENTS {
        sender.send(JourneyEvent { journey: 1, step }).await?;
    }
    drop(sender);

    let received = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&received);
    let sent = loopback::consume(version, queue, move |_event| {
        counter.fetch_add(1, Ordering::Relaxed);
        async { StatusCode::NO_CONTENT }
    })
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
