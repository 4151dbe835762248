//! Names and forms that are easy to get wrong.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

async fn wait() {}

async fn length(text: &str) -> usize {
    text.len()
}

async fn number(_: u64) {}

async fn converted(text: impl AsRef<str>) -> usize {
    text.as_ref().len()
}

struct State {
    name: Box<String>,
    names: Vec<String>,
    number: u64,
    waiters: Cell<u64>,
}

impl State {
    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}

// A guard whose name is part of `drop`.

async fn called_r(r: &Mutex<State>) -> u64 {
    let mut r = r.lock().unwrap(); //~ await_holding_lock
    let first = r.next();
    wait().await;
    first + r.next()
}

// What a `Box` has is cloned, not the `Box`.

async fn dereferenced_box(state: &Mutex<State>) -> usize {
    converted(&*state.lock().unwrap().name).await //~ await_holding_lock
}

async fn dereferenced_box_of_named(text: &Mutex<Box<String>>) -> usize {
    let text = text.lock().unwrap(); //~ await_holding_lock
    converted(&**text).await
}

// The variable has what is inside of the `Option`.

async fn inside_option(names: &Mutex<Vec<Arc<String>>>) -> usize {
    let names = names.lock().unwrap(); //~ await_holding_lock
    let Some(first) = names.first() else {
        return 0;
    };
    wait().await;
    Arc::strong_count(first) + first.len()
}

// What is unsafe stays in its block.
async fn unchecked(numbers: &Mutex<Vec<u64>>) -> u64 {
    let numbers = numbers.lock().unwrap(); //~ await_holding_lock
    wait().await;
    unsafe { *numbers.get_unchecked(0) }
}

// It is not taken again where it is not used any more.

async fn dropped_in_a_branch(state: &Mutex<State>) -> u64 {
    let mut state = state.lock().unwrap(); //~ await_holding_lock
    if state.next() > 3 {
        wait().await;
        return 0;
    }
    state.next()
}

async fn last_use_in_a_branch(state: &Mutex<State>) -> usize {
    let mut state = state.lock().unwrap(); //~ await_holding_lock
    if state.next() > 3 {
        length(&state.names[0]).await
    } else {
        state.names.len()
    }
}

async fn last_use_in_the_last_statement(state: &Mutex<State>) {
    let guard = state.lock().unwrap(); //~ await_holding_lock
    number(guard.waiters.get()).await;
    number(guard.waiters.replace(0)).await;
}

// Another configuration may need the guard longer.

async fn conditional(state: &Mutex<State>) -> u64 {
    let mut state = state.lock().unwrap(); //~ await_holding_lock
    let first = state.next();
    #[cfg(any())]
    state.next();
    wait().await;
    first
}

fn main() {}
