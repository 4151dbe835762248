//! Kinds of coroutines and ways to give a value away, each with and without a guard held.

use std::mem::{self, ManuallyDrop};
use std::sync::{Mutex, MutexGuard};

use futures::StreamExt;

async fn wait() {}

fn lock(total: &Mutex<u64>) -> MutexGuard<'_, u64> {
    total.lock().unwrap()
}

fn stream<'a>(total: &'a Mutex<u64>) -> impl futures::Stream<Item = u64> + 'a {
    async_stream::stream! {
        let guard = lock(total); //~ await_holding_lock
        wait().await;
        yield *guard;
    }
}

fn stream_without_it<'a>(total: &'a Mutex<u64>) -> impl futures::Stream<Item = u64> + 'a {
    async_stream::stream! {
        let value = *lock(total);
        wait().await;
        yield value;
    }
}

async fn combinators(total: &Mutex<u64>) -> Vec<u64> {
    futures::stream::iter(0..3)
        .then(async |more| {
            let guard = lock(total); //~ await_holding_lock
            wait().await;
            *guard + more
        })
        .then(async |more| {
            let value = *lock(total);
            wait().await;
            value + more
        })
        .collect()
        .await
}

async fn generic<G>(make: impl Fn() -> G, total: &Mutex<u64>) {
    let unknown = make();
    let known = (make(), lock(total)); //~ await_holding_lock
    wait().await;
    drop((unknown, known));
}

trait Count {
    fn total(&self) -> &Mutex<u64>;

    async fn held(&self) {
        let _guard = lock(self.total()); //~ await_holding_lock
        wait().await;
    }

    async fn given_up(&self) {
        drop(lock(self.total()));
        wait().await;
    }
}

fn recursive(total: &Mutex<u64>, depth: u8) -> std::pin::Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        let guard = lock(total); //~ await_holding_lock
        if depth > 0 {
            recursive(total, depth - 1).await;
        }
        drop(guard);
        if depth > 0 {
            recursive(total, depth - 1).await;
        }
    })
}

async fn recursive_function(total: &Mutex<u64>, depth: u8) {
    let guard = lock(total); //~ await_holding_lock
    if depth > 0 {
        Box::pin(recursive_function(total, depth - 1)).await;
    }
    drop(guard);
}

union Slot<'a> {
    guard: ManuallyDrop<MutexGuard<'a, u64>>,
    nothing: (),
}

/// Drops the guard that is in it.
struct Owner<'a>(Slot<'a>);

impl Drop for Owner<'_> {
    fn drop(&mut self) {
        unsafe { ManuallyDrop::drop(&mut self.0.guard) }
    }
}

async fn unions(total: &Mutex<u64>) {
    // Nobody drops what is in a union.
    let slot = Slot { guard: ManuallyDrop::new(lock(total)) };
    wait().await;
    let owner = Owner(slot); //~ await_holding_lock
    wait().await;
    drop(owner);
    wait().await;
    let _ = Slot { nothing: () };
}

struct Named<'a> {
    guard: MutexGuard<'a, u64>,
    name: String,
}

fn named(total: &Mutex<u64>) -> Named<'_> {
    Named { guard: lock(total), name: String::new() }
}

async fn parts(total: &Mutex<u64>) {
    let whole = named(total);
    let Named { guard, name } = whole;
    drop(guard);
    wait().await;
    drop(name);

    let whole = named(total);
    drop(whole.guard);
    wait().await;
    drop(whole.name);

    let whole = named(total); //~ await_holding_lock
    drop(whole.name);
    wait().await;
    drop(whole.guard);

    // `..` and `_` leave the rest where it is.
    let whole = named(total); //~ await_holding_lock
    let Named { name, .. } = whole;
    wait().await;
    drop(name);

    let whole = Box::new(named(total));
    let Named { guard, .. } = *whole;
    drop(guard);
    wait().await;

    let [left, right] = [lock(total), lock(total)]; //~ await_holding_lock
    drop(left);
    wait().await;
    drop(right);
}

async fn part_of_a_box(left: &Mutex<u64>, right: &Mutex<u64>) {
    let both = Box::new((lock(left), lock(right))); //~ await_holding_lock
    drop(both.0);
    wait().await;
    drop(both.1);
    wait().await;
}

async fn bound_in_an_arm(total: &Mutex<u64>) {
    match Some(named(total)) {
        Some(Named { guard, .. }) => {
            drop(guard);
            wait().await;
        }
        None => wait().await,
    }
    match Some(named(total)) {
        //~v await_holding_lock
        Some(Named { guard, .. }) => {
            wait().await;
            drop(guard);
        }
        None => wait().await,
    }
}

async fn swapped(left: &Mutex<u64>, right: &Mutex<u64>) {
    let mut one = Some(lock(left));
    let mut other = None; //~ await_holding_lock
    mem::swap(&mut one, &mut other);
    wait().await;
    drop(other);
    one = Some(lock(right));
    drop(one);
    wait().await;
}

async fn leaked(total: &Mutex<u64>) {
    mem::forget(lock(total));
    wait().await;
    Box::leak(Box::new(lock(total)));
    wait().await;
}

fn main() {}
