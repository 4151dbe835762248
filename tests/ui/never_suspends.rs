//! An `await` that never suspends holds nothing, where the compiler can see it.

use std::future::{self, Ready};
use std::sync::Mutex;

async fn wait() {}

async fn ready(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    future::ready(1).await;
    let ready: Ready<u64> = future::ready(*guard);
    ready.await;
}

async fn block_without_await(total: &Mutex<u64>) -> Result<u64, ()> {
    let guard = total.lock().unwrap();
    async {}.await;
    let sum = async { Ok::<_, ()>(*guard + 1) }.await?;
    let block = async move { sum };
    Ok(block.await + *guard)
}

async fn block_with_await(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    async { wait().await }.await;
    drop(guard);
}

async fn one_of_two(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    future::ready(()).await;
    future::pending::<()>().await;
    drop(guard);
}

/// What its body is today says nothing about its callers.
async fn function_without_await(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    drop(guard);
}

fn hidden() -> impl Future<Output = ()> {
    async {}
}

async fn block_of_another_function(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    hidden().await;
    drop(guard);
}

/// The same name, another type.
async fn ready_of_another_crate(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    futures::future::ready(()).await;
    drop(guard);
}

fn main() {}
