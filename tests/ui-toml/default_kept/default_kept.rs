//! With `".."` in it a list is added to the default, and its entries go before it.

async fn wait() {}

async fn listed(total: &tokio::sync::Mutex<u64>) {
    let _guard = total.lock().await; //~ await_holding_invalid_type
    wait().await;
}

async fn default(span: tracing::Span) {
    let _guard = span.entered(); //~ await_holding_invalid_type
    wait().await;
}

async fn both(span: &tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}

async fn allowed(runtime: &tokio::runtime::Handle) {
    let _guard = runtime.enter();
    wait().await;
}
