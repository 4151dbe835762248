//! Findings in locks, rebuilt after bugs of public projects: servers, clients, bots and their tests.

use std::any::{Any, TypeId};
use std::collections::{HashMap, VecDeque};
use std::error::Error;
use std::fmt::Write;
use std::io;
use std::sync::{Arc, LazyLock, Mutex, RwLock, Weak};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::future::{LocalBoxFuture, join_all};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::{debug, info};

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

struct Token {
    secret: String,
    refresh: String,
    expires: Instant,
}

struct Api {
    token: Mutex<Token>,
}

impl Api {
    async fn renew(&self, _: &str) -> Result<Token> {
        Err("offline".into())
    }

    async fn bearer(&self) -> Result<String> {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        if token.expires > Instant::now() {
            return Ok(token.secret.clone());
        }
        let fresh = self.renew(&token.refresh).await?;
        *token = fresh;
        Ok(token.secret.clone())
    }
}

struct Resolver {
    known: parking_lot::Mutex<HashMap<String, String>>,
}

impl Resolver {
    async fn resolve(&self, host: &str) -> Result<String> {
        let mut known = self.known.lock(); //~ await_holding_lock
        if let Some(address) = known.get(host) {
            return Ok(address.clone());
        }
        let address = request(host).await?;
        known.insert(host.to_owned(), address.clone());
        Ok(address)
    }
}

struct Feed {
    pages: RwLock<HashMap<u64, Arc<str>>>,
}

impl Feed {
    async fn page(&self, number: u64) -> Result<Arc<str>> {
        if let Some(page) = self.pages.read().unwrap().get(&number) {
            return Ok(page.clone());
        }
        let page: Arc<str> = request("page").await?.into();
        self.pages.write().unwrap().insert(number, page.clone());
        Ok(page)
    }

    async fn page_or_fetch(&self, number: u64) -> Result<Arc<str>> {
        match self.pages.read().unwrap().get(&number) {
            //~^ await_holding_lock
            Some(page) => Ok(page.clone()),
            None => Ok(request("page").await?.into()),
        }
    }

    async fn warm(&self, number: u64) -> Result<()> {
        let mut pages = self.pages.write().unwrap(); //~ await_holding_lock
        pages.insert(number, request("page").await?.into());
        Ok(())
    }
}

struct Printer {
    connection: parking_lot::Mutex<Option<Connection>>,
}

impl Printer {
    async fn shut_down(&self) -> io::Result<()> {
        if let Some(connection) = self.connection.lock().take() {
            //~^ await_holding_lock
            connection.close().await?;
        }
        Ok(())
    }
}

struct Job(u64);

impl Job {
    async fn run(self) -> Result<()> {
        Ok(())
    }
}

async fn work_off(queue: &Mutex<VecDeque<Job>>) -> Result<()> {
    while let Some(job) = queue.lock().unwrap().pop_front() {
        //~^ await_holding_lock
        job.run().await?;
    }
    Ok(())
}

struct Room {
    peers: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Room {
    async fn say(&self, from: u64, text: &str) -> Result<()> {
        for (id, peer) in self.peers.lock().unwrap().iter() {
            //~^ await_holding_lock
            if *id != from {
                peer.send(text.to_owned()).await?;
            }
        }
        Ok(())
    }
}

#[derive(Clone, Default)]
struct Playback {
    position: u64,
    track: String,
    is_dirty: bool,
}

struct Player {
    playback: parking_lot::Mutex<Playback>,
    events: mpsc::Sender<Playback>,
}

impl Player {
    async fn seek(&self, position: u64) -> Result<()> {
        let mut playback = self.playback.lock(); //~ await_holding_lock
        playback.position = position;
        self.events.send(playback.clone()).await?;
        playback.is_dirty = false;
        Ok(())
    }

