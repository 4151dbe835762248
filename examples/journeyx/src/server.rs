//! The endpoint: an HTTP server that passes each event to a function and answers with the status
//! it returns.

use std::convert::Infallible;
use std::io;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Serves until it is dropped. `on_event` receives the body of each request, which is answered once
/// the returned future is ready.
///
/// # Errors
/// The listener cannot accept connections.
pub async fn serve<H, F>(listener: TcpListener, on_event: H) -> io::Result<Infallible>
where
    H: Fn(Bytes) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = StatusCode> + Send + 'static,
{
    loop {
        let (stream, _) = listener.accept().await?;
        let on_event = on_event.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, &on_event));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                eprintln!("journeyx server: a connection failed: {error}");
            }
        });
    }
}

async fn answer<F>(
    request: Request<Incoming>,
    on_event: impl Fn(Bytes) -> F,
) -> Result<Response<Empty<Bytes>>, hyper::Error>
where
    F: Future<Output = StatusCode>,
{
    let event = request.into_body().collect().await?.to_bytes();
    let mut response = Response::new(Empty::new());
    *response.status_mut() = on_event(event).await;
    Ok(response)
}
