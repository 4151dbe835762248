//! The same type by other names, and types that only look like it.

use std::sync::Mutex;

async fn wait() {}

type Guard<'a> = std::sync::MutexGuard<'a, u64>;

trait Lock {
    type Guard<'a>
    where
        Self: 'a;

    fn get(&self) -> Self::Guard<'_>;
}

impl Lock for Mutex<u64> {
    type Guard<'a> = std::sync::MutexGuard<'a, u64>;

    fn get(&self) -> Self::Guard<'_> {
        self.lock().unwrap()
    }
}

mod lookalike {
    pub struct MutexGuard(pub u64);

    impl Drop for MutexGuard {
        fn drop(&mut self) {}
    }
}

async fn alias(guard: Guard<'_>) -> u64 {
    //~^ await_holding_lock
    wait().await;
    *guard
}

async fn associated_type(total: &Mutex<u64>) -> u64 {
    let guard = total.get(); //~ await_holding_lock
    wait().await;
    *guard
}

async fn unsized_content(guard: std::cell::Ref<'_, dyn std::fmt::Debug>) {
    //~^ await_holding_refcell_ref
    wait().await;
    drop(guard);
}

// From here on nothing is held.

async fn name_alone() -> u64 {
    let guard = lookalike::MutexGuard(1);
    wait().await;
    guard.0
}

async fn associated_type_that_is_not_known<L: Lock>(lock: &L) {
    let guard = lock.get();
    wait().await;
    drop(guard);
}

async fn reference_to_what_another_holds(guard: &Guard<'_>) -> u64 {
    wait().await;
    **guard
}
