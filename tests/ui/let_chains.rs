//@edition: 2024
//! Let chains, which exist from edition 2024 on.

use std::cell::RefCell;

async fn wait() {}

async fn held(cell: &RefCell<u64>) {
    if let Ok(guard) = cell.try_borrow() //~ await_holding_refcell_ref
        && let Some(more) = guard.checked_add(1)
    {
        wait().await;
        println!("{more}");
    }
}

async fn scrutinee_is_held(cell: &RefCell<Option<u64>>) {
    if let Some(value) = *cell.borrow() //~ await_holding_refcell_ref
        && value > 1
    {
        wait().await;
    }
}

async fn given_up_in_the_block(cell: &RefCell<u64>) {
    if let Ok(guard) = cell.try_borrow()
        && *guard > 1
    {
        drop(guard);
        wait().await;
    }
}

async fn given_up_before_else(cell: &RefCell<u64>) {
    if let Ok(guard) = cell.try_borrow()
        && *guard > 1
    {
        println!("{guard}");
    } else {
        wait().await;
    }
    wait().await;
}

fn main() {}
