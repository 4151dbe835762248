//! A layer that records each span and its parent.

use std::sync::{Arc, Mutex, PoisonError};

use tracing::Subscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// A span that was opened while the recorder was active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanRecord {
    pub name: &'static str,
    /// The index of the parent's record.
    pub parent: Option<usize>,
}

/// Records spans in the order they are opened. Clones share their records.
#[derive(Clone, Default)]
pub struct Recorder {
    records: Arc<Mutex<Vec<SpanRecord>>>,
}

/// The index of a span's record. It is stored with the span, because the registry reuses the ids of
/// closed spans.
struct Index(usize);

impl Recorder {
    /// The spans recorded so far.
    pub fn records(&self) -> Vec<SpanRecord> {
        self.records
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn push(&self, record: SpanRecord) -> Index {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.push(record);
        Index(records.len() - 1)
    }
}

impl<S> Layer<S> for Recorder
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let parent = span
            .parent()
            .and_then(|parent| parent.extensions().get().map(|Index(at)| *at));
        let index = self.push(SpanRecord {
            name: attributes.metadata().name(),
            parent,
        });
        span.extensions_mut().insert(index);
    }
}
