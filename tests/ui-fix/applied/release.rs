//! Guards that are not used after the `await`.
//@revisions: edition2021 edition2024
//@[edition2021] edition:2021
//@[edition2024] edition:2024

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

async fn moved_into_a_block(total: &Mutex<u64>, names: &Mutex<Vec<String>>) {
    let guard = total.lock().unwrap();
    async move {
        with(*guard).await; //~ await_holding_lock
    }
    .await;
    let mut written = names.lock().unwrap();
    async move {
        written.clear(); //~ await_holding_lock
        wait().await;
    }
    .await;
}

async fn moved_into_an_expression(total: &Mutex<u64>) -> u64 {
    let guard = total.lock().unwrap();
    let future = async move { with(*guard + 1).await }; //~ await_holding_lock
    future.await
}

async fn raw_names(total: &Mutex<u64>) {
    let r#fn = total.lock().unwrap(); //~ await_holding_lock
    println!("{}", *r#fn);
    wait().await;
    let r#type = total.lock().unwrap(); //~ await_holding_lock
    with(*r#type).await;
    let r#struct = total.lock().unwrap(); let _ = *r#struct; wait().await; //~ await_holding_lock
}

#[rustfmt::skip]
async fn parentheses(total: &Mutex<u64>) {
    #![allow(unused_parens)]
    let guard = total.lock().unwrap(); //~ await_holding_lock
    with((*guard)).await;
    let guard = total.lock().unwrap(); //~ await_holding_lock
    with((*guard + 1) * 2).await;
}

async fn destructured(pair: &Mutex<(u64, u64)>) -> u64 {
    let pair = pair.lock().unwrap(); //~ await_holding_lock
    println!("{pair:?}");
    // Both of them.
    let (first, second): (u64, u64) = *pair;
    wait().await;
    first + second
}

async fn declared_before_the_last_use(names: &Mutex<Vec<String>>) -> usize {
    let mut names = names.lock().unwrap(); //~ await_holding_lock
    let number = names.len();
    names.clear();
    wait().await;
    number
}

async fn declared_with_else(names: &Mutex<Vec<String>>) -> String {
    let mut names = names.lock().unwrap(); //~ await_holding_lock
    let Some(name) = names.pop() else {
        return String::new();
    };
    wait().await;
    name
}

async fn declared_after_the_last_use(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    let number = 3;
    with(number).await;
}

async fn declared_between(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let number = 3;
    with(*guard + number).await;
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let number = 3;
    with(*guard).await;
    with(number).await;
}

async fn reference_in_another_variable_that_ends(names: &Mutex<Vec<String>>) -> usize {
    let mut found: Vec<&str> = Vec::new();
    let names = names.lock().unwrap(); //~ await_holding_lock
    for name in &*names {
        found.push(name);
    }
    let number = found.len();
    wait().await;
    number
}

async fn printed(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    let text = format!("{}", *guard);
    wait().await;
    println!("{text}");
}

async fn references_in_a_vector(names: &Mutex<Vec<String>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let long: Vec<&String> = names.iter().filter(|name| name.len() > 3).collect();
    let number = long.len();
    wait().await;
    number
}

mod shared {
    use std::sync::{Arc, Mutex};

    async fn load(_: &str) {}

    async fn of_the_guard(name: &Mutex<Arc<String>>) {
        let name = name.lock().unwrap(); //~ await_holding_lock
        load(&Arc::clone(&*name)).await;
    }
}

/// In edition 2021, what the last expression of a block borrows from must live longer than the block.
mod last_expression {
    use std::cell::RefCell;
    use std::sync::Mutex;

    async fn with_borrow(total: &Mutex<RefCell<u64>>) -> u64 {
        let total = total.lock().unwrap(); //~ await_holding_lock
        let number = *total.borrow();
        super::wait().await;
        number
    }
}
