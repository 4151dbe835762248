//! A list stands instead of the default of its lint, and leaves the other lints alone.

async fn wait() {}

async fn listed(total: &tokio::sync::Mutex<u64>) {
    let _guard = total.lock().await; //~ await_holding_invalid_type
    wait().await;
}

async fn default(span: tracing::Span) {
    let _guard = span.enter();
    wait().await;
}

async fn of_another_lint(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}
