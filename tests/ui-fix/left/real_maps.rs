//! Findings in concurrent maps, rebuilt after bugs of public projects: game servers, proxies and build tools.

use std::error::Error;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

async fn request(url: &str) -> Result<String> {
    Ok(url.to_owned())
}

async fn visit(tasks: &DashMap<u32, u32>, id: u32) {
    if let Some(_) = tasks.get(&id) {
        //~^ await_holding_lock
        sleep(Duration::from_secs(1)).await;
    }
    if let Some(_task) = tasks.get_mut(&id) {
        //~^ await_holding_lock
        sleep(Duration::from_secs(1)).await;
    }
}

struct Network {
    outgoing: DashMap<u64, mpsc::Sender<Vec<u8>>>,
    incoming: DashMap<u64, mpsc::Receiver<Vec<u8>>>,
}

impl Network {
    async fn receive(&self, from: u64) -> Result<Vec<u8>> {
        let mut stream = self.incoming.get_mut(&from).ok_or("unknown party")?; //~ await_holding_lock
        Ok(stream.recv().await.ok_or("closed")?)
    }

    async fn receive_at_once(&self, from: u64) -> Option<Vec<u8>> {
        self.incoming.get_mut(&from)?.recv().await
        //~^ await_holding_lock
    }
}

struct Hooks {
    before_emit: Vec<String>,
}

impl Hooks {
    async fn emit(&self, asset: &str) -> Result<()> {
        for hook in &self.before_emit {
            request(&format!("{hook}/{asset}")).await?;
        }
        Ok(())
    }
}

static HOOKS: LazyLock<DashMap<u32, Box<Hooks>>> = LazyLock::new(DashMap::new);

async fn emit(compilation: u32, assets: &[&str]) -> Result<()> {
    let hooks = HOOKS.get(&compilation).expect("the plugin was applied"); //~ await_holding_lock
    for asset in assets {
        hooks.emit(asset).await?;
    }
    Ok(())
}

struct Socket;

impl Socket {
    async fn send(&mut self, _: &str) -> Result<()> {
        Ok(())
    }
}

struct Member {
    name: String,
    socket: Socket,
}

async fn announce(members: &DashMap<u64, Member>, text: &str) {
    for mut member in members.iter_mut() {
        //~^ await_holding_lock
        if member.socket.send(text).await.is_err() {
            println!("{} is gone", member.name);
        }
    }
}

async fn avatar(avatars: &DashMap<u64, Arc<str>>, user: u64) -> Result<Arc<str>> {
    match avatars.entry(user) {
        Entry::Occupied(entry) => Ok(entry.get().clone()),
        Entry::Vacant(entry) => {
            //~^ await_holding_lock
            let image: Arc<str> = request("avatar").await?.into();
            entry.insert(image.clone());
            Ok(image)
        }
    }
}

struct Tournament {
    status: String,
}

impl Tournament {
    async fn update(&mut self) -> Result<()> {
        self.status = request("status").await?;
        Ok(())
    }
}

async fn update(tournaments: &DashMap<u64, Tournament>, id: u64) -> Result<()> {
    let Some(mut tournament) = tournaments.get_mut(&id) else {
        //~^ await_holding_lock
        return Err("no such tournament".into());
    };
    tournament.update().await?;
    println!("{}", tournament.status);
    Ok(())
}

struct Loader {
    in_flight: DashMap<String, Arc<Notify>>,
    loaded: DashMap<String, String>,
}

impl Loader {
    async fn drain(&self) {
        while let Some(entry) = self.in_flight.iter().next() {
            //~^ await_holding_lock
            entry.value().notified().await;
        }
    }
}

struct Wallet {
    balance: u64,
    history: Vec<String>,
}

async fn refresh(wallets: &DashMap<String, Wallet>) -> Result<()> {
    for mut wallet in wallets.iter_mut() {
        //~^ await_holding_lock
        let text = request(wallet.key()).await?;
        wallet.balance = text.len() as u64;
        wallet.history.push(text);
    }
    Ok(())
}
