//! Something refers to the guard or to what it guards, or the guard protects something else.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

async fn with(_: &u64) {}

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

async fn pointer_used(total: &Mutex<u64>) -> u64 {
    let total = total.lock().unwrap(); //~ await_holding_lock
    let pointer = &*total as *const u64;
    wait().await;
    unsafe { *pointer }
}

async fn pointer_assigned(total: &Mutex<u64>) -> u64 {
    let mut pointer = std::ptr::null_mut();
    let mut total = total.lock().unwrap(); //~ await_holding_lock
    pointer = &raw mut *total;
    wait().await;
    unsafe { *pointer }
}

async fn pointer_in_a_struct(total: &Mutex<u64>) -> u64 {
    struct Pointer(std::ptr::NonNull<u64>);
    let mut total = total.lock().unwrap(); //~ await_holding_lock
    let pointer = Pointer((&mut *total).into());
    wait().await;
    unsafe { *pointer.0.as_ref() }
}

async fn pointer_into_the_guard(total: &Mutex<u64>) -> u64 {
    let total = total.lock().unwrap(); //~ await_holding_lock
    let pointer = Some(&raw const total);
    wait().await;
    unsafe { **pointer.unwrap() }
}

async fn used_after_in_a_block(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    async move {
        with(&1).await;
        println!("{guard}"); //~ await_holding_lock
    }
    .await;
}

async fn drop_is_a_variable(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let drop = 1;
    async move {
        println!("{}", *guard + drop); //~ await_holding_lock
        wait().await;
    }
    .await;
}

async fn drop_is_a_parameter(names: &Mutex<Vec<String>>, drop: fn(usize)) {
    let mut names = names.lock().unwrap(); //~ await_holding_lock
    let number = names.len();
    names.clear();
    wait().await;
    drop(number);
}

// Here its parameter is a captured value.
#[tracing::instrument(skip_all)]
async fn parameter_below_an_attribute(guard: MutexGuard<'_, u64>) {
    with(&*guard).await; //~ await_holding_lock
}

async fn reference_in_a_vector_that_is_dropped_later(names: &Mutex<Vec<String>>) -> (usize, usize) {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let first = names.len();
    let long: Vec<&String> = names.iter().filter(|name| name.len() > 3).collect();
    let number = long.len();
    wait().await;
    (first, number)
}

mod drop_is_a_function {
    use std::sync::Mutex;

    fn drop(_: u64) {}

    async fn captured(total: &Mutex<u64>) {
        let guard = total.lock().unwrap();
        async move {
            drop(*guard); //~ await_holding_lock
            super::wait().await;
        }
        .await;
    }
}
