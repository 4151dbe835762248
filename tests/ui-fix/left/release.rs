//! Guards that are used after the `await`, or whose contents are.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

async fn with(_: &u64) {}

async fn used(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    wait().await;
    *guard += 1;
}

async fn used_in_the_next_round(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    for _ in 0..3 {
        *guard += 1;
        wait().await;
    }
}

async fn assigned_after(total: &RefCell<u64>) {
    let mut total = total.borrow_mut(); //~ await_holding_refcell_ref
    *total += std::future::pending::<u64>().await;
}

async fn reference_used(names: &Mutex<Vec<String>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let first = names.first();
    wait().await;
    first.map_or(0, |first| first.len())
}

async fn reference_in_another_variable(names: &Mutex<Vec<String>>) -> usize {
    let mut found: Vec<&str> = Vec::new();
    let names = names.lock().unwrap(); //~ await_holding_lock
    for name in &*names {
        found.push(name);
    }
    wait().await;
    found.len()
}

async fn reference_assigned(names: &Mutex<Vec<String>>) -> usize {
    let first: Option<&String>;
    let names = names.lock().unwrap(); //~ await_holding_lock
    first = names.first();
    wait().await;
    first.map_or(0, |first| first.len())
}

async fn reference_over_two_steps(names: &Mutex<Vec<String>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let first = names.first();
    let again = first;
    wait().await;
    again.map_or(0, |first| first.len())
}

async fn reference_in_a_value_with_drop(total: &Mutex<u64>) {
    struct Printed<'a>(&'a u64);
    impl Drop for Printed<'_> {
        fn drop(&mut self) {
            println!("{}", self.0);
        }
    }
    let total = total.lock().unwrap(); //~ await_holding_lock
    let _printed = Printed(&total);
    wait().await;
}

async fn reference_is_the_argument(total: &Mutex<u64>) {
    let total = total.lock().unwrap(); //~ await_holding_lock
    with(&total).await;
}

async fn moved_on_one_way(total: &Mutex<u64>, early: bool) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    if early {
        drop(guard);
    }
    wait().await;
}

async fn locked_for_the_await(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

async fn parameter(guard: MutexGuard<'_, u64>) {
    //~^ await_holding_lock
    println!("{guard}");
    wait().await;
}

async fn in_a_pattern(total: &Mutex<u64>) {
    let (Ok(guard) | Err(guard)) = total.lock().map_err(|error| error.into_inner());
    //~^ await_holding_lock
    println!("{guard}");
    wait().await;
}

macro_rules! locked {
    ($total:expr) => {
        let guard = $total.lock().unwrap();
        println!("{}", *guard);
        wait().await;
    };
}

async fn by_a_macro(total: &Mutex<u64>) {
    locked!(total); //~ await_holding_lock
}

macro_rules! passed_on {
    ($($item:item)*) => { $($item)* };
}

passed_on! {
    async fn argument_of_a_macro(total: &Mutex<u64>) {
        let mut guard = total.lock().unwrap(); //~ await_holding_lock
        *guard += 1;
        wait().await;
    }
}
