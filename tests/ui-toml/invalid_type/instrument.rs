//! `#[tracing::instrument]` puts the body into a block of its own: nothing of what it writes is
//! reported, and what the body holds is.

async fn wait() {}

#[tracing::instrument]
async fn instrumented() {
    wait().await;
}

#[tracing::instrument(skip(total), err)]
async fn with_result(total: &tokio::sync::Mutex<u64>) -> Result<u64, std::io::Error> {
    let guard = total.lock().await;
    wait().await;
    Ok(*guard)
}

#[tracing::instrument]
async fn holds_a_span() {
    let span = tracing::info_span!("inner");
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}

#[tracing::instrument(skip_all)]
async fn holds_a_lock(total: &std::sync::Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    *guard
}

#[tracing::instrument]
fn no_coroutine() -> u64 {
    1
}

async fn events_alone() {
    tracing::info!("before");
    wait().await;
    tracing::info_span!("span").in_scope(|| tracing::info!("inside"));
    wait().await;
}
