//! `#[expect]`, fulfilled and not.

use std::cell::RefCell;
use std::sync::Mutex;

async fn wait() {}

async fn fulfilled_at_the_statement(total: &Mutex<u64>) {
    #[expect(clippy::await_holding_lock)]
    let _guard = total.lock().unwrap();
    wait().await;
}

#[expect(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
async fn fulfilled_at_the_function(total: &Mutex<u64>, cell: &RefCell<u64>) {
    let _guard = total.lock().unwrap();
    let _borrow = cell.borrow();
    wait().await;
}

#[expect(clippy::await_holding_lock, reason = "one task holds it for as long as it runs")]
mod fulfilled_at_a_module {
    pub async fn locked(total: &std::sync::Mutex<u64>) {
        let _guard = total.lock().unwrap();
        crate::wait().await;
    }
}

#[expect(clippy::await_holding_lock)] //~ ERROR: this lint expectation is unfulfilled
async fn unfulfilled(total: &Mutex<u64>) {
    *total.lock().unwrap() += 1;
    wait().await;
}

#[expect(clippy::await_holding_lock, reason = "it is held for a moment")]
//~^ ERROR: this lint expectation is unfulfilled
async fn unfulfilled_with_a_reason() {
    wait().await;
}

#[expect(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
//~^ ERROR: this lint expectation is unfulfilled
async fn one_of_two(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}
