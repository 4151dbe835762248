//! Entries as tables of their own.

async fn wait() {}

async fn entered(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}

async fn entered_span(span: tracing::Span) {
    let _guard = span.entered(); //~ await_holding_invalid_type
    wait().await;
}
