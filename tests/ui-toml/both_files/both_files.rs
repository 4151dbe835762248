//! `.clippy.toml` is read and `clippy.toml` is not, and the user is told.

async fn wait() {}

async fn forbidden_by_the_first_file(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}

async fn forbidden_by_the_other_file(span: tracing::Span) {
    let _guard = span.entered();
    wait().await;
}
