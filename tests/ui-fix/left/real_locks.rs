//! Findings in locks, rebuilt after bugs of public projects: servers, clients, bots and their tests.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::error::Error;
use std::fmt::Write;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::Instant;

use futures::future::{BoxFuture, try_join_all};
use parking_lot::RwLockUpgradableReadGuard;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;
use tracing::info;

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

async fn request(url: &str) -> Result<String> {
    Ok(url.to_owned())
}

/// It cannot be cloned.
struct Connection {
    address: String,
}

impl Connection {
    async fn open(address: &str) -> io::Result<Self> {
        Ok(Self {
            address: address.to_owned(),
        })
    }

    async fn send(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    async fn receive(&mut self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    async fn close(self) -> io::Result<()> {
        Ok(())
    }
}

/// It cannot be cloned.
struct Database;

impl Database {
    async fn query(&self, _: &str) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}

static ENVIRONMENT: Mutex<()> = Mutex::new(());

async fn reads_the_home_directory() {
    let _guard = ENVIRONMENT.lock().unwrap_or_else(|e| e.into_inner()); //~ await_holding_lock
    let home = request("file:///home").await.unwrap();
    assert!(home.starts_with("file:"));
}

static PORT: parking_lot::Mutex<()> = parking_lot::const_mutex(());

async fn listens_on_the_port() -> Result<()> {
    let lock = PORT.lock(); //~ await_holding_lock
    let mut connection = Connection::open("localhost:4000").await?;
    connection.send(b"ping").await?;
    assert_eq!(connection.receive().await?, b"");
    connection.close().await?;
    drop(lock);
    Ok(())
}

struct Pool {
    sessions: Mutex<HashMap<String, Arc<Connection>>>,
}

impl Pool {
    async fn session(&self, address: &str) -> Result<Arc<Connection>> {
        let mut sessions = self.sessions.lock().unwrap(); //~ await_holding_lock
        match sessions.entry(address.to_owned()) {
            Entry::Occupied(entry) => Ok(entry.get().clone()),
            Entry::Vacant(entry) => {
                let connection = Arc::new(Connection::open(address).await?);
                Ok(entry.insert(connection).clone())
            }
        }
    }
}

struct Thing;

impl Thing {
    async fn value(&self) -> i32 {
        1
    }
}

struct Query {
    thing: parking_lot::RwLock<Thing>,
}

impl Query {
    async fn value(&self) -> i32 {
        self.thing.read().value().await
        //~^ await_holding_lock
    }
}

struct Uplink {
    address: String,
    connection: Mutex<Option<Connection>>,
}

impl Uplink {
    async fn push(&self, message: &[u8]) -> io::Result<()> {
        let mut connection = self.connection.lock().unwrap(); //~ await_holding_lock
        if connection.is_none() {
            *connection = Some(Connection::open(&self.address).await?);
        }
        connection.as_mut().unwrap().send(message).await
    }
}

struct Printer {
    connection: parking_lot::Mutex<Option<Connection>>,
}

impl Printer {
    async fn print(&self, page: &[u8]) -> io::Result<()> {
        if let Some(connection) = self.connection.lock().as_mut() {
            //~^ await_holding_lock
            connection.send(page).await?;
        }
        Ok(())
    }
}

async fn worker(jobs: Arc<Mutex<mpsc::Receiver<u64>>>) {
    loop {
        let job = jobs.lock().unwrap().recv().await;
        //~^ await_holding_lock
        match job {
            Some(number) => info!(number, "job"),
            None => break,
        }
    }
}

struct Room {
    peers: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Room {
    async fn leave(&self, id: u64) {
        let mut peers = self.peers.lock().unwrap(); //~ await_holding_lock
        if let Some(peer) = peers.remove(&id) {
            let _ = peer.send("bye".to_owned()).await;
        }
        for peer in peers.values() {
            let _ = peer.send(format!("{id} left")).await;
        }
    }
}

struct Hub {
    connections: parking_lot::Mutex<HashMap<u64, Connection>>,
}

impl Hub {
    async fn publish(&self, frame: &[u8]) {
        for connection in self.connections.lock().values_mut() {
            //~^ await_holding_lock
            let _ = connection.send(frame).await;
        }
    }

    async fn publish_and_prune(&self, frame: &[u8]) {
        let mut connections = self.connections.lock(); //~ await_holding_lock
        let mut dead = Vec::new();
        for (id, connection) in connections.iter_mut() {
            if connection.send(frame).await.is_err() {
                dead.push(*id);
            }
        }
        for id in dead {
            connections.remove(&id);
        }
    }
}

struct Tip {
    height: u32,
    hash: [u8; 32],
}

async fn verify(_: &[u8; 32]) -> Result<bool> {
    Ok(true)
}

async fn verify_tip(tip: watch::Receiver<Option<Tip>>) -> Result<()> {
    if let Some(tip) = tip.borrow().as_ref() {
        //~^ await_holding_lock
        let is_valid = verify(&tip.hash).await?;
        info!(height = tip.height, is_valid, "verified");
    }
    Ok(())
}

struct Link {
    connection: Mutex<Connection>,
    stop: Notify,
}

impl Link {
    async fn next(&self) -> io::Result<Option<Vec<u8>>> {
        let mut connection = self.connection.lock().unwrap(); //~ await_holding_lock
        tokio::select! {
            frame = connection.receive() => frame.map(Some),
            () = self.stop.notified() => Ok(None),
        }
    }
}

struct Wal {
    pending: Vec<u8>,
}

struct Transaction<'a> {
    wal: MutexGuard<'a, Wal>,
    number: u64,
}

async fn write_file(_: &[u8]) -> io::Result<()> {
    Ok(())
}

async fn commit(wal: &Mutex<Wal>) -> io::Result<u64> {
    let mut transaction = Transaction {
        //~^ await_holding_lock
        wal: wal.lock().unwrap(),
        number: 1,
    };
    write_file(&transaction.wal.pending).await?;
    transaction.wal.pending.clear();
    Ok(transaction.number)
}

struct Sensor;

impl Sensor {
    async fn read(&self) -> Result<f64> {
        Ok(0.0)
    }
}

struct Station {
    sensors: Mutex<Vec<Sensor>>,
    probes: Mutex<Vec<Arc<Sensor>>>,
}

impl Station {
    async fn read_all(&self) -> Result<Vec<f64>> {
        let sensors = self.sensors.lock().unwrap(); //~ await_holding_lock
        try_join_all(sensors.iter().map(|sensor| sensor.read())).await
    }
}

struct AppState {
    database: Mutex<Database>,
    remote: Mutex<Option<Database>>,
}

impl AppState {
    async fn list(&self) -> Result<Vec<String>> {
        let database = self.database.lock().map_err(|error| error.to_string())?; //~ await_holding_lock
        let rows = database.query("SELECT title FROM notes").await?;
        Ok(rows)
    }

    async fn list_remote(&self) -> Result<Vec<String>> {
        self.remote
            .lock()
            //~^^ await_holding_lock
            .unwrap()
            .as_ref()
            .ok_or("not connected")?
            .query("SELECT title FROM notes")
            .await
    }
}

#[derive(Default)]
enum Machine {
    #[default]
    Idle,
    Connected(Connection),
    Failed,
}

async fn step(machine: &Mutex<Machine>) -> io::Result<()> {
    let mut machine = machine.lock().unwrap(); //~ await_holding_lock
    *machine = match std::mem::take(&mut *machine) {
        Machine::Idle => Machine::Connected(Connection::open("hub").await?),
        Machine::Connected(connection) => {
            connection.close().await?;
            Machine::Idle
        }
        Machine::Failed => return Ok(()),
    };
    Ok(())
}

struct Tasks {
    main: Mutex<Option<JoinHandle<()>>>,
    others: Mutex<Vec<JoinHandle<()>>>,
}

impl Tasks {
    async fn wait_for_main(&self) -> Result<()> {
        if let Some(main) = self.main.lock().unwrap().as_mut() {
            //~^ await_holding_lock
            main.await?;
        }
        Ok(())
    }
}

struct Server {
    name: String,
}

impl Server {
    async fn shut_down(&self) -> Result<()> {
        Ok(())
    }
}

struct Editor {
    servers: Vec<Arc<Server>>,
}

impl Editor {
    fn servers(&self) -> impl Iterator<Item = &Arc<Server>> {
        self.servers.iter()
    }
}

async fn close_all(editor: &parking_lot::Mutex<Editor>) -> Result<()> {
    let editor = editor.lock(); //~ await_holding_lock
    for server in editor.servers() {
        server.shut_down().await?;
        info!(server.name, "closed");
    }
    Ok(())
}

struct Catalogue {
    names: parking_lot::RwLock<HashMap<u32, String>>,
}

impl Catalogue {
    async fn name(&self, id: u32) -> Result<String> {
        let names = self.names.upgradable_read(); //~ await_holding_lock
        if let Some(name) = names.get(&id) {
            return Ok(name.clone());
        }
        let name = request(&id.to_string()).await?;
        RwLockUpgradableReadGuard::upgrade(names).insert(id, name.clone());
        Ok(name)
    }
}

struct Replica {
    last: Mutex<Instant>,
}

impl Replica {
    async fn run(&self) -> Result<()> {
        let Ok(mut last) = self.last.try_lock() else {
            //~^ await_holding_lock
            return Ok(());
        };
        request("changes").await?;
        *last = Instant::now();
        Ok(())
    }
}

struct Inner {
    connection: Connection,
    sent: usize,
}

async fn flush(inner: &parking_lot::Mutex<Inner>, frame: &[u8]) -> io::Result<()> {
    let mut connection = parking_lot::MutexGuard::map(inner.lock(), |inner| &mut inner.connection);
    //~^ await_holding_lock
    connection.send(frame).await
}

async fn update<T, R>(
    value: &Mutex<T>,
    change: impl for<'a> FnOnce(&'a mut T) -> BoxFuture<'a, R>,
) -> R {
    let mut value = value.lock().unwrap(); //~ await_holding_lock
    change(&mut value).await
}

async fn log_reply(log: &Mutex<String>, url: &str) -> Result<()> {
    writeln!(log.lock().unwrap(), "{url}: {}", request(url).await?)?;
    //~^ await_holding_lock
    Ok(())
}

struct Groups {
    members: RwLock<HashMap<String, Vec<String>>>,
}

impl Groups {
    async fn refresh(&self) -> Result<()> {
        let mut members = self.members.write().unwrap(); //~ await_holding_lock
        for (group, names) in members.iter_mut() {
            names.push(request(group).await?);
        }
        Ok(())
    }
}
