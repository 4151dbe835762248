//! Guards that are not used after the `await`, but nobody knows what else they are for.

use std::cell::RefCell;
use std::sync::Mutex;

use parking_lot::lock_api;

async fn wait() {}

fn critical() {}

async fn never_used(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap(); //~ await_holding_lock
    critical();
    wait().await;
}

/// A raw lock that tells when it is unlocked.
struct Loud;

unsafe impl lock_api::RawMutex for Loud {
    const INIT: Self = Loud;
    type GuardMarker = lock_api::GuardSend;
    fn lock(&self) {}
    fn try_lock(&self) -> bool {
        true
    }
    unsafe fn unlock(&self) {
        println!("unlocked");
    }
}

async fn unknown_lock(total: &lock_api::Mutex<Loud, u64>) {
    let mut guard = total.lock(); //~ await_holding_lock
    *guard += 1;
    wait().await;
}

// What the attribute makes of it is not known.
#[tracing::instrument(skip_all)]
async fn below_an_attribute(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    wait().await;
}

#[tracing::instrument(skip_all)]
async fn borrow_below_an_attribute(total: &RefCell<u64>) {
    let mut borrow = total.borrow_mut(); //~ await_holding_refcell_ref
    *borrow += 1;
    wait().await;
}
