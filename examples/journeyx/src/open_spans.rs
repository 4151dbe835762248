//! A layer that counts the spans that are open.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::Subscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer};

/// Counts the spans that have been opened and not been closed. Clones share their count.
#[derive(Clone, Default)]
pub struct OpenSpans {
    count: Arc<AtomicUsize>,
}

impl OpenSpans {
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

impl<S: Subscriber> Layer<S> for OpenSpans {
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    fn on_close(&self, _: Id, _: Context<'_, S>) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}
