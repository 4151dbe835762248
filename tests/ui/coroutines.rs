//! Every kind of coroutine that Rust has, and code that is none.

use std::cell::{Ref, RefCell};
use std::future::Future;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

fn async_block(total: &Mutex<u64>) -> impl Future<Output = u64> {
    async {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

fn async_move_block(total: Mutex<u64>) -> impl Future<Output = u64> {
    async move {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

async fn async_closure(total: &Mutex<u64>) {
    let add = async |more: u64| {
        let mut guard = total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard += more;
    };
    add(1).await;
}

async fn async_move_closure(total: Mutex<u64>) {
    let add = async move |more: u64| {
        let mut guard = total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard += more;
    };
    add(1).await;
}

async fn closure_with_a_guard_for_argument(total: &Mutex<u64>) {
    let add = async |mut guard: MutexGuard<'_, u64>| {
        //~^ await_holding_lock
        wait().await;
        *guard += 1;
    };
    // Moved into the coroutine, where it is reported.
    add(total.lock().unwrap()).await;
}

async fn nested(total: &Mutex<u64>) {
    let inner = async {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        let innermost = async {
            let guard = total.lock().unwrap(); //~ await_holding_lock
            wait().await;
            drop(guard);
        };
        innermost.await;
        drop(guard);
    };
    inner.await;
}

async fn the_inner_one_does_not_wait(total: &Mutex<u64>) {
    let inner = async { *total.lock().unwrap() };
    wait().await;
    inner.await;
}

struct Counter {
    total: Mutex<u64>,
}

impl Counter {
    async fn method(&self) -> u64 {
        let guard = self.total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

trait Count {
    async fn required(&self) -> u64;

    async fn provided(&self, total: &Mutex<u64>) -> u64 {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        self.required().await + *guard
    }
}

impl Count for Counter {
    async fn required(&self) -> u64 {
        let guard = self.total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

#[async_trait::async_trait(?Send)]
trait CountBoxed {
    async fn count(&self) -> u64;
}

#[async_trait::async_trait(?Send)]
impl CountBoxed for Counter {
    async fn count(&self) -> u64 {
        let guard = self.total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

async fn generic<T: Copy, F: Future>(value: &Mutex<T>, future: F) -> T {
    let guard = value.lock().unwrap(); //~ await_holding_lock
    future.await;
    *guard
}

async fn guard_of_a_parameter<T: ?Sized>(value: Ref<'_, T>) {
    //~^ await_holding_refcell_ref
    wait().await;
    drop(value);
}

async fn constant<const N: usize>(value: &RefCell<[u8; N]>) -> usize {
    let borrow = value.borrow(); //~ await_holding_refcell_ref
    wait().await;
    borrow.len()
}

fn item_in_a_function() {
    async fn item(total: &Mutex<u64>) -> u64 {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        wait().await;
        *guard
    }
}

// From here on there is no coroutine, or none that waits.

fn no_coroutine(total: &Mutex<u64>) -> impl Future<Output = ()> {
    let guard = total.lock().unwrap();
    let future = wait();
    drop(guard);
    future
}

async fn without_await(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap();
    *guard
}

fn plain_closure(total: &Mutex<u64>) -> u64 {
    let count = || {
        let guard = total.lock().unwrap();
        *guard
    };
    count()
}

mod inner {
    pub mod innermost {
        pub async fn function(total: &std::sync::Mutex<u64>) -> u64 {
            let guard = total.lock().unwrap(); //~ await_holding_lock
            crate::wait().await;
            *guard
        }
    }
}