    async fn load(&self, track: &str) -> Result<()> {
        let mut playback = self.playback.lock(); //~ await_holding_lock
        playback.track = track.to_owned();
        playback.position = 0;
        self.events.send(playback.clone()).await?;
        Ok(())
    }
}

static HEARTBEATS: LazyLock<Mutex<HashMap<u64, Weak<String>>>> = LazyLock::new(Mutex::default);

async fn beat(id: u64) -> Result<()> {
    loop {
        sleep(Duration::from_secs(1)).await;
        let mut heartbeats = HEARTBEATS.lock().unwrap(); //~ await_holding_lock
        let Some(name) = heartbeats.get(&id).and_then(Weak::upgrade) else {
            heartbeats.remove(&id);
            request("delete").await?;
            return Ok(());
        };
        request(&name).await?;
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Starting,
    Ready,
    Stopped,
}

async fn follow(phase: &watch::Receiver<Phase>, database: &Database) -> Result<()> {
    match *phase.borrow() {
        //~^ await_holding_lock
        Phase::Starting => sleep(Duration::from_secs(1)).await,
        Phase::Ready => drop(database.query("SELECT 1").await?),
        Phase::Stopped => {}
    }
    Ok(())
}

struct Settings {
    url: String,
    interval: Duration,
}

async fn reload(mut settings: watch::Receiver<Settings>) -> Result<()> {
    while settings.changed().await.is_ok() {
        let settings = settings.borrow_and_update(); //~ await_holding_lock
        request(&settings.url).await?;
        sleep(settings.interval).await;
    }
    Ok(())
}

struct Session {
    id: u64,
    token: String,
}

struct Gateway {
    session: RwLock<Session>,
}

impl Gateway {
    async fn identify(&self) -> Result<()> {
        let session = self.session.read().unwrap(); //~ await_holding_lock
        debug!(id = session.id, "identify");
        let reply = request(&session.token).await?;
        info!(id = session.id, reply, "identified");
        Ok(())
    }

    async fn resume(&self, id: u64) -> Result<()> {
        let mut session = self.session.write().unwrap(); //~ await_holding_lock
        session.id = id;
        request(&format!("resume/{}/{}", session.id, session.token)).await?;
        Ok(())
    }
}

#[async_trait(?Send)]
trait Store {
    async fn put(&self, key: String, value: Vec<u8>) -> Result<()>;
}

#[async_trait(?Send)]
trait Load {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>>;
}

struct MemoryStore {
    entries: parking_lot::RwLock<HashMap<String, Vec<u8>>>,
    is_loaded: parking_lot::Mutex<bool>,
}

async fn persist(_: &HashMap<String, Vec<u8>>) -> Result<()> {
    Ok(())
}

#[async_trait(?Send)]
impl Store for MemoryStore {
    async fn put(&self, key: String, value: Vec<u8>) -> Result<()> {
        let mut entries = self.entries.write(); //~ await_holding_lock
        entries.insert(key, value);
        persist(&entries).await
    }
}

#[async_trait(?Send)]
impl Load for MemoryStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let mut is_loaded = self.is_loaded.lock(); //~ await_holding_lock
        if !*is_loaded {
            request("load").await?;
            *is_loaded = true;
        }
        Ok(self.entries.read().get(key).cloned())
    }
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
    async fn probe_all(&self) -> Vec<Result<f64>> {
        join_all(self.probes.lock().unwrap().iter().map(|probe| probe.read())).await
        //~^ await_holding_lock
    }
}

