//! Locks that are made to be held while a task waits.
//@check-pass

async fn wait() {}

async fn tokio_mutex(total: &tokio::sync::Mutex<u64>) -> u64 {
    let guard = total.lock().await;
    wait().await;
    *guard
}

async fn tokio_owned(total: std::sync::Arc<tokio::sync::Mutex<u64>>) -> u64 {
    let guard = total.lock_owned().await;
    wait().await;
    *guard
}

async fn tokio_rwlock(total: &tokio::sync::RwLock<u64>) {
    let guard = total.read().await;
    wait().await;
    assert_eq!(*guard, 0);
    drop(guard);
    let mut guard = total.write().await;
    wait().await;
    *guard += 1;
}

async fn tokio_permit(places: &tokio::sync::Semaphore) {
    let _permit = places.acquire().await.unwrap();
    wait().await;
}

async fn futures_mutex(total: &futures::lock::Mutex<u64>) -> u64 {
    let guard = total.lock().await;
    wait().await;
    *guard
}
