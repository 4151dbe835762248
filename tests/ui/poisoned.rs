//! The error of a poisoned lock owns the guard, too.

use std::sync::{LockResult, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};

async fn wait() {}

async fn not_locked(total: &Mutex<u64>) {
    match total.try_lock() {
        //~^ await_holding_lock
        Ok(guard) => drop(guard),
        Err(_) => wait().await,
    }
    if let Err(error) = total.try_lock() {
        //~^ await_holding_lock
        wait().await;
        println!("{error}");
    }
}

async fn would_block(total: &RwLock<u64>) {
    match total.try_read() {
        Err(TryLockError::WouldBlock) => wait().await,
        Ok(_) | Err(TryLockError::Poisoned(_)) => {}
    }
}

async fn error_is_dropped(total: &Mutex<u64>) {
    let Ok(guard) = total.lock().map_err(drop) else {
        wait().await;
        return;
    };
    drop(guard);
}

async fn either(total: &Mutex<u64>) {
    let result: LockResult<MutexGuard<'_, u64>> = total.lock(); //~ await_holding_lock
    wait().await;
    drop(result);
}

async fn the_error_itself(error: PoisonError<MutexGuard<'_, u64>>) {
    //~^ await_holding_lock
    wait().await;
    drop(error);
}

fn main() {}
