//! Where a pattern binds the guard.

use std::sync::{Mutex, MutexGuard};

async fn wait() {}

struct Pair<'a> {
    guard: MutexGuard<'a, u64>,
    factor: u64,
}

fn lock(total: &Mutex<u64>) -> Pair<'_> {
    Pair { guard: total.lock().unwrap(), factor: 2 }
}

async fn tuple(total: &Mutex<u64>) -> u64 {
    let (guard, factor) = (total.lock().unwrap(), 2); //~ await_holding_lock
    wait().await;
    *guard * factor
}

async fn structure(total: &Mutex<u64>) -> u64 {
    let Pair { guard, factor } = lock(total); //~ await_holding_lock
    wait().await;
    *guard * factor
}

async fn renamed_field(total: &Mutex<u64>) -> u64 {
    let Pair { guard: renamed, .. } = lock(total); //~ await_holding_lock
    wait().await;
    *renamed
}

async fn tuple_argument((guard, factor): (MutexGuard<'_, u64>, u64)) -> u64 {
    //~^ await_holding_lock
    wait().await;
    *guard * factor
}

async fn let_else(total: &Mutex<u64>) -> u64 {
    let Ok(guard) = total.lock() else { return 0 }; //~ await_holding_lock
    wait().await;
    *guard
}

async fn declared_first(total: &Mutex<u64>) -> u64 {
    let guard; //~ await_holding_lock
    guard = total.lock().unwrap();
    wait().await;
    *guard
}

async fn arms(left: &Mutex<u64>, right: &Mutex<u64>, first: bool) -> u64 {
    let either = if first { Ok(left.lock().unwrap()) } else { Err(right.lock().unwrap()) };
    match either {
        Ok(guard) => {
            //~^ await_holding_lock
            wait().await;
            *guard
        }
        Err(guard) => *guard,
    }
}

async fn alternatives(left: &Mutex<u64>, right: &Mutex<u64>, first: bool) -> u64 {
    let either = if first { Ok(left.lock().unwrap()) } else { Err(right.lock().unwrap()) };
    let (Ok(guard) | Err(guard)) = either; //~ await_holding_lock
    wait().await;
    *guard
}

async fn shadowed(total: &Mutex<u64>, other: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let guard = *guard + *other.lock().unwrap();
    wait().await;
    guard
}

async fn the_guard_is_not_bound(total: &Mutex<u64>) -> u64 {
    let factor = { lock(total).factor };
    wait().await;
    factor
}
