//! What the generated programs use, and what runs them. The output shows everything that a program
//! does: its result, its side effects, and each event with the spans that were entered.

use std::cell::RefCell;
use std::fmt::Write;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, RwLock};
use std::task::{Context, Poll, Waker};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Span, Subscriber};

#[allow(unused)]
mod generated;

pub struct World {
    numbers: Mutex<Vec<u32>>,
    names: RwLock<Vec<String>>,
    fast: parking_lot::Mutex<Vec<u32>>,
    total: RefCell<u32>,
    config: Mutex<Arc<Config>>,
    span: Span,
}

pub struct Config {
    factor: u32,
}

impl Config {
    pub async fn scale(&self, n: u32) -> u32 {
        pause(n).await;
        n * self.factor
    }
}

#[derive(Debug)]
pub struct Refused;

#[derive(Debug)]
pub struct Failed;

impl From<Refused> for Failed {
    fn from(_: Refused) -> Self {
        Failed
    }
}

pub struct Reply {
    head: u32,
    body: String,
}

impl Reply {
    pub fn into_parts(self) -> (u32, String) {
        (self.head, self.body)
    }
}

/// Emits an event when it is dropped.
pub struct Loud(pub u32);

impl Drop for Loud {
    fn drop(&mut self) {
        tracing::info!("dropped {}", self.0);
    }
}

/// Suspends once, and emits an event before and after.
pub async fn pause(n: u32) {
    tracing::info!("pause {n}");
    let mut suspended = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut suspended, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    tracing::info!("resume {n}");
}

pub async fn fetch(n: u32) -> Result<u32, Refused> {
    pause(n).await;
    if n % 7 == 6 { Err(Refused) } else { Ok(n / 2 + 1) }
}

pub async fn reply(n: u32) -> Result<Reply, Refused> {
    let head = fetch(n).await?;
    let body = "x".repeat(head as usize % 5);
    Ok(Reply { head, body })
}

pub async fn loud(n: u32) -> Loud {
    pause(n).await;
    Loud(n)
}

/// Emits an event before it returns the future.
pub fn request(n: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    step(n);
    Box::pin(async move {
        pause(n).await;
        n / 3
    })
}

pub async fn send(n: u32, length: usize) -> u32 {
    pause(n).await;
    n / 2 + length as u32
}

pub async fn scale(config: &Config, n: u32) -> u32 {
    config.scale(n).await
}

pub fn step(n: u32) {
    tracing::info!("step {n}");
}

pub fn quiet(n: u32) -> u32 {
    n ^ 5
}

#[derive(Default)]
struct Recorder {
    /// The name of each span; the span with the ID 1 is the first.
    names: Mutex<Vec<&'static str>>,
    entered: Mutex<Vec<u64>>,
}

impl Recorder {
    fn print(&self, what: &str) {
        let names = self.names.lock().unwrap();
        let entered = self.entered.lock().unwrap();
        let around: Vec<_> = entered.iter().map(|&id| names[id as usize - 1]).collect();
        println!("{what} in {around:?}");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = span.metadata().name();
        self.print(&format!("new span {name}"));
        let mut names = self.names.lock().unwrap();
        names.push(name);
        Id::from_u64(names.len() as u64)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        struct Message(String);
        impl Visit for Message {
            fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
                write!(self.0, "{value:?}").unwrap();
            }
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        self.print(&message.0);
    }
    fn enter(&self, span: &Id) {
        self.entered.lock().unwrap().push(span.into_u64());
    }
    fn exit(&self, span: &Id) {
        let mut entered = self.entered.lock().unwrap();
        let position = entered.iter().rposition(|&id| id == span.into_u64());
        entered.remove(position.unwrap());
    }
}

fn run(name: &str, program: impl AsyncFnOnce(&World) -> Result<u32, Failed>) {
    println!("--- {name}");
    let world = World {
        numbers: Mutex::new(vec![1, 2, 3]),
        names: RwLock::new(vec!["one".to_owned(), "two".to_owned()]),
        fast: parking_lot::Mutex::new(vec![4, 5, 6]),
        total: RefCell::new(7),
        config: Mutex::new(Arc::new(Config { factor: 2 })),
        span: tracing::info_span!("world"),
    };
    let mut program = pin!(program(&world));
    let result = loop {
        let context = &mut Context::from_waker(Waker::noop());
        if let Poll::Ready(result) = program.as_mut().poll(context) {
            break result;
        }
    };
    println!(
        "{result:?} {:?} {:?} {:?} {:?}",
        world.numbers.lock().unwrap(),
        world.names.read().unwrap(),
        world.fast.lock(),
        world.total.borrow(),
    );
}

fn main() {
    tracing::subscriber::set_global_default(Recorder::default()).unwrap();
    generated::run_all();
}
