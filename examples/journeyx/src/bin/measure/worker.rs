//! The process that is watched: one version of the consumer under a load that never ends.

use std::io::{self, Write};
use std::panic;
use std::thread;
use std::time::Duration;

use journeyx::consumer::Version;
use journeyx::event::JourneyEvent;
use journeyx::loopback::{self, SteadyLoad};
use journeyx::open_spans::OpenSpans;
use tokio::sync::mpsc;
use tokio::{runtime, time};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;

use crate::sample::{Sample, resident_memory};
use crate::{INTERVAL, Result};

/// The load: so many events come at once, at this interval. That is 2,000 events a second.
const BURST: usize = 20;
const BURST_INTERVAL: Duration = Duration::from_millis(10);

/// Prints a sample after each interval until nobody reads them.
pub fn run(version: Version) -> Result<()> {
    let load = SteadyLoad::default();
    let open_spans = OpenSpans::default();
    let sending = thread::spawn({
        let (load, open_spans) = (load.clone(), open_spans.clone());
        move || send(version, load, open_spans)
    });
    while !sending.is_finished() {
        thread::sleep(INTERVAL);
        let sample = Sample {
            events: load.arrived(),
            open_spans: open_spans.count(),
            resident: resident_memory()?,
        };
        writeln!(io::stdout(), "{sample}")?;
    }
    sending
        .join()
        .unwrap_or_else(|panic| panic::resume_unwind(panic))
}

fn send(version: Version, load: SteadyLoad, open_spans: OpenSpans) -> Result<()> {
    // As many services have it, except that nobody reads the lines.
    let subscriber = tracing_subscriber::registry()
        .with(LevelFilter::INFO)
        .with(fmt::layer().with_writer(io::sink))
        .with(open_spans);
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let (sender, queue) = mpsc::channel(BURST);
            tokio::spawn(feed(sender));
            loopback::consume(version, queue, move |_event| load.answer()).await?;
            Ok(())
        })
    })
}

async fn feed(queue: mpsc::Sender<JourneyEvent>) {
    let mut bursts = time::interval(BURST_INTERVAL);
    for journey in 0.. {
        bursts.tick().await;
        for step in 0..BURST as u32 {
            // The consumer has failed, and says why.
            if queue.send(JourneyEvent { journey, step }).await.is_err() {
                return;
            }
        }
    }
}
