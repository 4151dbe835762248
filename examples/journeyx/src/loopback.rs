//! The consumer, connected to a queue and to an endpoint on loopback.

use std::error::Error;
use std::net::Ipv4Addr;

use hyper::body::Bytes;
use hyper::{StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::client::Client;
use crate::consumer::{Consumer, Version};
use crate::event::JourneyEvent;
use crate::server;

/// Runs one version of the consumer against a server that answers with `on_event`. Returns how many
/// events were delivered once the queue is closed and empty.
///
/// # Errors
/// The server cannot be started, or an event cannot be delivered.
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
