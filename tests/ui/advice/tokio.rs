//! The locks of `tokio`, which this crate uses, take the place of others.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, RwLock};

struct Connection;

impl Connection {
    async fn send(&self) {
        tokio::task::yield_now().await;
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

async fn not_poisoned(connection: &parking_lot::Mutex<Connection>) {
    let guard = connection.lock(); //~ await_holding_lock
    guard.send().await;
}

async fn mapped(pair: &parking_lot::Mutex<(Connection, u64)>) {
    let guard = parking_lot::MutexGuard::map(pair.lock(), |pair| &mut pair.0);
    //~^ await_holding_lock
    guard.send().await;
}

async fn rw_lock_not_poisoned(connection: &spin::RwLock<Connection>) {
    let guard = connection.write(); //~ await_holding_lock
    guard.send().await;
}

async fn sharded(connection: &crossbeam_utils::sync::ShardedLock<Connection>) {
    let guard = connection.write().unwrap(); //~ await_holding_lock
    guard.send().await;
}

async fn unnamed(connection: &Mutex<Connection>) {
    connection.lock().unwrap().send().await; //~ await_holding_lock
}

async fn argument(guard: MutexGuard<'_, Connection>) {
    //~^ await_holding_lock
    guard.send().await;
}

async fn cell(connection: &RefCell<Connection>) {
    let borrow = connection.borrow(); //~ await_holding_refcell_ref
    borrow.send().await;
}

async fn atomic_cell(connection: &atomic_refcell::AtomicRefCell<Connection>) {
    let borrow = connection.borrow_mut(); //~ await_holding_refcell_ref
    borrow.send().await;
}

// From here on no lock of `tokio` does the same.

async fn reentrant(connection: &parking_lot::ReentrantMutex<Connection>) {
    let guard = connection.lock(); //~ await_holding_lock
    guard.send().await;
}

async fn upgradable(connection: &parking_lot::RwLock<Connection>) {
    let guard = connection.upgradable_read(); //~ await_holding_lock
    guard.send().await;
}

async fn upgradable_spinning(connection: &spin::RwLock<Connection>) {
    let guard = connection.upgradeable_read(); //~ await_holding_lock
    guard.send().await;
}

async fn entry_of_a_map(map: &dashmap::DashMap<u64, Connection>) {
    let entry = map.entry(0).or_insert(Connection); //~ await_holding_lock
    entry.send().await;
}

async fn value_of_a_channel(mut receiver: tokio::sync::watch::Receiver<Connection>) {
    let value = receiver.borrow_and_update(); //~ await_holding_lock
    value.send().await;
}

async fn cell_of_a_signal(connection: generational_box::GenerationalBox<Connection>) {
    let borrow = connection.read(); //~ await_holding_refcell_ref
    borrow.send().await;
}

// What can be edited is not put in words.

async fn not_used_afterwards(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    tokio::task::yield_now().await;
}
