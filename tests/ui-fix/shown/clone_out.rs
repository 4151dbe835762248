//! What the `await` needs is cloned or copied out of what is guarded.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

use dashmap::DashMap;
use futures::SinkExt;
use tokio::sync::mpsc::Sender;

async fn wait() {}

async fn load<T: ?Sized>(_: &T) -> Result<u64, String> {
    Ok(1)
}

#[derive(Clone)]
struct Client;

impl Client {
    async fn send(&self, _: u64) -> Result<u64, String> {
        Ok(1)
    }
}

#[derive(Clone)]
struct Settings {
    url: String,
    port: u16,
}

/// Nobody can clone it.
struct State {
    client: Arc<Client>,
    settings: Settings,
    sender: Sender<u64>,
    sessions: HashMap<u64, Arc<Client>>,
    number: u64,
}

struct Service {
    client: Mutex<Arc<Client>>,
    state: RwLock<State>,
    sessions: DashMap<u64, Arc<Client>>,
    shared: RefCell<Rc<Client>>,
}

// Without a name.

impl Service {
    async fn handle(&self) -> Result<u64, String> {
        self.client.lock().unwrap().send(1).await
        //~^ await_holding_lock
    }

    async fn handle_and_more(&self) -> Result<u64, String> {
        let n = self.client.lock().unwrap().send(1).await?;
        //~^ await_holding_lock
        Ok(n + 1)
    }

    async fn borrowed(&self) {
        load(&*self.shared.borrow()).await.unwrap();
        //~^ await_holding_refcell_ref
        load(&**self.shared.borrow()).await.unwrap();
        //~^ await_holding_refcell_ref
    }

    async fn field(&self) -> u64 {
        let n = self.state.read().unwrap().client.send(2).await;
        //~^ await_holding_lock
        load(&self.state.read().unwrap().settings.url).await.unwrap();
        //~^ await_holding_lock
        n.unwrap()
    }

    async fn element(&self) {
        if let Some(session) = self.state.read().unwrap().sessions.get(&1) {
            //~^ await_holding_lock
            session.send(1).await.unwrap();
        }
        let state = 1;
        match self.state.read().unwrap().sessions.get(&state) {
            //~^ await_holding_lock
            Some(session) => drop(session.send(1).await),
            None => wait().await,
        }
    }

    async fn in_another_condition(&self, early: bool) {
        if early {
            wait().await;
        } else if let Some(session) = self.state.read().unwrap().sessions.get(&1) {
            //~^ await_holding_lock
            session.send(1).await.unwrap();
        }
    }

    async fn entry(&self, id: u64) {
        self.sessions.get(&id).unwrap().send(1).await.unwrap();
        //~^ await_holding_lock
        self.sessions.get(&id).unwrap().value().send(1).await.unwrap();
        //~^ await_holding_lock
    }
}

async fn iterates(names: &Mutex<Vec<String>>) {
    for name in names.lock().unwrap().iter() {
        //~^ await_holding_lock
        load(name).await.unwrap();
    }
}

async fn matches(name: &RefCell<String>) {
    match &**name.borrow() {
        //~^ await_holding_refcell_ref
        "" => wait().await,
        _ => {}
    }
}

// With a name.

impl Service {
    async fn named(&self) -> Result<u64, String> {
        let client = self.client.lock().unwrap(); //~ await_holding_lock
        client.send(1).await?;
        client.send(2).await
    }

