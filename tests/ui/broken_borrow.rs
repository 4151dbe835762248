//! The same for errors that rustc finds after the types.

use std::sync::Mutex;

async fn wait() {}

async fn used_after_move(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    drop(guard);
    wait().await;
    drop(guard); //~ ERROR: use of moved value
}

async fn endless(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    endless(total).await; //~ ERROR: recursion in an async fn requires boxing
}
