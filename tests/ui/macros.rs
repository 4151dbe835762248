//! Awaits and guards that macros write.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

async fn more() -> u64 {
    1
}

macro_rules! wait_here {
    () => {
        wait().await
    };
}

macro_rules! locked {
    ($lock:expr) => {
        let _guard = $lock.lock().unwrap();
    };
}

macro_rules! add_locked {
    ($lock:expr, $more:expr) => {{
        let mut guard = $lock.lock().unwrap();
        *guard += $more;
    }};
}

async fn own_macro_awaits(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    wait_here!();
    *guard
}

async fn own_macro_locks(total: &Mutex<u64>) {
    locked!(total); //~ await_holding_lock
    wait().await;
}

async fn own_macro_with_an_await_for_argument(total: &Mutex<u64>) {
    add_locked!(total, more().await); //~ await_holding_lock
    add_locked!(total, 1);
}

async fn tokio_select(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    tokio::select! {
        () = wait() => {}
        _ = more() => {}
    }
    *guard
}

async fn in_a_handler_of_tokio_select(total: &Mutex<u64>) -> u64 {
    tokio::select! {
        () = wait() => 0,
        more = more() => {
            let guard = total.lock().unwrap(); //~ await_holding_lock
            wait().await;
            *guard + more
        }
    }
}

async fn tokio_join(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let ((), more) = tokio::join!(wait(), more());
    *guard + more
}

async fn futures_join(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let ((), more) = futures::join!(wait(), more());
    *guard + more
}

async fn pinned_by_the_library(total: &Mutex<u64>) {
    let guard = pin!(total.lock().unwrap()); //~ await_holding_lock
    wait().await;
    println!("{}", **guard);
}

async fn hold(guard: MutexGuard<'_, u64>) {
    println!("{guard}");
}

async fn futures_pinned_by_macros(total: &Mutex<u64>) {
    let mut future = pin!(hold(total.lock().unwrap()));
    tokio::select! {
        () = &mut future => {}
        () = wait() => {}
    }
    let other = hold(total.lock().unwrap());
    tokio::pin!(other);
    other.await;
    let mut unpolled = pin!(hold(total.lock().unwrap())); //~ await_holding_lock
    wait().await;
    unpolled.as_mut().await;
}

async fn in_a_format_argument(total: &Mutex<u64>) {
    println!("{} {}", total.lock().unwrap(), more().await);
    //~^ await_holding_lock
}

// From here on nothing is held.

async fn foreign_macros_alone(total: &Mutex<u64>) -> u64 {
    tokio::select! {
        () = wait() => {}
        _ = more() => {}
    }
    let ((), more) = tokio::join!(wait(), more());
    let total = *total.lock().unwrap();
    wait_here!();
    total + more
}

async fn locked_after_the_macro(total: &Mutex<u64>) -> u64 {
    let ((), more) = futures::join!(wait(), more());
    let guard = total.lock().unwrap();
    *guard + more
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let total = Mutex::new(0);
    let guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    assert_eq!(*guard, 0);
}
