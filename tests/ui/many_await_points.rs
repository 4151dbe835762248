//! Of many `await` points, five are shown.

use std::cell::RefCell;

async fn wait() {}

async fn five(cell: &RefCell<u8>) {
    let _borrow = cell.borrow_mut();
    //~^ await_holding_refcell_ref
    wait().await;
    wait().await;
    wait().await;
    wait().await;
    wait().await;
}

async fn seven(cell: &RefCell<u8>) {
    let _borrow = cell.borrow_mut();
    //~^ await_holding_refcell_ref
    wait().await;
    wait().await;
    wait().await;
    wait().await;
    wait().await;
    wait().await;
    wait().await;
}
