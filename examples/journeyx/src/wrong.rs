//! The first version: the guard is held across the `await` point.
//!
//! While the request waits, the thread runs other tasks with the span still entered: what they do
//! counts as part of this request.

use http_body_util::Full;

use crate::client::{self, Error};
use crate::consumer::Consumer;
use crate::event::JourneyEvent;

impl Consumer {
    pub(crate) async fn send_wrong(&self, event: JourneyEvent) -> Result<(), Error> {
        let body = Full::from(event.to_json());
        let (res, body) = {
            let query_span = tracing::info_span!("send HTTP request");
            let _guard = query_span.enter();
            self.client.request(body).await?.into_parts()
        };
        client::acknowledge(res, body).await
    }
}
