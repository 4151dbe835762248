//! What is needed cannot be cloned, or it is written to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use dashmap::DashMap;
use tokio::sync::watch;

async fn wait() {}

/// A connection, of which there is only one.
struct Connection;

impl Connection {
    async fn send(&self, _: &str) {}
    async fn receive(&mut self) -> u64 {
        1
    }
}

#[derive(Clone)]
struct Counter {
    shared: Arc<()>,
    number: u64,
}

impl Counter {
    async fn count(&mut self) {
        self.number += 1;
    }
}

struct Service {
    connection: Mutex<Connection>,
    connections: DashMap<u64, Connection>,
    counter: Mutex<Counter>,
    names: RefCell<HashMap<u64, String>>,
}

impl Service {
    async fn only_one(&self) {
        self.connection.lock().unwrap().send("").await;
        //~^ await_holding_lock
        let connection = self.connection.lock().unwrap(); //~ await_holding_lock
        connection.send("").await;
    }

    async fn only_one_of_each(&self) {
        if let Some(connection) = self.connections.get(&1) {
            //~^ await_holding_lock
            connection.send("").await;
        }
        for connection in self.connections.iter() {
            //~^ await_holding_lock
            connection.send("").await;
        }
    }

    async fn received(&self) -> u64 {
        self.connection.lock().unwrap().receive().await
        //~^ await_holding_lock
    }

    // A clone would count for itself.
    async fn counted(&self) {
        self.counter.lock().unwrap().count().await;
        //~^ await_holding_lock
        let mut counter = self.counter.lock().unwrap(); //~ await_holding_lock
        counter.count().await;
    }

    async fn written_to_in_the_loop(&self) {
        for name in self.names.borrow_mut().values_mut() {
            //~^ await_holding_refcell_ref
            wait().await;
            name.clear();
        }
    }
}

// Each receiver knows itself what it has seen.
async fn sees_a_change(changes: &Mutex<watch::Receiver<u64>>) {
    changes.lock().unwrap().changed().await.unwrap();
    //~^ await_holding_lock
    let mut changes = changes.lock().unwrap(); //~ await_holding_lock
    changes.changed().await.unwrap();
}
