//! Forms for which nothing is suggested, because it might not compile.

use std::sync::Mutex;

async fn wait() {}

// A macro may need the reference.
async fn reference_in_a_macro(numbers: &Mutex<Vec<u64>>) {
    let numbers = numbers.lock().unwrap(); //~ await_holding_lock
    let first = &numbers[0];
    wait().await;
    assert_eq!(first, &3);
}

fn main() {}
