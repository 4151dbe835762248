//! Guards without a name. How long a temporary lives depends on the edition.
//@revisions: edition2021 edition2024
//@[edition2021] edition:2021
//@[edition2024] edition:2024

use std::cell::RefCell;
use std::sync::Mutex;

async fn wait() {}

async fn with(_: u64) {}

async fn keep<T>(_: T) {}

async fn scrutinee_of_match(total: &Mutex<u64>) {
    match *total.lock().unwrap() {
        //~^ await_holding_lock
        0 => wait().await,
        _ => {}
    }
}

async fn iterator(names: &Mutex<Vec<String>>) {
    for _ in names.lock().unwrap().iter() {
        //~^ await_holding_lock
        wait().await;
    }
}

async fn condition_of_while_let(names: &RefCell<Vec<String>>) {
    while let Some(_) = names.borrow_mut().pop() {
        //~^ await_holding_refcell_ref
        wait().await;
    }
}

async fn argument_of_the_future(total: &Mutex<u64>) {
    with(*total.lock().unwrap()).await;
    //~^ await_holding_lock
}

async fn operand(total: &RefCell<u64>) -> bool {
    *total.borrow() == std::future::pending::<u64>().await
    //~^ await_holding_refcell_ref
}

async fn then_branch_of_if_let(names: &RefCell<Vec<String>>) {
    if let Some(_) = names.borrow().first() {
        //~^ await_holding_refcell_ref
        wait().await;
    }
}

// From edition 2024 on, the scrutinee of `if let` is dropped before `else`.
async fn else_branch_of_if_let(names: &RefCell<Vec<String>>) {
    if let Some(name) = names.borrow().first() {
        //~[edition2021]^ await_holding_refcell_ref
        assert!(name.is_empty());
    } else {
        wait().await;
    }
}

// From edition 2024 on, the temporaries of a block's tail are dropped with the block.
async fn tail_of_a_block(total: &Mutex<u64>) {
    keep({ *total.lock().unwrap() }).await;
    //~[edition2021]^ await_holding_lock
}

async fn a_temporary_that_a_let_extends(total: &Mutex<u64>) {
    let guard = &total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    assert_eq!(**guard, 0);
}

// From here on nothing is held.

async fn condition_of_if(total: &Mutex<u64>) {
    if *total.lock().unwrap() == 0 {
        wait().await;
    }
}

async fn condition_of_while(total: &Mutex<u64>) {
    while *total.lock().unwrap() == 0 {
        wait().await;
    }
}

async fn copied_before_match(total: &Mutex<u64>) {
    let copy = *total.lock().unwrap();
    match copy {
        0 => wait().await,
        _ => {}
    }
}

async fn argument_in_a_statement_of_its_own(total: &Mutex<u64>) {
    let future = with(*total.lock().unwrap());
    future.await;
}

async fn block_as_argument(total: &Mutex<u64>) {
    let copy = { *total.lock().unwrap() };
    keep(copy).await;
}
