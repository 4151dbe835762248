//! Guards without a name, with another temporary that goes with them.

use std::sync::{Arc, Mutex};

async fn with<T>(_: T) {}

struct Noisy(Mutex<u64>);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("dropped");
    }
}

fn noisy() -> Noisy {
    Noisy(Mutex::new(1))
}

fn shared() -> Arc<Noisy> {
    Arc::new(noisy())
}

async fn of_a_temporary() {
    with(*noisy().0.lock().unwrap()).await;
    //~^ await_holding_lock
}

async fn of_a_shared_temporary() {
    with(*shared().0.lock().unwrap()).await;
    //~^ await_holding_lock
}

/// A value that prints when it is dropped, and is reached through an `Arc`.
async fn look_at(_: &Noisy) {}

async fn coerced(shared: &Mutex<Arc<Noisy>>) {
    look_at(&shared.lock().unwrap().clone()).await;
    //~^ await_holding_lock
}
