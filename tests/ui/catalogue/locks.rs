//! Each lock guard of other libraries that the catalogue has.

use crossbeam_utils::sync::ShardedLock;
use dashmap::{DashMap, DashSet};
use parking_lot::{
    FairMutexGuard, MutexGuard, ReentrantMutexGuard, RwLockReadGuard, RwLockWriteGuard,
};

include!("case.inc");

case!(mutex(lock: &parking_lot::Mutex<u8>) {
    let guard: parking_lot::MutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_mutex(lock: &parking_lot::Mutex<(u8, u8)>) {
    let guard: parking_lot::MappedMutexGuard<'_, u8> = //~ await_holding_lock
        MutexGuard::map(lock.lock(), |pair| &mut pair.0);
});
case!(fair_mutex(lock: &parking_lot::FairMutex<u8>) {
    let guard: parking_lot::FairMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_fair_mutex(lock: &parking_lot::FairMutex<(u8, u8)>) {
    let guard: parking_lot::MappedFairMutexGuard<'_, u8> = //~ await_holding_lock
        FairMutexGuard::map(lock.lock(), |pair| &mut pair.0);
});
case!(read(lock: &parking_lot::RwLock<u8>) {
    let guard: parking_lot::RwLockReadGuard<'_, u8> = lock.read(); //~ await_holding_lock
});
case!(write(lock: &parking_lot::RwLock<u8>) {
    let guard: parking_lot::RwLockWriteGuard<'_, u8> = lock.write(); //~ await_holding_lock
});
case!(upgradable(lock: &parking_lot::RwLock<u8>) {
    let guard: parking_lot::RwLockUpgradableReadGuard<'_, u8> = //~ await_holding_lock
        lock.upgradable_read();
});
case!(mapped_read(lock: &parking_lot::RwLock<(u8, u8)>) {
    let guard: parking_lot::MappedRwLockReadGuard<'_, u8> = //~ await_holding_lock
        RwLockReadGuard::map(lock.read(), |pair| &pair.0);
});
case!(mapped_write(lock: &parking_lot::RwLock<(u8, u8)>) {
    let guard: parking_lot::MappedRwLockWriteGuard<'_, u8> = //~ await_holding_lock
        RwLockWriteGuard::map(lock.write(), |pair| &mut pair.0);
});
case!(reentrant(lock: &parking_lot::ReentrantMutex<u8>) {
    let guard: parking_lot::ReentrantMutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(mapped_reentrant(lock: &parking_lot::ReentrantMutex<(u8, u8)>) {
    let guard: parking_lot::MappedReentrantMutexGuard<'_, u8> = //~ await_holding_lock
        ReentrantMutexGuard::map(lock.lock(), |pair| &pair.0);
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

case!(spin_lock_api(lock: &spin::lock_api::Mutex<u8>) {
    let guard: spin::lock_api::MutexGuard<'_, u8> = lock.lock(); //~ await_holding_lock
});
case!(spin_lock_api_read(lock: &spin::lock_api::RwLock<u8>) {
    let guard: spin::lock_api::RwLockReadGuard<'_, u8> = lock.read(); //~ await_holding_lock
});
case!(spin_lock_api_write(lock: &spin::lock_api::RwLock<u8>) {
    let guard: spin::lock_api::RwLockWriteGuard<'_, u8> = lock.write(); //~ await_holding_lock
});
case!(spin_lock_api_upgradable(lock: &spin::lock_api::RwLock<u8>) {
    let guard: spin::lock_api::RwLockUpgradableReadGuard<'_, u8> = //~ await_holding_lock
        lock.upgradable_read();
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
