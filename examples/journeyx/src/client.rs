//! An HTTP client for one endpoint.

use std::fmt;

use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::http::response::Parts;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Sends bodies of type `B` to one endpoint.
pub struct Client<B> {
    http: legacy::Client<HttpConnector, B>,
    endpoint: Uri,
}

impl<B> Client<B>
where
    B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>>,
    B: Send + Unpin + 'static,
{
    pub fn new(endpoint: Uri) -> Self {
        let http = legacy::Client::builder(TokioExecutor::new()).build_http();
        Self { http, endpoint }
    }

    /// Posts `body` and returns the response as soon as its head has arrived.
    ///
    /// # Errors
    /// No connection, or one that ended before the head of the response.
    pub async fn request(&self, body: B) -> Result<Response<Incoming>, Error> {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.endpoint.clone();
        self.http.request(request).await.map_err(Error::Request)
    }
}

/// Reads the response to its end, so that the connection can be used again.
///
/// # Errors
/// The body ended early, or the status is not a success.
pub async fn acknowledge(head: Parts, body: Incoming) -> Result<(), Error> {
    body.collect().await.map_err(Error::Body)?;
    if head.status.is_success() {
        Ok(())
    } else {
        Err(Error::Refused(head.status))
    }
}

/// Why an event was not delivered.
#[derive(Debug)]
pub enum Error {
    /// The request did not get through, or nothing came back.
    Request(legacy::Error),
    /// The response ended early.
    Body(hyper::Error),
    /// The endpoint answered with this status.
    Refused(StatusCode),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(_) => f.write_str("the request failed"),
            Self::Body(_) => f.write_str("the response ended early"),
            Self::Refused(status) => write!(f, "the endpoint answered {status}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::Body(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}
