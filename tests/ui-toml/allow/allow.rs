//! A type that the user allows may be held, whatever the built-in table says of it.

use std::sync::{Mutex, RwLock};

async fn wait() {}

async fn allowed(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}

async fn still_forbidden(total: &RwLock<u64>) {
    let _guard = total.read().unwrap(); //~ await_holding_lock
    wait().await;
}