    async fn named_field(&self) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        state.client.send(1).await?;
        state.client.send(2).await
    }

    async fn named_copy(&self) -> u64 {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        wait().await;
        state.number
    }

    async fn several_fields(&self) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let n = state.client.send(state.number).await?;
        load(&state.settings.url).await.map(|m| n + m)
    }

    async fn written_to_before(&self) -> Result<u64, String> {
        let mut state = self.state.write().unwrap(); //~ await_holding_lock
        state.number += 1;
        state.settings.port = 0;
        state.client.send(1).await
    }

    async fn declared_before(&self) -> Result<u64, String> {
        let mut state = self.state.write().unwrap(); //~ await_holding_lock
        let before = state.number;
        state.number += 1;
        let n = state.client.send(before).await?;
        Ok(before + n)
    }

    async fn element_of_named(&self, id: u64) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let session = state.sessions.get(&id).unwrap();
        session.send(1).await?;
        load(session).await
    }

    async fn reference_to_a_field(&self) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let settings = &state.settings;
        println!("{}", settings.url);
        load(&settings.url).await?;
        load(settings).await
    }

    async fn reference_that_is_shown(&self) {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let number = &state.number;
        wait().await;
        println!("{number} {} {}", number, *number + 1);
    }

    async fn element_or_else(&self, id: u64) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let Some(session) = state.sessions.get(&id) else {
            return Ok(0);
        };
        session.send(1).await
    }

    async fn element_in_option(&self, id: u64) -> u64 {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        let session = state.sessions.get(&id);
        if let Some(session) = session {
            session.send(1).await.unwrap();
        }
        u64::from(session.is_some())
    }

    async fn condition(&self, id: u64) -> u64 {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        if let Some(session) = state.sessions.get(&id) {
            session.send(1).await.unwrap();
        }
        0
    }

    async fn sends(&self) {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        if state.sender.send(1).await.is_err() {
            println!("closed {}", state.number);
        }
    }
}

async fn dereferenced(total: &Mutex<u64>) -> u64 {
    let mut guard = total.lock().unwrap(); //~ await_holding_lock
    *guard += 1;
    wait().await;
    *guard
}

async fn all(settings: &Mutex<Settings>) {
    let settings = settings.lock().unwrap(); //~ await_holding_lock
    load(&settings.url).await.unwrap();
    load(&*settings).await.unwrap();
    load::<Settings>(&settings).await.unwrap();
    println!("{} {}", settings.url, settings.port);
}

// In a pattern.

impl Service {
    async fn in_a_condition(&self, id: u64) {
        if let Some(session) = self.sessions.get(&id) {
            //~^ await_holding_lock
            session.send(1).await.unwrap();
        }
        if let Ok(client) = self.client.lock() {
            //~^ await_holding_lock
            client.send(1).await.unwrap();
            load(&*client).await.unwrap();
        }
    }

    async fn in_an_arm(&self, id: u64) -> Result<u64, String> {
        match self.sessions.get(&id) {
            Some(session) => {
                //~^ await_holding_lock
                session.value().send(1).await
            }
            None => Ok(1),
        }
    }

    async fn or_else(&self, id: u64) -> Result<u64, String> {
        let Some(session) = self.sessions.get(&id) else {
            //~^ await_holding_lock
            return Ok(0);
        };
        session.send(1).await
    }

    async fn field_in_a_condition(&self) -> Result<u64, String> {
        if let Ok(state) = self.state.read() {
            //~^ await_holding_lock
            state.client.send(1).await?;
            state.client.send(2).await?;
        }
        Ok(1)
    }
}

async fn optional(client: &Mutex<Option<Arc<Client>>>) {
    if let Some(client) = client.lock().unwrap().as_ref() {
        //~^ await_holding_lock
        client.send(1).await.unwrap();
    }
    let client = client.lock().unwrap(); //~ await_holding_lock
    if let Some(client) = client.as_ref() {
        client.send(1).await.unwrap();
    }
    if let Some(client) = &*client {
        client.send(1).await.unwrap();
    }
}

// In a loop.

async fn over_entries(clients: &DashMap<u64, Arc<Client>>) {
    for entry in clients.iter() {
        //~^ await_holding_lock
        entry.value().send(*entry.key()).await.unwrap();
    }
    for client in clients {
        //~^ await_holding_lock
        client.send(1).await.unwrap();
        println!("{}", client.key());
    }
    for client in clients.iter_mut() {
        //~^ await_holding_lock
        client.send(1).await.unwrap();
    }
}

