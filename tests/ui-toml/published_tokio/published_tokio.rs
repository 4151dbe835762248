//! The three guards of tokio, which nothing forbids by default.

use tokio::sync::{Mutex, OnceCell, RwLock, Semaphore};

async fn save(_value: u64) {}

async fn mutex(session: &Mutex<u64>) {
    let guard = session.lock().await; //~ await_holding_invalid_type
    save(*guard).await;
}

async fn read(session: &RwLock<u64>) {
    let guard = session.read().await; //~ await_holding_invalid_type
    save(*guard).await;
}

async fn write(session: &RwLock<u64>) {
    let mut guard = session.write().await; //~ await_holding_invalid_type
    *guard += 1;
    save(*guard).await;
}

async fn copied_out(session: &Mutex<u64>) {
    let value = *session.lock().await;
    save(value).await;
}

async fn waiting_for_the_guard_is_not_holding_it(session: &RwLock<u64>) -> u64 {
    *session.read().await
}

async fn not_listed(permits: &Semaphore, cell: &OnceCell<u64>) {
    let _permit = permits.acquire().await;
    save(*cell.get_or_init(async || 1).await).await;
}
