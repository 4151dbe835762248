//! Findings in `RefCell` and its kin, rebuilt after bugs of public projects: web pages, desktop programs and runtimes of one thread.

use std::cell::{RefCell, RefMut};
use std::collections::{HashMap, VecDeque};
use std::error::Error;
use std::pin::Pin;
use std::rc::Rc;

use futures::channel::mpsc;
use futures::future::LocalBoxFuture;
use futures::{SinkExt, StreamExt};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

async fn request(url: &str) -> Result<String> {
    Ok(url.to_owned())
}

/// It cannot be cloned.
struct Socket {
    url: String,
}

impl Socket {
    async fn open(url: &str) -> Result<Self> {
        Ok(Self {
            url: url.to_owned(),
        })
    }

    async fn next(&mut self) -> Option<Vec<u8>> {
        None
    }

    async fn send(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

struct Widget {
    clicks: RefCell<mpsc::UnboundedReceiver<u64>>,
}

impl Widget {
    async fn clicked(&self) -> u64 {
        self.clicks.borrow_mut().next().await.unwrap()
        //~^ await_holding_refcell_ref
    }
}

struct Sink {
    written: usize,
}

impl Sink {
    async fn write(&mut self, chunk: Vec<u8>) -> Result<()> {
        self.written += chunk.len();
        Ok(())
    }
}

struct Underlying {
    inner: Rc<RefCell<Sink>>,
}

impl Underlying {
    fn write(&self, chunk: Vec<u8>) -> LocalBoxFuture<'static, Result<()>> {
        let inner = self.inner.clone();
        Box::pin(async move {
            let mut inner = inner.try_borrow_mut()?; //~ await_holding_refcell_ref
            inner.write(chunk).await
        })
    }
}

struct Session {
    target: String,
}

impl Session {
    async fn write(&self, _: &str) -> Result<()> {
        Ok(())
    }
}

struct Client {
    sessions: RefCell<HashMap<u64, Session>>,
    shared: RefCell<HashMap<u64, Rc<Session>>>,
}

impl Client {
    async fn allocate(&self) -> Result<()> {
        if let Some((_, session)) = self.sessions.borrow().iter().next() {
            //~^ await_holding_refcell_ref
            session.write("allocate").await?;
        }
        Ok(())
    }
}

struct Handler;

impl Handler {
    async fn send(&self, message: String) -> String {
        message
    }
}

struct Binding {
    handler: RefCell<Option<Handler>>,
}

impl Binding {
    async fn call(&self, message: String) -> Result<String> {
        let handler = self.handler.borrow(); //~ await_holding_refcell_ref
        let handler = handler.as_ref().ok_or("destroyed")?;
        Ok(handler.send(message).await)
    }

    async fn call_at_once(&self, message: String) -> Result<String> {
        match self.handler.borrow().as_ref() {
            //~^ await_holding_refcell_ref
            Some(handler) => Ok(handler.send(message).await),
            None => Err("destroyed".into()),
        }
    }
}

struct Transaction;

impl Transaction {
    async fn insert(&mut self, _: &str) -> Result<()> {
        Ok(())
    }
}

async fn insert_all(transaction: &Rc<RefCell<Transaction>>, rows: &[&str]) -> Result<()> {
    for row in rows {
        transaction.borrow_mut().insert(row).await?;
        //~^ await_holding_refcell_ref
    }
    Ok(())
}

struct File {
    inner: RefCell<Socket>,
    name: String,
}

impl File {
    async fn read(&self) -> Result<Vec<u8>> {
        let mut inner = self.inner.borrow_mut(); //~ await_holding_refcell_ref
        inner.next().await.ok_or_else(|| self.name.clone().into())
    }
}

struct Service {
    calls: u64,
}

impl Service {
    async fn call(&mut self, url: &str) -> Result<String> {
        self.calls += 1;
        request(url).await
    }
}

struct Middleware {
    service: Rc<RefCell<Service>>,
}

impl Middleware {
    async fn handle(&self, url: &str) -> Result<String> {
        let answer = self.service.borrow_mut().call(url).await?;
        //~^ await_holding_refcell_ref
        Ok(answer.to_uppercase())
    }
}

struct Core {
    queue: VecDeque<u64>,
    workers: HashMap<u64, mpsc::UnboundedSender<u64>>,
}

#[derive(Clone)]
struct CoreRef(Rc<RefCell<Core>>);

impl CoreRef {
    fn get_mut(&self) -> RefMut<'_, Core> {
        self.0.borrow_mut()
    }
}

