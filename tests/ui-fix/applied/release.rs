//! Guards that are not used after the `await`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::{Mutex, RwLock};

async fn wait() {}

async fn with(_: u64) -> u64 {
    1
}

async fn written_to(names: &Mutex<Vec<String>>) {
    let mut guard = names.lock().unwrap(); //~ await_holding_lock
    guard.push("a".to_owned());
    wait().await;
}

#[rustfmt::skip]
async fn below_the_attribute_of_a_tool(names: &Mutex<Vec<String>>) {
    let mut guard = names.lock().unwrap(); //~ await_holding_lock
    guard.push("a".to_owned());
    wait().await;
}

async fn read(names: &Mutex<Vec<String>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let number = names.len(); // how many

    // Now the others.
    wait().await;
    number
}

async fn long_name(names: &Mutex<Vec<String>>) {
    let mut names_of_all_that_are_known = names.lock().unwrap(); //~ await_holding_lock
    names_of_all_that_are_known.clear();
    wait().await;
}

async fn shadowed(names: &Mutex<Vec<String>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    println!("{}", names.len());
    let names = vec![1];
    wait().await;
    names.len()
}

async fn references_that_end(names: &RefCell<Vec<String>>) -> usize {
    let names = names.borrow(); //~ await_holding_refcell_ref
    let first = names.first();
    let length = first.map_or(0, |first| first.len());
    wait().await;
    length
}

struct State {
    names: RwLock<HashMap<u32, String>>,
    label: &'static str,
    number: u32,
}

impl State {
    async fn field(&self) -> &str {
        let mut names = self.names.write().unwrap(); //~ await_holding_lock
        names.insert(self.number, self.label.to_owned());
        wait().await;
        self.label
    }

    async fn cloned(&self) -> Option<String> {
        let names = self.names.read().unwrap(); //~ await_holding_lock
        let name = names.get(&1).cloned();
        wait().await;
        name
    }
}

async fn in_the_same_statement(total: &Mutex<u64>) -> u64 {
    let total = total.lock().unwrap(); //~ await_holding_lock
    with(*total).await
}

async fn in_a_condition(names: &RefCell<Vec<String>>) {
    let names = names.borrow(); //~ await_holding_refcell_ref
    if names.is_empty() {
        wait().await;
    }
}

async fn before_a_loop(names: &parking_lot::Mutex<Vec<String>>) {
    let mut names = names.lock(); //~ await_holding_lock
    names.push(String::new());
    for n in 0..3 {
        with(n).await;
    }
}

async fn in_a_loop(total: &parking_lot::RwLock<u64>) {
    loop {
        let guard = total.read(); //~ await_holding_lock
        if *guard == 0 {
            break;
        }
        wait().await;
    }
}

async fn captured(total: &Mutex<u64>) {
    let cell = Cell::new(0);
    async {
        let guard = total.lock().unwrap(); //~ await_holding_lock
        cell.set(*guard);
        wait().await;
    }
    .await;
}

async fn one_line(total: &Mutex<u64>) {
    { let mut guard = total.lock().unwrap(); *guard += 1; wait().await; } //~ await_holding_lock
}

fn own_drop() {
    fn drop<T>(_: T) {}

    let _ = async |total: &Mutex<u64>| {
        let mut guard = total.lock().unwrap(); //~ await_holding_lock
        *guard += 1;
        wait().await;
    };
}

async fn spinning(total: &spin::Mutex<u64>, names: &spin::RwLock<Vec<String>>) -> u64 {
    {
        let mut total = total.lock(); //~ await_holding_lock
        *total += 1;
        wait().await;
    }
    {
        let mut names = names.write(); //~ await_holding_lock
        names.clear();
        wait().await;
    }
    let names = names.upgradeable_read(); //~ await_holding_lock
    let number = names.len() as u64;
    with(number).await
}
