//! Values that an `async` block has captured.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

struct Pair<'a> {
    left: MutexGuard<'a, u64>,
    right: MutexGuard<'a, u64>,
}

fn pair<'a>(left: &'a Mutex<u64>, right: &'a Mutex<u64>) -> Pair<'a> {
    let (left, right) = (left.lock().unwrap(), right.lock().unwrap());
    Pair { left, right }
}

async fn used_after_the_await(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        wait().await;
        println!("{guard}"); //~ await_holding_lock
    };
    block.await;
}

async fn used_before_the_await(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        // Dropped with the block.
        println!("{guard}"); //~ await_holding_lock
        wait().await;
    };
    block.await;
}

async fn given_away_before_the_await(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        println!("{guard}");
        drop(guard);
        wait().await;
    };
    block.await;
}

async fn moved_to_a_local(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        let local = guard; //~ await_holding_lock
        wait().await;
        drop(local);
    };
    block.await;
}

async fn one_field(left: &Mutex<u64>, right: &Mutex<u64>) {
    let pair = pair(left, right);
    let block = async move {
        wait().await;
        println!("{}", pair.left); //~ await_holding_lock
    };
    drop(pair.right);
    block.await;
}

async fn by_reference(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let block = async {
        wait().await;
        println!("{guard}");
    };
    block.await;
}

async fn captured_twice(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        async move {
            wait().await;
            println!("{guard}"); //~ await_holding_lock
        }
        .await;
    };
    block.await;
}

fn returned(total: &Mutex<u64>) -> impl Future<Output = ()> {
    let guard = total.lock().unwrap();
    async move {
        wait().await;
        println!("{guard}"); //~ await_holding_lock
    }
}

async fn allowed_at_the_variable(total: &Mutex<u64>) {
    #[allow(clippy::await_holding_lock)]
    let guard = total.lock().unwrap();
    let block = async move {
        wait().await;
        println!("{guard}");
    };
    block.await;
}

async fn expected_at_the_variable(total: &Mutex<u64>) {
    #[expect(clippy::await_holding_lock)]
    let guard = total.lock().unwrap();
    let block = async move {
        wait().await;
        println!("{guard}");
    };
    block.await;
}

async fn allowed_at_the_capture(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let block = async move {
        wait().await;
        #[allow(clippy::await_holding_lock)]
        {
            println!("{guard}");
        }
    };
    block.await;
}

async fn allowed_for_another(total: &Mutex<u64>, cell: &RefCell<u64>) {
    #[allow(clippy::await_holding_lock)]
    let allowed = total.lock().unwrap();
    let guard = total.lock().unwrap(); //~ await_holding_lock
    #[allow(clippy::await_holding_lock)]
    let value = cell.borrow(); //~ await_holding_refcell_ref
    wait().await;
    println!("{allowed} {guard} {value}");
}

#[tracing::instrument(skip(guard))]
async fn argument_of_an_instrumented_function(guard: MutexGuard<'_, u64>) {
    wait().await;
    println!("{guard}"); //~ await_holding_lock
}

#[tracing::instrument(skip(guard))]
async fn argument_that_is_dropped(guard: MutexGuard<'_, u64>) {
    drop(guard);
    wait().await;
}

async fn spawned(total: &'static Mutex<u64>) {
    let local = tokio::task::LocalSet::new();
    let guard = total.lock().unwrap();
    local.spawn_local(async move {
        wait().await;
        println!("{guard}"); //~ await_holding_lock
    });
    let value = *total.lock().unwrap();
    local.spawn_local(async move {
        wait().await;
        println!("{value}");
    });
}

struct Counter(Mutex<u64>);

#[async_trait::async_trait(?Send)]
trait Count {
    async fn held(&self, guard: MutexGuard<'_, u64>);
    async fn given_up(&self, guard: MutexGuard<'_, u64>);
}

#[async_trait::async_trait(?Send)]
impl Count for Counter {
    async fn held(&self, guard: MutexGuard<'_, u64>) { //~ await_holding_lock
        wait().await;
        println!("{guard} {:?}", self.0);
    }

    async fn given_up(&self, guard: MutexGuard<'_, u64>) {
        drop(guard);
        wait().await;
        println!("{:?}", self.0);
    }
}

fn main() {}
