//! A trait object owns what the closure or the future owned that this body has made it of.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

type Guard<'a> = MutexGuard<'a, u64>;

fn lock(total: &Mutex<u64>) -> Guard<'_> {
    total.lock().unwrap()
}

fn any<'a>() -> Box<dyn FnOnce() + 'a> {
    Box::new(|| {})
}

fn pass<T>(value: T) -> T {
    value
}

async fn hold(guard: Guard<'_>) {
    drop(guard);
}

async fn closures(total: &Mutex<u64>) {
    let guard = lock(total);
    let once: Box<dyn FnOnce() + '_> = Box::new(move || drop(guard)); //~ await_holding_lock
    let guard = lock(total);
    let many = Box::new(move || println!("{guard}")) as Box<dyn Fn() + '_>;
    let moved = many; //~ await_holding_lock
    wait().await;
    once();
    moved();
}

async fn futures(total: &Mutex<u64>) {
    let guard = lock(total);
    let block: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(async move { drop(guard) });
    //~^ await_holding_lock
    let call: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(hold(lock(total)));
    //~^ await_holding_lock
    wait().await;
    block.await;
    call.await;
}

async fn given_up(total: &Mutex<u64>) {
    let guard = lock(total);
    let once: Box<dyn FnOnce() + '_> = Box::new(move || drop(guard));
    once();
    wait().await;
    let call: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(hold(lock(total)));
    call.await;
    wait().await;
    let number = *lock(total);
    let many: Box<dyn Fn() + '_> = Box::new(move || println!("{number} {}", lock(total)));
    wait().await;
    many();
}

async fn only_one_path_is_known(total: &Mutex<u64>, flag: bool) {
    let mut once = any();
    if flag {
        let guard = lock(total);
        once = Box::new(move || drop(guard));
    }
    wait().await;
    once();
}

async fn what_a_function_returns_is_unknown(total: &Mutex<u64>) {
    let guard = lock(total);
    let once: Box<dyn FnOnce() + '_> = Box::new(move || drop(guard));
    let once = pass(once);
    wait().await;
    once();
}

trait Count {
    fn count(&self) -> u64;
}

impl Count for Guard<'_> {
    fn count(&self) -> u64 {
        **self
    }
}

async fn other_traits(total: &Mutex<u64>) {
    let count: Box<dyn Count + '_> = Box::new(lock(total));
    wait().await;
    count.count();
}

fn main() {}