async fn over_values(clients: &RefCell<HashMap<u64, Arc<Client>>>) {
    for client in clients.borrow().values() {
        //~^ await_holding_refcell_ref
        client.send(1).await.unwrap();
    }
    for id in clients.borrow().keys() {
        //~^ await_holding_refcell_ref
        load(id).await.unwrap();
    }
    for (id, client) in &*clients.borrow() {
        //~^ await_holding_refcell_ref
        client.send(*id).await.unwrap();
    }
    for (_, client) in clients.borrow_mut().drain() {
        //~^ await_holding_refcell_ref
        client.send(1).await.unwrap();
    }
}

async fn over_pairs(states: &Mutex<Unclonable>) {
    for (id, client) in states.lock().unwrap().0.iter() {
        //~^ await_holding_lock
        client.send(*id).await.unwrap();
    }
    let states = states.lock().unwrap(); //~ await_holding_lock
    for (id, client) in states.0.iter().filter(|(id, _)| **id > 1) {
        client.send(*id).await.unwrap();
    }
}

struct Unclonable(HashMap<u64, Arc<Client>>, Mutex<()>);

// A handle whose methods take `&mut self`.

type Outgoing = futures::channel::mpsc::Sender<u64>;

async fn send(sender: &Mutex<Outgoing>, senders: &Mutex<HashMap<u64, Outgoing>>) {
    sender.lock().unwrap().send(1).await.unwrap();
    //~^ await_holding_lock
    if let Some(sender) = senders.lock().unwrap().get_mut(&1) {
        //~^ await_holding_lock
        sender.send(1).await.unwrap();
    }
    let mut sender = sender.lock().unwrap(); //~ await_holding_lock
    sender.send(1).await.unwrap();
    sender.flush().await.unwrap();
}

async fn send_to_entry(senders: &DashMap<u64, Outgoing>) {
    if let Some(mut sender) = senders.get_mut(&1) {
        //~^ await_holding_lock
        sender.send(1).await.unwrap();
    }
}

// The clone has a lifetime of its own.

trait Handler {
    fn handle(&self, n: u64) -> std::pin::Pin<Box<dyn Future<Output = u64> + '_>>;
}

async fn objects(handler: &RefCell<Rc<dyn Handler>>, handlers: &Mutex<HashMap<u64, Arc<dyn Handler>>>) {
    handler.borrow().handle(1).await;
    //~^ await_holding_refcell_ref
    if let Some(handler) = handlers.lock().unwrap().get(&1) {
        //~^ await_holding_lock
        handler.handle(1).await;
    }
}

async fn borrowed_elsewhere<'a>(names: &Mutex<Vec<&'a String>>) {
    let names = names.lock().unwrap(); //~ await_holding_lock
    load(names[0]).await.unwrap();
}

// The body of an arm.

async fn arm_without_a_block(clients: &DashMap<u64, Arc<Client>>) {
    match clients.get(&1) {
        Some(client) => drop(client.send(1).await),
        //~^ await_holding_lock
        None => wait().await,
    }
}

async fn arm_that_writes(clients: &DashMap<u64, u64>) {
    match clients.get_mut(&1) {
        Some(client) => load(&*client).await.map(drop).unwrap(),
        //~^ await_holding_lock
        None => wait().await,
    }
}

// What may panic is evaluated where it was: only fields are cloned before the condition.

impl Service {
    async fn number_under_a_condition(&self, is_known: bool) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        if is_known {
            return state.client.send(state.number).await;
        }
        Ok(0)
    }

    async fn after_a_return(&self, id: u64) -> Result<u64, String> {
        let state = self.state.read().unwrap(); //~ await_holding_lock
        if id == 0 {
            return Ok(0);
        }
        state.sessions[&id].send(1).await
    }
}
