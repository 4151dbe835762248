//! An alias means what it stands for and not every instance of the type behind it.

use parking_lot::{FairMutex, Mutex};

async fn wait() {}

async fn fair(total: &FairMutex<u64>) {
    let _guard = total.lock(); //~ await_holding_lock
    wait().await;
}

async fn other_instance(total: &Mutex<u64>) {
    let _guard = total.lock(); //~ await_holding_lock
    wait().await;
}
