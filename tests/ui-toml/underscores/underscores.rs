//! The key may have underscores.

async fn wait() {}

async fn entered(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}
