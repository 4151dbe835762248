//! What the future only reads cannot be cloned, but an `Arc` or an `Rc` of it could.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Mutex;

struct Database;

impl Database {
    async fn query(&self) {}
    async fn execute(&mut self) {}
}

async fn locked(database: &Mutex<Database>) {
    database.lock().unwrap().query().await;
    //~^ await_holding_lock
    let guard = database.lock().unwrap(); //~ await_holding_lock
    guard.query().await;
}

async fn borrowed(databases: &RefCell<HashMap<u64, Database>>) {
    databases.borrow().get(&1).unwrap().query().await;
    //~^ await_holding_refcell_ref
}

async fn optional(database: &Mutex<Option<Database>>) -> Option<()> {
    database.lock().unwrap().as_ref()?.query().await;
    //~^ await_holding_lock
    Some(())
}

// It has to stay where it is.
async fn changed(database: &Mutex<Database>) {
    database.lock().unwrap().execute().await;
    //~^ await_holding_lock
}

// The future does not need it.
async fn not_awaited(lock: &Mutex<Database>, other: &Database) {
    let _guard = lock.lock().unwrap(); //~ await_holding_lock
    other.query().await;
}
