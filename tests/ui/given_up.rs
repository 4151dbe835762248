//! A guard that was used and then given up by hand is not held, however it was used.

use std::cell::RefCell;
use std::mem;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

async fn dropped_after_a_mutable_borrow(total: &Mutex<Vec<u64>>) {
    let mut guard = total.lock().unwrap();
    guard.push(1);
    drop(guard);
    wait().await;
}

async fn dropped_in_both_branches(total: &Mutex<Vec<u64>>, flag: bool) {
    let guard = total.lock().unwrap();
    if flag {
        println!("{}", guard.len());
        drop(guard);
    } else {
        drop(guard);
    }
    wait().await;
}

async fn dropped_in_one_branch(total: &Mutex<Vec<u64>>, flag: bool) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    if flag {
        drop(guard);
        wait().await;
    }
    wait().await;
}

async fn dropped_where_it_awaits(total: &Mutex<Vec<u64>>, flag: bool) {
    let guard = total.lock().unwrap();
    if flag {
        drop(guard);
        wait().await;
        return;
    }
    println!("{}", guard.len());
}

async fn moved_into_a_function(total: &Mutex<Vec<u64>>) {
    fn consume(guard: MutexGuard<'_, Vec<u64>>) -> usize {
        guard.len()
    }
    let guard = total.lock().unwrap();
    println!("{}", guard.len());
    consume(guard);
    wait().await;
}

async fn moved_out_of_a_pattern(total: &Mutex<Vec<u64>>) {
    let pair = (total.lock().unwrap(), 1);
    let (guard, one) = pair;
    println!("{}", guard.len());
    drop(guard);
    wait().await;
    println!("{one}");
}

async fn one_half_is_left(total: &Mutex<Vec<u64>>, other: &Mutex<u64>) {
    let pair = (total.lock().unwrap(), other.lock().unwrap()); //~ await_holding_lock
    drop(pair.0);
    wait().await;
}

async fn taken(total: &Mutex<Vec<u64>>) {
    let mut slot = Some(total.lock().unwrap());
    drop(slot.take());
    wait().await;
    let mut slot = Some(total.lock().unwrap());
    drop(mem::take(&mut slot));
    wait().await;
    let mut slot = Some(total.lock().unwrap());
    drop(mem::replace(&mut slot, None));
    wait().await;
}

async fn replaced_by_another(total: &Mutex<Vec<u64>>, other: &Mutex<Vec<u64>>) {
    let mut slot = Some(total.lock().unwrap()); //~ await_holding_lock
    drop(mem::replace(&mut slot, Some(other.lock().unwrap())));
    wait().await;
}

async fn taken_through_a_reference(total: &Mutex<Vec<u64>>) {
    let mut slot = Some(total.lock().unwrap()); //~ await_holding_lock
    let reference = &mut slot;
    drop(reference.take());
    *reference = Some(total.lock().unwrap());
    wait().await;
    drop(reference.take());
}

async fn asked_by_a_method(total: &Mutex<u64>) {
    let guard = total.try_lock().ok();
    if guard.is_none() {
        wait().await;
    }
    drop(guard);
    let guard = total.try_lock().ok();
    if guard.is_some() {
        drop(guard);
    } else {
        wait().await;
    }
    let guard = total.try_lock().ok(); //~ await_holding_lock
    if guard.is_some() {
        wait().await;
    }
}

async fn none_in_this_arm(total: &RefCell<u64>) {
    match total.try_borrow_mut().ok() {
        Some(mut total) => *total += 1,
        None => wait().await,
    }
    if let Some(mut total) = total.try_borrow_mut().ok() {
        *total += 1;
    } else {
        wait().await;
    }
    let Some(mut total) = total.try_borrow_mut().ok() else {
        wait().await;
        return;
    };
    *total += 1;
}

async fn some_in_this_arm(total: &RefCell<u64>) {
    match &total.try_borrow_mut().ok() {
        //~^ await_holding_refcell_ref
        Some(total) => {
            wait().await;
            println!("{total}");
        }
        None => wait().await,
    }
}

async fn given_up_where_there_is_one(total: &RefCell<u64>) {
    let guard = total.try_borrow_mut().ok();
    if let Some(total) = &guard {
        println!("{total}");
        drop(guard);
    }
    wait().await;
}

async fn moved_out_or_replaced_by_none(total: &RefCell<u64>) {
    let mut slot = total.try_borrow_mut().ok();
    match slot {
        Some(total) => drop(total),
        None => slot = None,
    }
    wait().await;
}

async fn moved_out_or_replaced(one: &RefCell<u64>, other: &RefCell<u64>) {
    let mut slot = one.try_borrow_mut().ok(); //~ await_holding_refcell_ref
    match slot {
        Some(total) => drop(total),
        None => slot = other.try_borrow_mut().ok(),
    }
    wait().await;
}

async fn given_up_where_there_is_none(total: &RefCell<u64>) {
    let guard = total.try_borrow_mut().ok(); //~ await_holding_refcell_ref
    match &guard {
        Some(total) => println!("{total}"),
        None => drop(guard),
    }
    wait().await;
}

async fn captured(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    async move {
        wait().await;
        println!("{guard}"); //~ await_holding_lock
    }
    .await;
}

async fn captured_and_dropped(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    async move {
        println!("{guard}");
        drop(guard);
        wait().await;
    }
    .await;
}

struct Inner<'a> {
    guard: Option<MutexGuard<'a, u64>>,
}

struct Deep<'a> {
    inner: (u8, Inner<'a>),
}

async fn owned(total: &Mutex<u64>) {
    let deep = Deep { inner: (0, Inner { guard: total.lock().ok() }) }; //~ await_holding_lock
    wait().await;
    let mut many = Vec::new(); //~ await_holding_lock
    many.push(total.lock().unwrap());
    let closure = { //~ await_holding_lock
        let guard = total.lock().unwrap();
        move || println!("{guard}")
    };
    let shared = std::rc::Rc::new(total.lock().unwrap()); //~ await_holding_lock
    let weak = std::rc::Rc::downgrade(&shared);
    drop(deep);
    wait().await;
    closure();
    drop(shared);
    drop(many);
    wait().await;
    drop(weak);
}

async fn ring_of_loops(total: &Mutex<u64>) {
    let mut slot: Option<MutexGuard<'_, u64>> = None;
    loop {
        if let Some(guard) = slot.take() {
            println!("{guard}");
        }
        wait().await;
        slot = Some(total.lock().unwrap());
        if slot.is_some() {
            break;
        }
    }
}

fn main() {}
