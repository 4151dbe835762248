//! Each lock guard of other libraries that the catalogue has.

use std::sync::Arc;

use crossbeam_utils::sync::ShardedLock;
use dashmap::{DashMap, DashSet};
use parking_lot::{MutexGuard, ReentrantMutexGuard, RwLockReadGuard, RwLockWriteGuard, lock_api};

include!("case.inc");

// The rows name the types of `lock_api`, which `parking_lot` re-exports.
use parking_lot::{RawMutex, RawRwLock, RawThreadId};
case!(mutex(lock: &parking_lot::Mutex<u8>) {
    let guard: lock_api::MutexGuard<'_, RawMutex, u8> = lock.lock(); //~ await_holding_lock
});
case!(fair_mutex(lock: &parking_lot::FairMutex<u8>) {
    let guard: parking_lot::FairMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_mutex(lock: &parking_lot::Mutex<(u8, u8)>) {
    let guard: lock_api::MappedMutexGuard<'_, RawMutex, u8> = //~ await_holding_lock
        MutexGuard::map(lock.lock(), |pair| &mut pair.0);
});
case!(arc_mutex(lock: &Arc<parking_lot::Mutex<u8>>) {
    let guard: lock_api::ArcMutexGuard<RawMutex, u8> = lock.lock_arc(); //~ await_holding_lock
});
case!(read(lock: &parking_lot::RwLock<u8>) {
    let guard: lock_api::RwLockReadGuard<'_, RawRwLock, u8> = lock.read(); //~ await_holding_lock
});
case!(write(lock: &parking_lot::RwLock<u8>) {
    let guard: lock_api::RwLockWriteGuard<'_, RawRwLock, u8> = lock.write(); //~ await_holding_lock
});
case!(upgradable(lock: &parking_lot::RwLock<u8>) {
    let guard: lock_api::RwLockUpgradableReadGuard<'_, RawRwLock, u8> = //~ await_holding_lock
        lock.upgradable_read();
});
case!(mapped_read(lock: &parking_lot::RwLock<(u8, u8)>) {
    let guard: lock_api::MappedRwLockReadGuard<'_, RawRwLock, u8> = //~ await_holding_lock
        RwLockReadGuard::map(lock.read(), |pair| &pair.0);
});
case!(mapped_write(lock: &parking_lot::RwLock<(u8, u8)>) {
    let guard: lock_api::MappedRwLockWriteGuard<'_, RawRwLock, u8> = //~ await_holding_lock
        RwLockWriteGuard::map(lock.write(), |pair| &mut pair.0);
});
case!(arc_read(lock: &Arc<parking_lot::RwLock<u8>>) {
    let guard: lock_api::ArcRwLockReadGuard<RawRwLock, u8> = lock.read_arc(); //~ await_holding_lock
});
case!(arc_write(lock: &Arc<parking_lot::RwLock<u8>>) {
    let guard: lock_api::ArcRwLockWriteGuard<RawRwLock, u8> = lock.write_arc(); //~ await_holding_lock
});
case!(arc_upgradable(lock: &Arc<parking_lot::RwLock<u8>>) {
    let guard: lock_api::ArcRwLockUpgradableReadGuard<RawRwLock, u8> = //~ await_holding_lock
        lock.upgradable_read_arc();
});
case!(reentrant(lock: &parking_lot::ReentrantMutex<u8>) {
    let guard: lock_api::ReentrantMutexGuard<'_, RawMutex, RawThreadId, u8> = //~ await_holding_lock
        lock.lock();
});
case!(mapped_reentrant(lock: &parking_lot::ReentrantMutex<(u8, u8)>) {
    let guard: lock_api::MappedReentrantMutexGuard<'_, RawMutex, RawThreadId, u8> = //~ await_holding_lock
        ReentrantMutexGuard::map(lock.lock(), |pair| &pair.0);
});
case!(arc_reentrant(lock: &Arc<parking_lot::ReentrantMutex<u8>>) {
    let guard: lock_api::ArcReentrantMutexGuard<RawMutex, RawThreadId, u8> = //~ await_holding_lock
        lock.lock_arc();
});

case!(spin_default(lock: &spin::Mutex<u8>) {
    let guard: spin::mutex::MutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(spin_spin(lock: &spin::mutex::SpinMutex<u8>) {
    let guard: spin::mutex::SpinMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(spin_ticket(lock: &spin::mutex::TicketMutex<u8>) {
    let guard: spin::mutex::TicketMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(spin_fair(lock: &spin::mutex::FairMutex<u8>) {
    let guard: spin::mutex::FairMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(spin_read(lock: &spin::RwLock<u8>) {
    let guard: spin::rwlock::RwLockReadGuard<'_, u8> = lock.read(); //~ await_holding_lock
});
case!(spin_write(lock: &spin::RwLock<u8>) {
    let guard: spin::rwlock::RwLockWriteGuard<'_, u8> = lock.write(); //~ await_holding_lock
});
case!(spin_upgradable(lock: &spin::RwLock<u8>) {
    let guard: spin::rwlock::RwLockUpgradableGuard<'_, u8> = //~ await_holding_lock
        lock.upgradeable_read();
});

case!(sharded_read(lock: &ShardedLock<u8>) {
    let guard: crossbeam_utils::sync::ShardedLockReadGuard<'_, u8> = //~ await_holding_lock
        lock.read().unwrap();
});
case!(sharded_write(lock: &ShardedLock<u8>) {
    let guard: crossbeam_utils::sync::ShardedLockWriteGuard<'_, u8> = //~ await_holding_lock
        lock.write().unwrap();
});

case!(dashmap_get(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::one::Ref<'_, u8, u8> = map.get(&1).unwrap(); //~ await_holding_lock
});
case!(dashmap_get_mut(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::one::RefMut<'_, u8, u8> = //~ await_holding_lock
        map.get_mut(&1).unwrap();
});
case!(dashmap_mapped(map: &DashMap<u8, (u8, u8)>) {
    let guard: dashmap::mapref::one::MappedRef<'_, u8, (u8, u8), u8> = //~ await_holding_lock
        map.get(&1).unwrap().map(|pair| &pair.0);
});
case!(dashmap_mapped_mut(map: &DashMap<u8, (u8, u8)>) {
    let guard: dashmap::mapref::one::MappedRefMut<'_, u8, (u8, u8), u8> = //~ await_holding_lock
        map.get_mut(&1).unwrap().map(|pair| &mut pair.0);
});
case!(dashmap_multi(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::multiple::RefMulti<'_, u8, u8> = //~ await_holding_lock
        map.iter().next().unwrap();
});
case!(dashmap_multi_mut(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::multiple::RefMutMulti<'_, u8, u8> = //~ await_holding_lock
        map.iter_mut().next().unwrap();
});
case!(dashmap_entry(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::entry::Entry<'_, u8, u8> = map.entry(1); //~ await_holding_lock
});
case!(dashmap_occupied(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::entry::OccupiedEntry<'_, u8, u8> = match map.entry(1) { //~ await_holding_lock
        dashmap::Entry::Occupied(entry) => entry,
        dashmap::Entry::Vacant(_) => return,
    };
});
case!(dashmap_vacant(map: &DashMap<u8, u8>) {
    let guard: dashmap::mapref::entry::VacantEntry<'_, u8, u8> = match map.entry(1) { //~ await_holding_lock
        dashmap::Entry::Vacant(entry) => entry,
        dashmap::Entry::Occupied(_) => return,
    };
});
case!(dashmap_iter(map: &DashMap<u8, u8>) {
    let guard: dashmap::iter::Iter<'_, u8, u8> = map.iter(); //~ await_holding_lock
});
case!(dashmap_iter_mut(map: &DashMap<u8, u8>) {
    let guard: dashmap::iter::IterMut<'_, u8, u8> = map.iter_mut(); //~ await_holding_lock
});
case!(dashset_get(set: &DashSet<u8>) {
    let guard: dashmap::setref::one::Ref<'_, u8> = set.get(&1).unwrap(); //~ await_holding_lock
});
case!(dashset_multi(set: &DashSet<u8>) {
    let guard: dashmap::setref::multiple::RefMulti<'_, u8> = //~ await_holding_lock
        set.iter().next().unwrap();
});
case!(dashset_iter(set: &DashSet<u8>) {
    let guard: dashmap::iter_set::Iter<'_, u8, _, _> = set.iter(); //~ await_holding_lock
});

case!(watch(receiver: &tokio::sync::watch::Receiver<u8>) {
    let guard: tokio::sync::watch::Ref<'_, u8> = receiver.borrow(); //~ await_holding_lock
});

case!(reader(reader: &left_right::ReadHandle<u8>) {
    let guard: left_right::ReadGuard<'_, u8> = reader.enter().unwrap(); //~ await_holding_lock
});
