//! An empty file forbids nothing, and the built-in guards stay forbidden.

async fn wait() {}

async fn locked(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

async fn entered(span: tracing::Span) {
    let _guard = span.enter();
    wait().await;
}
