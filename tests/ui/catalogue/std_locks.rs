//! Each lock guard of `std` that the catalogue has; most of them are unstable.
//@rustc-env: RUSTC_BOOTSTRAP=1
#![feature(mapped_lock_guards, nonpoison_mutex, nonpoison_rwlock, reentrant_lock, sync_nonpoison)]

use std::sync::nonpoison;
use std::sync::{Mutex, MutexGuard, ReentrantLock, RwLock, RwLockReadGuard, RwLockWriteGuard};

include!("case.inc");

case!(mutex(lock: &Mutex<u8>) {
    let guard: std::sync::MutexGuard<'_, u8> = lock.lock().unwrap(); //~ await_holding_lock
});
case!(mapped_mutex(lock: &Mutex<(u8, u8)>) {
    let guard: std::sync::MappedMutexGuard<'_, u8> = //~ await_holding_lock
        MutexGuard::map(lock.lock().unwrap(), |pair| &mut pair.0);
});
case!(read(lock: &RwLock<u8>) {
    let guard: std::sync::RwLockReadGuard<'_, u8> = lock.read().unwrap(); //~ await_holding_lock
});
case!(write(lock: &RwLock<u8>) {
    let guard: std::sync::RwLockWriteGuard<'_, u8> = lock.write().unwrap(); //~ await_holding_lock
});
case!(mapped_read(lock: &RwLock<(u8, u8)>) {
    let guard: std::sync::MappedRwLockReadGuard<'_, u8> = //~ await_holding_lock
        RwLockReadGuard::map(lock.read().unwrap(), |pair| &pair.0);
});
case!(mapped_write(lock: &RwLock<(u8, u8)>) {
    let guard: std::sync::MappedRwLockWriteGuard<'_, u8> = //~ await_holding_lock
        RwLockWriteGuard::map(lock.write().unwrap(), |pair| &mut pair.0);
});
case!(reentrant(lock: &ReentrantLock<u8>) {
    let guard: std::sync::ReentrantLockGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});

case!(nonpoison_mutex(lock: &nonpoison::Mutex<u8>) {
    let guard: std::sync::nonpoison::MutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(nonpoison_mapped_mutex(lock: &nonpoison::Mutex<(u8, u8)>) {
    let guard: std::sync::nonpoison::MappedMutexGuard<'_, u8> = //~ await_holding_lock
        nonpoison::MutexGuard::map(lock.lock(), |pair| &mut pair.0);
});
case!(nonpoison_read(lock: &nonpoison::RwLock<u8>) {
    let guard: std::sync::nonpoison::RwLockReadGuard<'_, u8> = lock.read(); //~ await_holding_lock
});
case!(nonpoison_write(lock: &nonpoison::RwLock<u8>) {
    let guard: std::sync::nonpoison::RwLockWriteGuard<'_, u8> = lock.write(); //~ await_holding_lock
});
case!(nonpoison_mapped_read(lock: &nonpoison::RwLock<(u8, u8)>) {
    let guard: std::sync::nonpoison::MappedRwLockReadGuard<'_, u8> = //~ await_holding_lock
        nonpoison::RwLockReadGuard::map(lock.read(), |pair| &pair.0);
});
case!(nonpoison_mapped_write(lock: &nonpoison::RwLock<(u8, u8)>) {
    let guard: std::sync::nonpoison::MappedRwLockWriteGuard<'_, u8> = //~ await_holding_lock
        nonpoison::RwLockWriteGuard::map(lock.write(), |pair| &mut pair.0);
});
