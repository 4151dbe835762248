//! `parking_lot` has no guards of its own: its names are aliases of those of `lock_api`.

use parking_lot::{FairMutex, Mutex, MutexGuard, ReentrantMutex, RwLock};
use parking_lot::{RwLockReadGuard, RwLockUpgradableReadGuard};

async fn wait() {}

async fn mutex(total: &Mutex<u64>) -> u64 {
    let guard = total.lock(); //~ await_holding_lock
    wait().await;
    *guard
}

async fn fair_mutex(total: &FairMutex<u64>) -> u64 {
    let guard = total.lock(); //~ await_holding_lock
    wait().await;
    *guard
}

async fn reentrant_mutex(total: &ReentrantMutex<u64>) -> u64 {
    let guard = total.lock(); //~ await_holding_lock
    wait().await;
    *guard
}

async fn mapped(total: &Mutex<(u64, u64)>) -> u64 {
    let guard = MutexGuard::map(total.lock(), |pair| &mut pair.0); //~ await_holding_lock
    wait().await;
    *guard
}

async fn mapped_read(total: &RwLock<(u64, u64)>) -> u64 {
    let guard = RwLockReadGuard::map(total.read(), |pair| &pair.0); //~ await_holding_lock
    wait().await;
    *guard
}

async fn write(total: &RwLock<u64>) {
    let mut guard = total.write(); //~ await_holding_lock
    wait().await;
    *guard += 1;
}

async fn upgradable(total: &RwLock<u64>) {
    let guard = total.upgradable_read(); //~ await_holding_lock
    wait().await;
    *RwLockUpgradableReadGuard::upgrade(guard) += 1;
}

async fn inner_scope(total: &Mutex<u64>) {
    {
        let mut guard = total.lock();
        *guard += 1;
    }
    wait().await;
}
