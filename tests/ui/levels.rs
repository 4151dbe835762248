//! The level that counts is the one at the binding.

use std::cell::RefCell;
use std::sync::Mutex;

async fn wait() {}

async fn at_the_statement(total: &Mutex<u64>) {
    #[allow(clippy::await_holding_lock)]
    let allowed = total.lock().unwrap();
    let not_allowed = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    drop((allowed, not_allowed));
}

async fn at_a_block(total: &Mutex<u64>) {
    #[allow(clippy::await_holding_lock)]
    {
        let _guard = total.lock().unwrap();
        wait().await;
    }
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

// At the await it says nothing of the guard.
async fn at_the_await(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    #[allow(clippy::await_holding_lock)]
    wait().await;
}

#[allow(clippy::await_holding_lock)]
async fn at_the_function(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    let inner = async {
        let _guard = total.lock().unwrap();
        wait().await;
    };
    inner.await;
}

#[allow(clippy::await_holding_lock)]
async fn at_a_function_with_an_argument(
    _guard: std::sync::MutexGuard<'_, u64>,
    #[allow(clippy::await_holding_refcell_ref)] _borrow: std::cell::Ref<'_, u64>,
) {
    wait().await;
}

async fn at_the_statement_of_a_temporary(total: &Mutex<u64>) {
    #[allow(clippy::await_holding_lock)]
    match *total.lock().unwrap() {
        0 => wait().await,
        _ => {}
    }
    #[allow(clippy::await_holding_lock)]
    if let Ok(_guard) = total.lock() {
        wait().await;
    }
}

async fn at_an_arm(total: &Mutex<u64>) {
    match total.lock() {
        #[allow(clippy::await_holding_lock)]
        Ok(_guard) => wait().await,
        Err(_) => {}
    }
}

#[allow(clippy::suspicious)]
async fn by_the_group(total: &Mutex<u64>, cell: &RefCell<u64>) {
    let _guard = total.lock().unwrap();
    let _borrow = cell.borrow();
    wait().await;
}

#[allow(clippy::all)]
async fn by_the_group_of_all(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}

#[allow(clippy::await_holding_refcell_ref)]
async fn another_lint(total: &Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

struct Counter(Mutex<u64>);

#[allow(clippy::await_holding_lock)]
impl Counter {
    async fn at_an_impl(&self) {
        let _guard = self.0.lock().unwrap();
        wait().await;
    }
}

#[allow(clippy::await_holding_lock)]
mod at_a_module {
    pub async fn allowed(total: &std::sync::Mutex<u64>) {
        let _guard = total.lock().unwrap();
        crate::wait().await;
    }

    pub mod inner {
        pub async fn allowed(total: &std::sync::Mutex<u64>) {
            let _guard = total.lock().unwrap();
            crate::wait().await;
        }

        #[deny(clippy::await_holding_lock)]
        pub async fn denied(total: &std::sync::Mutex<u64>) {
            let _guard = total.lock().unwrap(); //~ await_holding_lock
            crate::wait().await;
        }
    }
}

#[allow(clippy::await_holding_lock)]
mod outer {
    #[warn(clippy::await_holding_lock)]
    pub async fn warned_of_again(total: &std::sync::Mutex<u64>) {
        let _guard = total.lock().unwrap(); //~ await_holding_lock
        crate::wait().await;
    }
}