async fn schedule(core: &CoreRef, worker: u64) -> Result<()> {
    let mut core = core.get_mut(); //~ await_holding_refcell_ref
    while let Some(task) = core.queue.pop_front() {
        let Some(sender) = core.workers.get_mut(&worker) else {
            core.queue.push_front(task);
            return Err("lost worker".into());
        };
        sender.send(task).await?;
    }
    Ok(())
}

#[derive(Clone)]
struct Peer;

impl Peer {
    async fn ping(&self) -> Result<()> {
        Ok(())
    }
}

enum Phase {
    Joining { peer: Rc<Peer>, tries: u32 },
    Playing(Socket),
    Over,
}

async fn tick(phase: &RefCell<Phase>) -> Result<()> {
    match &*phase.borrow() {
        //~^ await_holding_refcell_ref
        Phase::Joining { peer, tries } if *tries < 3 => peer.ping().await?,
        Phase::Joining { .. } | Phase::Over => {}
        Phase::Playing(socket) => drop(request(&socket.url).await?),
    }
    match &mut *phase.borrow_mut() {
        //~^ await_holding_refcell_ref
        Phase::Playing(socket) => socket.send(b"tick").await,
        _ => Ok(()),
    }
}

type Listener = Box<dyn FnMut(u64) -> Pin<Box<dyn std::future::Future<Output = ()>>>>;

struct Events {
    listeners: RefCell<Vec<Listener>>,
}

impl Events {
    async fn emit(&self, event: u64) {
        for listener in self.listeners.borrow_mut().iter_mut() {
            //~^ await_holding_refcell_ref
            listener(event).await;
        }
    }
}

async fn run_all(tasks: &RefCell<Vec<LocalBoxFuture<'static, ()>>>) {
    while let Some(task) = tasks.borrow_mut().pop() {
        //~^ await_holding_refcell_ref
        task.await;
    }
}

struct Canvas {
    frames: u64,
}

impl Canvas {
    async fn render(&self) -> Result<()> {
        Ok(())
    }
}

async fn draw(canvas: &RefCell<Option<Canvas>>) -> Result<()> {
    let canvas = canvas.borrow(); //~ await_holding_refcell_ref
    let Some(canvas) = canvas.as_ref() else {
        return Ok(());
    };
    canvas.render().await
}

struct Live {
    socket: RefCell<Option<Socket>>,
    url: String,
}

impl Live {
    async fn run(&self) -> Result<()> {
        loop {
            let mut socket = self.socket.borrow_mut(); //~ await_holding_refcell_ref
            let Some(open) = socket.as_mut() else {
                *socket = Some(Socket::open(&self.url).await?);
                continue;
            };
            match open.next().await {
                Some(message) if message.is_empty() => return Ok(()),
                Some(message) => println!("{}", message.len()),
                None => *socket = None,
            }
        }
    }

    async fn say(&self, text: &str) -> Result<()> {
        self.socket
            .borrow_mut()
            //~^^ await_holding_refcell_ref
            .as_mut()
            .ok_or("closed")?
            .send(text.as_bytes())
            .await
    }
}

struct Disk;

impl Disk {
    async fn write_all(&self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

struct BufferedFile {
    disk: Disk,
    buffer: RefCell<Vec<u8>>,
}

impl BufferedFile {
    async fn flush(&self) -> Result<()> {
        let mut buffer = self.buffer.borrow_mut(); //~ await_holding_refcell_ref
        if buffer.is_empty() {
            return Ok(());
        }
        self.disk.write_all(&buffer).await?;
        buffer.clear();
        Ok(())
    }

    async fn write(&self, bytes: &[u8]) -> Result<()> {
        let mut buffer = self.buffer.borrow_mut(); //~ await_holding_refcell_ref
        buffer.extend_from_slice(bytes);
        if buffer.len() > 4096 {
            self.disk.write_all(&buffer).await?;
            buffer.clear();
        }
        Ok(())
    }
}
