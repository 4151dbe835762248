//! The locks of `async-lock`, which this crate uses, take the place of others.

use std::cell::RefCell;
use std::sync::{Mutex, RwLock};

struct Connection;

impl Connection {
    async fn send(&self) {
        async_lock::Barrier::new(1).wait().await;
    }
}

async fn mutex(connection: &Mutex<Connection>) {
    let guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.send().await;
}

async fn rw_lock(connection: &RwLock<Connection>) {
    let guard = connection.read().unwrap(); //~ await_holding_lock
    guard.send().await;
}

async fn cell(connection: &RefCell<Connection>) {
    let borrow = connection.borrow(); //~ await_holding_refcell_ref
    borrow.send().await;
}
