//! The guards of `parking_lot` are aliases of those of `lock_api`. Reports use the names of the aliases.

use parking_lot::{FairMutex, FairMutexGuard, Mutex, MutexGuard, ReentrantMutex, RwLock};
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

async fn optional(total: &Mutex<u64>) {
    let guard = total.try_lock(); //~ await_holding_lock
    wait().await;
    drop(guard);
}

struct Owner<'a> {
    guards: Vec<FairMutexGuard<'a, u64>>,
}

async fn owned(total: &FairMutex<u64>) {
    let owner = Owner { //~ await_holding_lock
        guards: vec![total.lock()],
    };
    wait().await;
    drop(owner.guards);
}

async fn nested<'a>(total: &'a Mutex<u64>, all: &Mutex<Vec<MutexGuard<'a, u64>>>) {
    let guard = all.try_lock(); //~ await_holding_lock
    wait().await;
    drop(guard);
}
