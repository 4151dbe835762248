//@rustc-env: RUSTC_BOOTSTRAP=1
//! Asynchronous iterators are suspended at `await` and at `yield`.

#![feature(gen_blocks, yield_expr)]

use std::sync::{Mutex, MutexGuard};

async fn wait() {}

fn lock(total: &Mutex<u64>) -> MutexGuard<'_, u64> {
    total.lock().unwrap()
}

async gen fn async_gen(total: &Mutex<u64>) -> u64 {
    let guard = lock(total); //~ await_holding_lock
    yield 1;
    drop(guard);
    yield 2;
    let guard = lock(total); //~ await_holding_lock
    wait().await;
    drop(guard);
}

async gen fn async_gen_that_yields_the_guard(total: &Mutex<u64>) -> MutexGuard<'_, u64> {
    let guard = lock(total);
    yield guard;
    wait().await;
}

// No future: whoever calls `next` waits for it.
gen fn plain_gen(total: &Mutex<u64>) -> u64 {
    let guard = lock(total);
    yield 1;
    drop(guard);
}

fn main() {}
