//! Each guard of `lock_api`, whose raw lock is not known.

use std::sync::Arc;

use parking_lot::lock_api;

use lock_api::{
    GetThreadId, Mutex, MutexGuard, RawMutex, RawRwLock, RawRwLockUpgrade, ReentrantMutex,
    ReentrantMutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

include!("case.inc");

case!(mutex(lock: &Mutex<impl RawMutex, u8>) {
    let guard: lock_api::MutexGuard<'_, _, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_mutex(lock: &Mutex<impl RawMutex, (u8, u8)>) {
    let guard: lock_api::MappedMutexGuard<'_, _, u8> = //~ await_holding_lock
        MutexGuard::map(lock.lock(), |pair| &mut pair.0);
});
case!(arc_mutex(lock: &Arc<Mutex<impl RawMutex, u8>>) {
    let guard: lock_api::ArcMutexGuard<_, u8> = lock.lock_arc(); //~ await_holding_lock
});
case!(read(lock: &RwLock<impl RawRwLock, u8>) {
    let guard: lock_api::RwLockReadGuard<'_, _, u8> = lock.read(); //~ await_holding_lock
});
case!(write(lock: &RwLock<impl RawRwLock, u8>) {
    let guard: lock_api::RwLockWriteGuard<'_, _, u8> = lock.write(); //~ await_holding_lock
});
case!(upgradable(lock: &RwLock<impl RawRwLockUpgrade, u8>) {
    let guard: lock_api::RwLockUpgradableReadGuard<'_, _, u8> = //~ await_holding_lock
        lock.upgradable_read();
});
case!(mapped_read(lock: &RwLock<impl RawRwLock, (u8, u8)>) {
    let guard: lock_api::MappedRwLockReadGuard<'_, _, u8> = //~ await_holding_lock
        RwLockReadGuard::map(lock.read(), |pair| &pair.0);
});
case!(mapped_write(lock: &RwLock<impl RawRwLock, (u8, u8)>) {
    let guard: lock_api::MappedRwLockWriteGuard<'_, _, u8> = //~ await_holding_lock
        RwLockWriteGuard::map(lock.write(), |pair| &mut pair.0);
});
case!(arc_read(lock: &Arc<RwLock<impl RawRwLock, u8>>) {
    let guard: lock_api::ArcRwLockReadGuard<_, u8> = lock.read_arc(); //~ await_holding_lock
});
case!(arc_write(lock: &Arc<RwLock<impl RawRwLock, u8>>) {
    let guard: lock_api::ArcRwLockWriteGuard<_, u8> = lock.write_arc(); //~ await_holding_lock
});
case!(arc_upgradable(lock: &Arc<RwLock<impl RawRwLockUpgrade, u8>>) {
    let guard: lock_api::ArcRwLockUpgradableReadGuard<_, u8> = //~ await_holding_lock
        lock.upgradable_read_arc();
});
case!(reentrant(lock: &ReentrantMutex<impl RawMutex, impl GetThreadId, u8>) {
    let guard: lock_api::ReentrantMutexGuard<'_, _, _, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_reentrant(lock: &ReentrantMutex<impl RawMutex, impl GetThreadId, (u8, u8)>) {
    let guard: lock_api::MappedReentrantMutexGuard<'_, _, _, u8> = //~ await_holding_lock
        ReentrantMutexGuard::map(lock.lock(), |pair| &pair.0);
});
case!(arc_reentrant(lock: &Arc<ReentrantMutex<impl RawMutex, impl GetThreadId, u8>>) {
    let guard: lock_api::ArcReentrantMutexGuard<_, _, u8> = lock.lock_arc(); //~ await_holding_lock
});
