//! Guards of `std::sync`, and what is none of the lint's business.

use std::sync::{Mutex, MutexGuard, RwLock, TryLockError};

async fn wait() {}

struct Store {
    total: Mutex<u64>,
    names: RwLock<Vec<String>>,
}

async fn mutex(store: &Store) -> u64 {
    let guard = store.total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    *guard
}

async fn read_and_write(store: &Store) {
    {
        let names = store.names.read().unwrap(); //~ await_holding_lock
        wait().await;
        assert!(names.is_empty());
    }
    let mut names = store.names.write().unwrap(); //~ await_holding_lock
    wait().await;
    names.clear();
}

async fn tried(store: &Store) {
    let guard = match store.total.try_lock() {
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(error)) => error.into_inner(),
        Err(TryLockError::WouldBlock) => return,
    };
    //~^^^^^ await_holding_lock
    wait().await;
    assert_eq!(*guard, 1);
}

async fn several_awaits(store: &Store) {
    let guard = store.total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    for _ in 0..3 {
        wait().await;
    }
    drop(guard);
    wait().await;
}

async fn two_guards(store: &Store, other: &Store) {
    let left = store.total.lock().unwrap(); //~ await_holding_lock
    let right = other.total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    assert_eq!(*left, *right);
}

async fn only_in_one_branch(store: &Store, slow: bool) {
    let guard = store.total.lock().unwrap(); //~ await_holding_lock
    if slow {
        wait().await;
    }
    drop(guard);
}

async fn argument(guard: MutexGuard<'_, u64>) -> u64 {
    //~^ await_holding_lock
    wait().await;
    *guard
}

async fn underscore_name_holds(store: &Store) {
    let _guard = store.total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

// From here on nothing is held.

async fn underscore_drops_at_once(store: &Store) {
    #[allow(let_underscore_lock)]
    let _ = store.total.lock();
    wait().await;
}

async fn inner_scope(store: &Store) -> u64 {
    let total = {
        let guard = store.total.lock().unwrap();
        *guard
    };
    wait().await;
    total
}

async fn temporary_of_a_statement(store: &Store) -> u64 {
    *store.total.lock().unwrap() += 1;
    let total = *store.total.lock().unwrap();
    wait().await;
    total
}

async fn after_the_last_await(store: &Store) {
    wait().await;
    let mut guard = store.total.lock().unwrap();
    *guard += 1;
}

async fn before_an_early_return(store: &Store) {
    if store.names.read().unwrap().is_empty() {
        let mut guard = store.total.lock().unwrap();
        *guard += 1;
        return;
    }
    wait().await;
}

async fn held_in_a_closure_that_does_not_wait(store: &Store) {
    let add = || {
        let mut guard = store.total.lock().unwrap();
        *guard += 1;
    };
    wait().await;
    add();
}

async fn the_lock_itself(lock: Mutex<u64>) -> u64 {
    wait().await;
    lock.into_inner().unwrap()
}

async fn a_future_that_is_not_awaited(store: &Store) {
    let guard = store.total.lock().unwrap();
    let future = wait();
    drop(guard);
    future.await;
}
