//! The consumer between a queue and an endpoint on loopback.

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::{StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use crate::client::Client;
use crate::consumer::{Consumer, Version};
use crate::event::JourneyEvent;
use crate::server;

/// Sends what is in the queue through one version of the consumer to a server that answers with
/// `on_event`. Returns how many events were delivered once the queue is closed and empty.
///
/// # Errors
/// The server cannot be started, or an event is not delivered.
pub async fn consume<H, F>(
    version: Version,
    queue: mpsc::Receiver<JourneyEvent>,
    on_event: H,
) -> Result<usize, Box<dyn Error + Send + Sync>>
where
    H: Fn(Bytes) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = StatusCode> + Send + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let endpoint: Uri = format!("http://{}/events", listener.local_addr()?).parse()?;
    tokio::spawn(server::serve(listener, on_event));
    let consumer = Consumer::new(Client::new(endpoint), version);
    Ok(consumer.run(queue).await?)
}

/// Answers a request when the next one has arrived, so that from the first on one is always under
/// way. This is what steady load does, made independent of time. Clones count together.
#[derive(Clone, Default)]
pub struct SteadyLoad {
    arrived: Arc<watch::Sender<usize>>,
}

impl SteadyLoad {
    /// The answer to a request that arrives now.
    pub fn answer(&self) -> impl Future<Output = StatusCode> + use<> {
        let mut arrived = self.arrived.subscribe();
        self.arrived.send_modify(|count| *count += 1);
        let own = *self.arrived.borrow();
        async move {
            match arrived.wait_for(|count| *count > own).await {
                Ok(_) => StatusCode::NO_CONTENT,
                // No request can arrive any more.
                Err(_) => StatusCode::SERVICE_UNAVAILABLE,
            }
        }
    }

    /// How many requests have arrived.
    pub fn arrived(&self) -> usize {
        *self.arrived.borrow()
    }
}
