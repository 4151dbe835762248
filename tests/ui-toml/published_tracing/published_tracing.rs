//! Two paths that do not exist: each is reported with the path that is meant, for the list
//! protects from nothing. With the right paths it does, see `invalid_type`.
//@error-in-other-file: there is no type `tracing::trace::Entered`
//@error-in-other-file: there is no type `tracing::trace::EnteredSpan`

async fn wait() {}

async fn entered(span: tracing::Span) {
    let _guard = span.enter();
    wait().await;
}

async fn entered_span(span: tracing::Span) {
    let _guard = span.entered();
    wait().await;
}
