//! Entries that name no type although their crate is there: a warning each, and the others hold.

use {dashmap as _, tokio as _};

async fn wait() {}

async fn entered(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}
