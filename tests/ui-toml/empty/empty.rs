//! An empty file changes nothing: what is forbidden by default stays forbidden.

async fn wait() {}

async fn locked(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

async fn entered(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}