#[derive(Default)]
struct TypeMap(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl TypeMap {
    fn get<T: Any>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

async fn command(data: &parking_lot::RwLock<TypeMap>) -> Result<usize> {
    let data = data.read(); //~ await_holding_lock
    let database = data.get::<Arc<Database>>().expect("set at the start");
    let rows = database.query("SELECT name FROM guilds").await?;
    Ok(rows.len())
}

struct Bucket {
    remaining: u32,
    reset_after: Duration,
}

impl Bucket {
    fn refill(&mut self) {
        self.remaining = 50;
    }

    fn next_slot(&mut self) -> Option<Duration> {
        self.remaining = self.remaining.checked_sub(1)?;
        Some(self.reset_after)
    }
}

struct Limiter {
    bucket: parking_lot::Mutex<Bucket>,
}

impl Limiter {
    async fn acquire(&self) {
        let mut bucket = self.bucket.lock(); //~ await_holding_lock
        while bucket.remaining == 0 {
            sleep(bucket.reset_after).await;
            bucket.refill();
        }
        bucket.remaining -= 1;
    }

    async fn pace(&self) {
        if let Some(delay) = self.bucket.lock().next_slot() {
            //~^ await_holding_lock
            sleep(delay).await;
        }
    }

    async fn pace_by_name(&self) {
        let mut bucket = self.bucket.lock(); //~ await_holding_lock
        if let Some(delay) = bucket.next_slot() {
            sleep(delay).await;
        }
    }
}

struct Login {
    user: Option<User>,
}

#[derive(Clone)]
struct User {
    id: u64,
    name: String,
}

async fn profile(login: &Mutex<Login>) -> Result<String> {
    let login = login.lock().unwrap(); //~ await_holding_lock
    let user = login.user.as_ref().ok_or("not logged in")?;
    let text = request(&format!("users/{}", user.id)).await?;
    Ok(format!("{}: {text}", user.name))
}

struct Tasks {
    main: Mutex<Option<JoinHandle<()>>>,
    others: Mutex<Vec<JoinHandle<()>>>,
}

impl Tasks {
    async fn wait_for_others(&self) {
        for task in self.others.lock().unwrap().drain(..) {
            //~^ await_holding_lock
            let _ = task.await;
        }
    }
}

struct Client {
    pending: parking_lot::Mutex<HashMap<u64, oneshot::Sender<String>>>,
    outgoing: mpsc::Sender<(u64, String)>,
}

impl Client {
    async fn call(&self, id: u64, method: &str) -> Result<String> {
        let (sender, reply) = oneshot::channel();
        let mut pending = self.pending.lock(); //~ await_holding_lock
        pending.insert(id, sender);
        self.outgoing.send((id, method.to_owned())).await?;
        let reply = reply.await?;
        pending.remove(&id);
        Ok(reply)
    }
}

struct Config {
    id: String,
    key: String,
}

static CONFIG: LazyLock<RwLock<Config>> = LazyLock::new(|| {
    RwLock::new(Config {
        id: String::new(),
        key: String::new(),
    })
});

async fn register() -> Result<()> {
    request(&CONFIG.read().unwrap().key).await?;
    //~^ await_holding_lock
    let config = CONFIG.read().unwrap(); //~ await_holding_lock
    if config.id.is_empty() {
        return Err("no id".into());
    }
    request(&format!("{}?key={}", config.id, config.key)).await?;
    Ok(())
}

fn report(totals: Arc<Mutex<Vec<u64>>>) -> LocalBoxFuture<'static, Result<u64>> {
    Box::pin(async move {
        let totals = totals.lock().unwrap(); //~ await_holding_lock
        let sum = totals.iter().sum();
        request(&format!("report/{sum}")).await?;
        Ok(sum)
    })
}

async fn increment(counter: Arc<parking_lot::Mutex<u64>>) -> u64 {
    let mut counter = counter.lock_arc(); //~ await_holding_lock
    sleep(Duration::from_millis(10)).await;
    *counter += 1;
    *counter
}

struct Idle {
    connections: parking_lot::Mutex<Vec<Connection>>,
}

impl Idle {
    async fn get(&self) -> io::Result<Connection> {
        let mut connections = self.connections.lock(); //~ await_holding_lock
        while let Some(mut connection) = connections.pop() {
            if connection.send(b"ping").await.is_ok() {
                return Ok(connection);
            }
        }
        Connection::open("database").await
    }
}

struct Project {
    id: u64,
    database: Weak<Database>,
}

async fn sync_project(project: &parking_lot::Mutex<Project>) -> Result<()> {
    let project = project.lock(); //~ await_holding_lock
    let database = project.database.upgrade().ok_or("closed")?;
    database.query(&format!("SELECT {}", project.id)).await?;
    Ok(())
}

struct Groups {
    members: RwLock<HashMap<String, Vec<String>>>,
}

impl Groups {
    async fn add(&self, group: &str) -> Result<()> {
        self.members
            .write()
            //~^^ await_holding_lock
            .unwrap()
            .entry(group.to_owned())
            .or_default()
            .push(request(group).await?);
        Ok(())
    }
}

struct Progress {
    done: u64,
}

async fn advance(progress: &Mutex<Progress>, events: &mpsc::Sender<u64>) -> Result<()> {
    let mut progress = progress.lock().unwrap(); //~ await_holding_lock
    progress.done += 1;
    events.send(progress.done).await?;
    drop(progress);
    Ok(())
}
