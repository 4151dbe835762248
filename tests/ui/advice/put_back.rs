//! A value that the awaited future changes through the guard.

use std::cell::RefCell;
use std::sync::{Mutex, RwLock};

#[derive(Default)]
struct Buffer(Vec<u8>);

impl Buffer {
    async fn flush(&mut self) {
        self.0.clear();
    }
    fn first(&mut self) -> Option<&mut Connection> {
        None
    }
    fn len(&mut self) -> u64 {
        self.0.len() as u64
    }
}

struct Connection;

impl Connection {
    async fn send(&mut self) {}
    async fn is_closed(&self) -> bool {
        true
    }
}

struct Client {
    connection: Option<Connection>,
    buffer: Buffer,
    name: Connection,
}

async fn fill(_: &mut Buffer) {}

async fn log(_: u64) {}

async fn option_in_a_condition(connection: &Mutex<Option<Connection>>) {
    if let Some(connection) = connection.lock().unwrap().as_mut() {
        //~^ await_holding_lock
        connection.send().await;
    }
}

async fn option_of_a_named_guard(connection: &RefCell<Option<Connection>>) {
    let mut borrow = connection.borrow_mut(); //~ await_holding_refcell_ref
    borrow.as_mut().unwrap().send().await;
}

async fn reference_in_a_variable(connection: &RefCell<Option<Connection>>) {
    let mut borrow = connection.borrow_mut(); //~ await_holding_refcell_ref
    let Some(connection) = &mut *borrow else {
        return;
    };
    connection.send().await;
}

async fn option_in_a_match(connection: &Mutex<Option<Connection>>) {
    match connection.lock().unwrap().as_mut() {
        //~^ await_holding_lock
        Some(connection) => connection.send().await,
        None => {}
    }
}

async fn option_in_a_field(client: &Mutex<Client>) {
    let mut guard = client.lock().unwrap(); //~ await_holding_lock
    guard.connection.as_mut().unwrap().send().await;
}

async fn default_as_an_argument(buffer: &Mutex<Buffer>) {
    let mut guard = buffer.lock().unwrap(); //~ await_holding_lock
    fill(&mut *guard).await;
}

async fn default_by_coercion(buffer: &RwLock<Buffer>) {
    fill(&mut buffer.write().unwrap()).await; //~ await_holding_lock
}

async fn default_as_the_receiver(buffer: &RefCell<Buffer>) {
    buffer.borrow_mut().flush().await; //~ await_holding_refcell_ref
}

async fn default_in_a_field(client: &Mutex<Client>) {
    let mut guard = client.lock().unwrap(); //~ await_holding_lock
    guard.buffer.flush().await;
}

// From here on there is nothing to take, or the future does not need it.

async fn no_default(connection: &Mutex<Connection>) {
    let mut guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.send().await;
}

async fn no_default_in_the_field(client: &Mutex<Client>) {
    let mut guard = client.lock().unwrap(); //~ await_holding_lock
    guard.name.send().await;
}

async fn shared(connection: &RwLock<Option<Connection>>) -> bool {
    let guard = connection.read().unwrap(); //~ await_holding_lock
    guard.as_ref().unwrap().is_closed().await
}

async fn not_changed(connection: &Mutex<Option<Connection>>) -> bool {
    let guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.as_ref().unwrap().is_closed().await
}

async fn only_a_part_is_lent(buffer: &Mutex<Buffer>) {
    let mut guard = buffer.lock().unwrap(); //~ await_holding_lock
    guard.first().unwrap().send().await;
}

async fn changed_before_and_after(connection: &Mutex<Option<Connection>>) {
    let mut guard = connection.lock().unwrap(); //~ await_holding_lock
    guard.replace(Connection);
    log(0).await;
    guard.as_mut().unwrap();
}

async fn changed_after(numbers: &Mutex<Option<u64>>) {
    let mut guard = numbers.lock().unwrap(); //~ await_holding_lock
    guard.insert(async { 1 }.await);
    let number = guard.as_mut().unwrap();
    *number += 1;
    log(1).await;
    *number += 1;
}

async fn value_of_the_part(buffer: &Mutex<Buffer>) {
    let mut guard = buffer.lock().unwrap(); //~ await_holding_lock
    log(guard.len()).await;
    guard.0.clear();
}
