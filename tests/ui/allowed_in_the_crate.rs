//! Allowed for the whole crate, and warned of again in one function.
#![allow(clippy::all)]

use std::sync::Mutex;

async fn wait() {}

async fn allowed(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}

#[warn(clippy::await_holding_lock)]
async fn warned_of(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}
