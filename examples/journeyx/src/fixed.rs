//! The second version: the future is instrumented.
//!
//! The span is entered while the request is polled, and exited before the thread runs another task.

use http_body_util::Full;
use tracing::Instrument;

use crate::client::{self, Error};
use crate::consumer::Consumer;
use crate::event::JourneyEvent;

impl Consumer {
    pub(crate) async fn send_fixed(&self, event: JourneyEvent) -> Result<(), Error> {
        let body = Full::from(event.to_json());
        let (res, body) = {
            let query_span = tracing::info_span!("send HTTP request");
            self.client
                .request(body)
                .instrument(query_span)
                .await?
                .into_parts()
        };
        client::acknowledge(res, body).await
    }
}
