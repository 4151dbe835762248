//! The consumer, which takes events from a queue and hands them to the HTTP client.

use std::panic;
use std::rc::Rc;

use http_body_util::Full;
use hyper::body::Bytes;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet, LocalSet};

use crate::client::{Client, Error};
use crate::event::JourneyEvent;

/// How many requests may be in flight at once.
pub const MAX_IN_FLIGHT: usize = 8;

/// How the span of a request is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// With a guard that is held across the `await` point.
    Wrong,
    /// With `Instrument`, each time the request is polled.
    Fixed,
}

impl Version {
    pub const ALL: [Self; 2] = [Self::Wrong, Self::Fixed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Fixed => "fixed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// Sends each event of a queue as an HTTP request.
pub struct Consumer {
    pub(crate) client: Client<Full<Bytes>>,
    version: Version,
}

impl Consumer {
    pub fn new(client: Client<Full<Bytes>>, version: Version) -> Self {
        Self { client, version }
    }

    /// Sends until the queue is closed and empty, and returns how many events were delivered.
    ///
    /// # Errors
    /// The first event that cannot be delivered ends the run.
    pub async fn run(self, queue: mpsc::Receiver<JourneyEvent>) -> Result<usize, Error> {
        // tracing's guards are not `Send`, so a task that holds one has to stay on its thread.
        LocalSet::new().run_until(Rc::new(self).drain(queue)).await
    }

    async fn drain(
        self: Rc<Self>,
        mut queue: mpsc::Receiver<JourneyEvent>,
    ) -> Result<usize, Error> {
        let mut sends = JoinSet::new();
        let mut delivered = 0;
        while let Some(event) = queue.recv().await {
            if sends.len() == MAX_IN_FLIGHT
                && let Some(send) = sends.join_next().await
            {
                outcome(send)?;
                delivered += 1;
            }
            let consumer = Rc::clone(&self);
            sends.spawn_local(async move { consumer.send(event).await });
        }
        while let Some(send) = sends.join_next().await {
            outcome(send)?;
            delivered += 1;
        }
        Ok(delivered)
    }

    async fn send(&self, event: JourneyEvent) -> Result<(), Error> {
        match self.version {
            Version::Wrong => self.send_wrong(event).await,
            Version::Fixed => self.send_fixed(event).await,
        }
    }
}

/// The result of a finished task. No task is ever cancelled, so a task without a result panicked.
fn outcome(send: Result<Result<(), Error>, JoinError>) -> Result<(), Error> {
    send.unwrap_or_else(|error| panic::resume_unwind(error.into_panic()))
}
