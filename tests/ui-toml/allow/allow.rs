//! A type that the user allows may be held, whatever the built-in table says of it.

use atomic_refcell::{AtomicRef, AtomicRefCell};
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

async fn allowed_unless_from_a_listed_function(total: &AtomicRefCell<u64>) {
    let borrow = AtomicRef::map(AtomicRefCell::borrow(total), |total| total);
    wait().await;
    drop(borrow);
}

// What dropping it does is not known, whichever rule forbids it: the fix is only shown.
async fn listed_function(total: &AtomicRefCell<u64>) {
    let total = total.borrow(); //~ await_holding_invalid_type
    println!("{}", *total);
    wait().await;
}
