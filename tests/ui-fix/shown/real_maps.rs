//! Findings in concurrent maps, rebuilt after bugs of public projects: game servers, proxies and build tools.

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dashmap::DashMap;
use futures::future::join_all;
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

async fn request(url: &str) -> Result<String> {
    Ok(url.to_owned())
}

async fn count(hits: &DashMap<&str, u64>) {
    let mut home = hits.get_mut("home").unwrap(); //~ await_holding_lock
    sleep(Duration::from_secs(1)).await;
    *home += 1;
}

async fn digest(text: &str) -> usize {
    text.len()
}

async fn digest_of(texts: &DashMap<String, String>, name: &str) -> usize {
    match texts.get(name) {
        None => request("default").await.map_or(0, |text| text.len()),
        Some(text) => digest(text.value()).await,
        //~^ await_holding_lock
    }
}

struct Limit {
    left: u32,
    since: Instant,
}

struct Resolver {
    limits: DashMap<IpAddr, Limit>,
}

impl Resolver {
    async fn resolve(&self, from: IpAddr, key: &str) -> Result<String> {
        let mut limit = self.limits.entry(from).or_insert_with(|| Limit {
            //~^ await_holding_lock
            left: 10,
            since: Instant::now(),
        });
        if limit.since.elapsed() > Duration::from_secs(60) {
            limit.left = 10;
        }
        if limit.left == 0 {
            return Err("too many requests".into());
        }
        limit.left -= 1;
        request(key).await
    }
}

struct Network {
    outgoing: DashMap<u64, mpsc::Sender<Vec<u8>>>,
    incoming: DashMap<u64, mpsc::Receiver<Vec<u8>>>,
}

impl Network {
    async fn send(&self, to: u64, message: Vec<u8>) -> Result<()> {
        let stream = self.outgoing.get(&to).ok_or("unknown party")?; //~ await_holding_lock
        stream.send(message).await?;
        Ok(())
    }
}

#[derive(Clone)]
struct Pod {
    name: String,
    namespace: String,
}

async fn post(_: &str, _: &Pod) -> Result<()> {
    Ok(())
}

async fn handle_event(pods: &DashMap<u64, Pod>, inode: u64, url: &str) -> Result<()> {
    if let Some(pod) = pods.get(&inode) {
        //~^ await_holding_lock
        post(url, &pod).await?;
    }
    Ok(())
}

async fn handle_system_call(pods: &DashMap<u64, Pod>, inode: u64) -> Result<()> {
    request(&pods.get(&inode).ok_or("unknown")?.name).await?;
    //~^ await_holding_lock
    let Some(pod) = pods.get(&inode) else {
        //~^ await_holding_lock
        return Ok(());
    };
    request(&format!("{}/{}", pod.namespace, pod.name)).await?;
    Ok(())
}

#[derive(Clone)]
struct Character {
    id: u32,
    screen: Arc<Screen>,
}

struct Screen {
    characters: DashMap<u32, Character>,
}

impl Screen {
    async fn remove(&self, id: u32) -> Result<()> {
        self.characters.remove(&id);
        Ok(())
    }

    async fn clear(&self, me: &Character) -> Result<()> {
        for character in self.characters.iter() {
            //~^ await_holding_lock
            character.screen.remove(me.id).await?;
            self.remove(character.id).await?;
        }
        self.characters.clear();
        Ok(())
    }
}

struct Session {
    last_seen: Instant,
    outgoing: mpsc::Sender<String>,
}

async fn forward(sessions: &DashMap<u64, Session>, id: u64, frame: String) -> Result<()> {
    if let Some(mut session) = sessions.get_mut(&id) {
        //~^ await_holding_lock
        session.last_seen = Instant::now();
        session.outgoing.send(frame).await?;
    }
    Ok(())
}

struct Loader {
    in_flight: DashMap<String, Arc<Notify>>,
    loaded: DashMap<String, String>,
}

impl Loader {
    async fn load(&self, url: &str) -> Result<String> {
        if let Some(other) = self.in_flight.get(url) {
            //~^ await_holding_lock
            other.notified().await;
            let text = self.loaded.get(url).ok_or("failed")?;
            return Ok(text.clone());
        }
        let notify = Arc::new(Notify::new());
        self.in_flight.insert(url.to_owned(), notify.clone());
        self.loaded.insert(url.to_owned(), request(url).await?);
        notify.notify_waiters();
        Ok(self.loaded.get(url).unwrap().clone())
    }
}

#[derive(Clone)]
struct Node {
    address: Arc<str>,
}

impl Node {
    async fn ping(&self) -> Result<Duration> {
        Ok(Duration::ZERO)
    }
}

async fn ping_all(nodes: &DashMap<u64, Node>) -> usize {
    let pings = nodes.iter().map(|node| async move { node.ping().await });
    //~^ await_holding_lock
    let pings = join_all(pings).await;
    pings.into_iter().flatten().count()
}

async fn ping_one(nodes: &DashMap<u64, Node>, id: u64) -> Result<()> {
    let node = nodes.get(&id).ok_or("unknown")?; //~ await_holding_lock
    let time = node.ping().await?;
    println!("{} {} {time:?}", node.key(), node.value().address);
    Ok(())
}

struct Wallet {
    balance: u64,
    history: Vec<String>,
}

async fn refresh_one(wallets: &DashMap<String, Wallet>, name: &str) -> Result<u64> {
    let mut wallet = wallets.get_mut(name).ok_or("no such wallet")?; //~ await_holding_lock
    let text = request(name).await?;
    wallet.balance = text.len() as u64;
    wallet.history.push(text);
    Ok(wallet.balance)
}
