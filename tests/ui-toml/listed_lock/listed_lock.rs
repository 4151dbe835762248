//! A type that another lint reports by default stays with that lint when the user lists it. The entry
//! adds its reason and its place, and `allow` still allows.

#![deny(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
#![allow(clippy::await_holding_invalid_type)]

use std::cell::{RefCell, RefMut};
use std::sync::{Mutex, RwLock, RwLockWriteGuard};

async fn wait() {}

pub async fn listed(total: &Mutex<u32>) {
    let _guard = total.lock(); //~ await_holding_lock
    wait().await;
}

pub async fn listed_in_an_owner(total: &RefCell<u32>) {
    let _borrow = Some(total.borrow_mut()); //~ await_holding_refcell_ref
    wait().await;
}

fn exclusive(total: &RwLock<u32>) -> RwLockWriteGuard<'_, u32> {
    total.write().unwrap()
}

pub async fn returned_by_a_listed_function(total: &RwLock<u32>) {
    let _guard = exclusive(total); //~ await_holding_lock
    wait().await;
}

pub async fn released(total: &Mutex<u32>, cell: &RefCell<u32>) {
    drop(total.lock());
    let borrow: RefMut<'_, u32> = cell.borrow_mut();
    drop(borrow);
    wait().await;
}

pub async fn allowed(total: &parking_lot::Mutex<u32>) {
    let _guard = total.lock();
    wait().await;
}

pub async fn of_the_other_lint(span: tracing::Span) {
    let _entered = span.enter();
    wait().await;
}
