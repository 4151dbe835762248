//! Guards without a name of which the `await` needs a reference.

use std::cell::RefCell;
use std::sync::Mutex;

async fn wait() {}

async fn with<T>(_: T) -> u64 {
    1
}

async fn written_to(total: &RefCell<u64>) {
    *total.borrow_mut() += with(1).await;
}

async fn method_waits(names: &Mutex<Names>) {
    names.lock().unwrap().send().await;
    //~^ await_holding_lock
}

struct Names;

impl Names {
    async fn send(&mut self) {}
}

async fn in_a_macro(total: &Mutex<u64>) {
    println!("{}", with(*total.lock().unwrap()).await);
    //~^ await_holding_lock
}

macro_rules! total {
    ($total:expr) => {
        *$total.lock().unwrap()
    };
}

async fn by_a_macro(total: &Mutex<u64>) {
    with(total!(total)).await;
    //~^ await_holding_lock
}

async fn pointer_is_the_argument(total: &Mutex<u64>) {
    with(&raw const *total.lock().unwrap()).await;
    //~^ await_holding_lock
    with(std::ptr::NonNull::from(&mut *total.lock().unwrap())).await;
    //~^ await_holding_lock
}

mod coerced {
    use std::sync::{Arc, Mutex};

    async fn load(_: u64, _: &str) -> Option<u64> {
        None
    }

    fn next() -> u64 {
        1
    }

    // A block in place of the value would have to be a `String`, and nothing can be in front.
    async fn after_a_call(name: &Mutex<Arc<String>>) {
        load(next(), &name.lock().unwrap().clone()).await;
        //~^ await_holding_lock
    }

    async fn in_a_condition(name: &Mutex<Arc<String>>) {
        while let Some(_) = load(1, &name.lock().unwrap().clone()).await {}
        //~^ await_holding_lock
    }
}
