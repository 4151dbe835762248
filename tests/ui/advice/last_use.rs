//! The last use of a guard, where the future needs it.

use std::cell::RefCell;
use std::sync::Mutex;

#[derive(Default)]
struct Connection {
    sent: u64,
}

impl Connection {
    async fn send(&self) {}
    fn first(&self) -> Option<&Connection> {
        None
    }
}

async fn after_the_await(connection: &Mutex<Connection>) {
    let guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.send().await;
    println!("sent");
    guard.send().await;
    println!("{}", guard.sent);
    println!("sent twice");
}

async fn in_the_statement(connection: &RefCell<Connection>) {
    let borrow = connection.borrow(); //~ await_holding_refcell_ref
    borrow.send().await;
    println!("sent");
}

async fn followed_by_drop(connection: &Mutex<Connection>) {
    let mut guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.send().await;
    guard.sent += 1;
    println!("sent");
    drop(guard);
}

async fn of_a_captured_guard(connection: &Mutex<Connection>) {
    let mut guard = connection.lock().unwrap();
    let send = async move {
        guard.sent += 1; //~ await_holding_lock
        guard.send().await;
        println!("{}", guard.sent);
    };
    send.await;
}

async fn in_a_condition(connection: &Mutex<Connection>) {
    if let Ok(guard) = connection.try_lock() {
        //~^ await_holding_lock
        guard.send().await;
        println!("{}", guard.sent);
    }
}

// From here on it is not known, or there is none.

async fn never_used(connection: &Mutex<Connection>) {
    let _guard = connection.lock().unwrap(); //~ await_holding_lock
    Connection::default().send().await;
}

async fn in_a_loop(connection: &Mutex<Connection>) {
    let mut guard = connection.lock().unwrap(); //~ await_holding_lock
    while guard.sent < 10 {
        guard.send().await;
        guard.sent += 1;
    }
}

async fn in_a_closure(connection: &Mutex<Connection>) -> u64 {
    let guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.send().await;
    let read = || guard.sent;
    println!("not yet");
    read()
}

async fn through_a_reference(connection: &RefCell<Connection>) -> u64 {
    let borrow = connection.borrow(); //~ await_holding_refcell_ref
    let first = borrow.first();
    borrow.send().await;
    println!("{}", borrow.sent);
    first.unwrap().sent
}

macro_rules! guarded {
    ($guard:ident, $connection:expr) => {
        let $guard = $connection.lock().unwrap();
        $guard.send().await;
    };
}

async fn one_name_for_both(connection: &Mutex<Connection>) {
    guarded!(guard, connection); //~ await_holding_lock
}

async fn in_a_pattern(pair: &(Mutex<Connection>, Mutex<Connection>)) {
    let (left, _) = (pair.0.lock().unwrap(), 1); //~ await_holding_lock
    left.send().await;
    println!("{}", left.sent);
}

async fn unnamed(connection: &Mutex<Connection>) {
    connection.lock().unwrap().send().await; //~ await_holding_lock
}
