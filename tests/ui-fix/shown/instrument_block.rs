//! What control flow leaves in the middle becomes one `async` block, too.

use std::error::Error;
use std::fmt::{self, Display, Write};
use std::future::Future;
use std::pin::Pin;

use tokio::sync::mpsc::Receiver;
use tracing::{Instrument, Level, Span, info, info_span};

#[derive(Debug)]
struct Failed(String);

impl From<String> for Failed {
    fn from(error: String) -> Self {
        Failed(error)
    }
}

impl From<fmt::Error> for Failed {
    fn from(error: fmt::Error) -> Self {
        Failed(error.to_string())
    }
}

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failed {}

type Res<T> = Result<T, Failed>;

async fn fetch(n: u32) -> Result<u32, String> {
    info!("fetch");
    Ok(n)
}

async fn load(n: u32) -> Res<u32> {
    info!("load");
    Ok(n)
}

// All of a function.

async fn fails(id: u32) -> Res<u32> {
    let span = info_span!(parent: None, "fails", id = %id);
    let _enter = span.enter(); //~ await_holding_invalid_type

    let n = fetch(id).await?;
    info!("got {n}");
    let m = load(n).await?;
    Ok(n + m)
}

async fn returns_early(id: u32) -> Option<u32> {
    let _guard = info_span!(parent: None, "returns").entered(); //~ await_holding_invalid_type
    let n = match fetch(id).await {
        Ok(n) => n,
        Err(error) => {
            tracing::warn!("{error}");
            return None;
        }
    };
    fetch(n).await.ok()
}

async fn ends_with_return(id: u32) -> Res<u32> {
    info!("first");
    let _guard = tracing::debug_span!("returns").entered(); //~ await_holding_invalid_type
    if id == 1 {
        return load(1).await;
    }
    let n = fetch(id).await.map_err(Failed)?;
    return Ok(n);
}

async fn loops(ids: Vec<u32>) {
    let _span = tracing::span!(Level::INFO, "loops", n = ids.len()).entered(); //~ await_holding_invalid_type
    for id in ids {
        if id == 3 {
            continue;
        }
        if fetch(id).await.is_err() {
            break;
        }
        info!("ok");
    }
}

async fn never_ends() -> ! {
    let _guard = info_span!("never").entered(); //~ await_holding_invalid_type
    loop {
        let _ = fetch(1).await;
        info!("again");
    }
}

async fn boxed_error() -> Result<(), Box<dyn Error>> {
    let _guard = info_span!(parent: None, "boxed").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    if n == 2 {
        return Err("two".into());
    }
    load(n).await?;
    Ok(())
}

async fn opaque() -> impl Display {
    let _guard = info_span!("opaque").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await;
    info!("fetched");
    format!("{n:?}")
}

async fn inferred_later() -> Result<u64, Box<dyn Error>> {
    let _guard = info_span!(parent: None, "inferred").entered(); //~ await_holding_invalid_type
    let text = fetch(1).await?.to_string();
    info!("fetched");
    if text.is_empty() {
        return Ok(0);
    }
    let n = text.parse()?;
    fetch(1).await?;
    Ok(n)
}

fn recursive(n: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async move {
        let span = info_span!("recursive");
        if n == 0 {
            return 0;
        }
        let _enter = span.clone().entered(); //~ await_holding_invalid_type
        info!("down");
        recursive(n - 1).await + 1
    })
}

// Who owns the variables.

struct Server {
    span: Span,
    list: Vec<String>,
    count: u32,
}

impl Server {
    async fn returns_a_borrow<'a, T: AsRef<str>>(&'a mut self, name: T) -> Res<&'a mut u32> {
        let _guard = self.span.clone().entered(); //~ await_holding_invalid_type
        self.count = load(self.count).await?;
        info!("{}", name.as_ref());
        load(self.count).await?;
        Ok(&mut self.count)
    }

    async fn moves(mut self) -> Res<String> {
        let _guard = info_span!(parent: None, "moves").entered(); //~ await_holding_invalid_type
        while let Some(text) = self.list.pop() {
            if fetch(1).await? == 3 {
                return Ok(text);
            }
        }
        let lengths = self.list.iter().map(String::len);
        Ok(lengths.sum::<usize>().to_string())
    }

    async fn borrows_in_a_loop(&mut self) -> Result<(), Box<dyn Error>> {
        for text in &mut self.list {
            let _guard = self.span.enter(); //~ await_holding_invalid_type
            text.push('x');
            if fetch(1).await? == 3 {
                return Err("three".into());
            }
            text.push('y');
            load(1).await?;
        }
        Ok(())
    }
}

async fn fills(list: Vec<u32>) -> Vec<u32> {
    let mut seen = Vec::new();
    let span = info_span!("fills");
    let _enter = span.enter(); //~ await_holding_invalid_type
    for n in list {
        if let Ok(n) = fetch(n).await {
            seen.push(n);
        }
        info!("seen");
    }
    seen
}

// The body of a loop.

async fn continues(ids: &[u32]) {
    for &id in ids {
        let span = info_span!("item", id);
        let _enter = span.enter(); //~ await_holding_invalid_type
        if id == 0 {
            continue;
        }
        let Ok(n) = fetch(id).await else {
            continue;
        };
        info!("n {n}");
        let _ = fetch(n).await;
    }
}

async fn breaks(ids: &[u32]) {
    for &id in ids {
        let _enter = info_span!("item", id).entered(); //~ await_holding_invalid_type
        if fetch(id).await.is_err() {
            break;
        }
        info!("ok");
    }
}

async fn fails_in_a_loop(ids: &[u32]) -> Res<()> {
    for &id in ids {
        let _enter = info_span!("item", id).entered(); //~ await_holding_invalid_type
        let n = fetch(id).await?;
        info!("n {n}");
        load(n).await?;
    }
    Ok(())
}

async fn fails_and_continues(mut ids: Receiver<u32>) -> Res<()> {
    while let Some(id) = ids.recv().await {
        let _enter = info_span!("message", id).entered(); //~ await_holding_invalid_type
        if id == 0 {
            info!("ignored");
            continue;
        }
        fetch(id).await?;
        load(id).await?;
    }
    Ok(())
}

async fn does_everything<'a>(text: &'a str) -> Result<&'a str, Box<dyn Error + 'a>> {
    for n in 0..3 {
        let _enter = info_span!("turn").entered(); //~ await_holding_invalid_type
        if fetch(n).await? == 1 {
            continue;
        }
        if fetch(1).await? == 1 {
            break;
        }
        load(1).await?;
    }
    Ok(text)
}

async fn continues_another_loop(ids: &[u32]) -> Res<()> {
    'outer: for x in ids {
        for y in ids {
            let _enter = info_span!("pair", x, y).entered(); //~ await_holding_invalid_type
            if load(*x).await? == 3 {
                continue 'outer;
            }
            load(*y).await?;
        }
        info!("behind");
    }
    Ok(())
}

async fn breaks_in_a_macro(mut ids: Receiver<u32>) {
    loop {
        let span = info_span!("turn");
        let _enter = span.enter(); //~ await_holding_invalid_type
        tokio::select! {
            id = ids.recv() => match id {
                Some(id) => info!("{id}"),
                None => break,
            },
            _ = fetch(1) => info!("fetched"),
        }
    }
}

async fn everything_in_a_macro(mut ids: Receiver<u32>) -> Res<u32> {
    loop {
        let _enter = info_span!("turn").entered(); //~ await_holding_invalid_type
        tokio::select! {
            id = ids.recv() => {
                let Some(id) = id else { continue };
                if fetch(id).await? == 2 {
                    continue;
                }
                info!("received");
            }
            n = fetch(1) => {
                n?;
                return Err(Failed("fetched".to_owned()));
            }
        }
        info!("end");
    }
}

// A block that ends before the function does.

async fn inner_block() -> Res<u32> {
    let n = {
        let _enter = info_span!("inner").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        info!("fetched");
        load(n).await?
    };
    Ok(n)
}

async fn inner_block_with_one_error() -> Result<u32, Box<dyn Error + Send + Sync>> {
    let n = {
        let _enter = info_span!("inner").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        info!("fetched");
        fetch(n).await?
    };
    Ok(n)
}

async fn inner_block_of_option(id: u32) -> Option<u32> {
    let n = {
        let _enter = info_span!("inner").entered(); //~ await_holding_invalid_type
        let n = fetch(id).await.ok()?;
        if n == 3 {
            return None;
        }
        fetch(n).await.ok()? + 1
    };
    Some(n)
}

async fn inner_block_with_one_way_out(ids: &[u32]) -> bool {
    let ok = {
        let _enter = info_span!("check").entered(); //~ await_holding_invalid_type
        let Ok(n) = fetch(1).await else { return false };
        load(n).await.is_ok()
    };
    ok && ids.is_empty()
}

async fn inner_block_with_two_ways_out() -> Result<u32, String> {
    let result = 1;
    let n = {
        let _enter = info_span!("inner").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        if n == 3 {
            return Ok(3);
        }
        fetch(n).await?
    };
    Ok(result + n)
}

async fn formats<W: Write>(write: &mut W) -> fmt::Result {
    {
        let _enter = info_span!("format").entered(); //~ await_holding_invalid_type
        let _ = fetch(1).await;
        write.write_str("one")?;
        let _ = fetch(2).await;
    }
    write.write_str("two")
}

async fn generic<T: Default, E: From<String>>(fast: bool) -> Result<T, E> {
    if fast {
        let _enter = info_span!("fast").entered(); //~ await_holding_invalid_type
        fetch(1).await?;
        fetch(2).await?;
    }
    Ok(T::default())
}

async fn opaque_success(fast: bool) -> Result<impl Display, Failed> {
    if fast {
        let _enter = info_span!("fast").entered(); //~ await_holding_invalid_type
        fetch(1).await?;
        fetch(2).await?;
    }
    Ok(1)
}

async fn branch_that_returns(fast: bool) -> Result<u32, Box<dyn Error>> {
    if fast {
        let _enter = info_span!("fast").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        info!("n {n}");
        return Ok(load(n).await?);
    }
    Ok(2)
}

async fn branch_with_a_value(fast: bool) -> Result<u32, Box<dyn Error>> {
    let n = if fast {
        let _enter = info_span!("fast").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        info!("n {n}");
        n + load(n).await?
    } else {
        1
    };
    Ok(n)
}

async fn arms(kind: u32) -> Res<()> {
    match kind {
        0 => {
            let _enter = info_span!("zero").entered(); //~ await_holding_invalid_type
            fetch(0).await?;
            fetch(1).await?;
        }
        1 => {
            let span = info_span!("one");
            let _enter = span.enter(); //~ await_holding_invalid_type
            if fetch(0).await? == 1 {
                return Err(Failed("one".to_owned()));
            }
            fetch(1).await?;
        }
        _ => {}
    }
    info!("behind");
    Ok(())
}

async fn arms_at_the_end(kind: u32) -> Option<u32> {
    match kind {
        0 => {
            let _enter = info_span!("zero").entered(); //~ await_holding_invalid_type
            if fetch(0).await.is_err() {
                return Some(3);
            }
            fetch(1).await.ok()
        }
        _ => None,
    }
}

macro_rules! bail {
    ($($text:tt)*) => {
        return Err(Failed(format!($($text)*)))
    };
}

async fn fails_by_a_macro() -> Res<()> {
    for n in 0..3 {
        let _enter = info_span!("turn").entered(); //~ await_holding_invalid_type
        if fetch(n).await? == 1 {
            bail!("one {n}");
        }
        fetch(1).await?;
    }
    Ok(())
}

trait Fallible {
    type Error;
    async fn run(&self) -> Result<(), Self::Error>;
}

impl Fallible for u32 {
    type Error = Failed;
    async fn run(&self) -> Result<(), Self::Error> {
        if *self == 1 {
            let _enter = info_span!("one").entered(); //~ await_holding_invalid_type
            fetch(1).await?;
            fetch(1).await?;
        }
        Ok(())
    }
}

// The last expression of a block without a value.

async fn ends_with_match(go: bool) -> Res<()> {
    while fetch(2).await? == 1 {
        let _enter = info_span!("turn").entered(); //~ await_holding_invalid_type
        if go {
            fetch(1).await?;
        }
        // The last one
        match fetch(1).await? {
            1 => info!("one"),
            _ => load(2).await.map(drop)?,
        } // is this.
    }
    Ok(())
}

async fn ends_with_macro(go: bool) -> Res<()> {
    if go {
        let _enter = info_span!("go").entered(); //~ await_holding_invalid_type
        fetch(1).await?;
        load(2).await?;
        info!("end")
    }
    Ok(())
}

async fn ends_with_loop(go: bool) -> Res<()> {
    if go {
        let _enter = info_span!("go").entered(); //~ await_holding_invalid_type
        load(1).await?;
        for n in 0..3 {
            fetch(n).await?;
        }
    }
    Ok(())
}

async fn ends_with_match_and_a_value() -> Res<u32> {
    let n = {
        let _enter = info_span!("inner").entered(); //~ await_holding_invalid_type
        load(1).await?;
        match fetch(1).await? {
            1 => 2,
            n => n,
        }
    };
    Ok(n)
}

// A guard that is dropped.

async fn dropped_at_the_end() {
    let guard = info_span!(parent: None, "dropped").entered(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    let _ = load(2).await;
    drop(guard);
}

async fn exited_at_the_end() {
    let guard = info_span!(parent: None, "exited").entered(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    info!("fetched");
    guard.exit();
}

async fn dropped_before_the_value() -> Res<u32> {
    let guard = info_span!(parent: None, "dropped").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    info!("fetched");
    drop(guard);
    Ok(n)
}

async fn dropped_in_the_middle() -> Res<u32> {
    let span = info_span!("dropped");
    let guard = span.enter(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    info!("fetched");
    drop(guard);
    let n = load(2).await?;
    Ok(n)
}

async fn values_are_used_behind() -> u32 {
    let guard = info_span!("dropped").entered(); //~ await_holding_invalid_type
    let a = fetch(1).await.unwrap_or(0);
    let b = fetch(a).await.unwrap_or(0);
    drop(guard);
    info!("outside");
    a + b
}

async fn values_are_used_behind_if_there_are_any() -> Res<u32> {
    let guard = info_span!("dropped").entered(); //~ await_holding_invalid_type
    let a = fetch(1).await?;
    let b = load(1).await?;
    drop(guard);
    info!("outside");
    Ok(a + b)
}

async fn values_are_used_behind_in_a_loop() {
    for _ in 0..2 {
        let guard = info_span!("dropped").entered(); //~ await_holding_invalid_type
        let Ok(a) = fetch(1).await else { break };
        let b = load(1).await;
        drop(guard);
        info!("{a} {b:?}");
        let _ = load(1).await;
    }
}

// Where the future goes.

#[async_trait::async_trait(?Send)]
trait Service {
    async fn call(&mut self, n: u32) -> Res<u32>;
    async fn unit(&self, n: u32);
    async fn option(&self, n: u32) -> Option<u32> {
        let _guard = info_span!("default").entered(); //~ await_holding_invalid_type
        let n = fetch(n).await.ok()?;
        self.unit(n).await;
        fetch(n).await.ok()
    }
}

#[async_trait::async_trait(?Send)]
impl Service for Server {
    async fn call(&mut self, n: u32) -> Res<u32> {
        let span = info_span!("call", n);
        let _enter = span.enter(); //~ await_holding_invalid_type
        self.count += 1;
        let n = fetch(n).await?;
        if n == 3 {
            return Ok(self.count);
        }
        let m = load(n).await?;
        Ok(m + self.count)
    }

    async fn unit(&self, n: u32) {
        let _enter = info_span!("unit").entered(); //~ await_holding_invalid_type
        let Ok(n) = fetch(n).await else {
            return;
        };
        info!("n {n}");
        let _ = fetch(n).await;
    }
}

fn spawned(ids: Vec<u32>) {
    tokio::task::spawn_local(async move {
        let _enter = info_span!("task").entered(); //~ await_holding_invalid_type
        for id in &ids {
            let Ok(n) = fetch(*id).await else { return };
            info!("n {n}");
        }
    });
}

fn spawned_with_a_type(span: Span) {
    tokio::task::spawn_local(async move {
        let _enter = span.enter(); //~ await_holding_invalid_type
        info!("start");
        fetch(1).await?;
        fetch(2).await?;
        Ok::<_, String>(())
    });
}

async fn closure() {
    let fetch_twice = async |n: u32| {
        let _enter = info_span!("closure").entered(); //~ await_holding_invalid_type
        info!("start");
        fetch(n).await?;
        fetch(n + 1).await
    };
    let _ = fetch_twice(1).await;
}

#[tokio::main]
async fn program() -> Result<(), Box<dyn Error>> {
    let span = info_span!("program");
    let _guard = span.enter(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    assert_eq!(load(n).await?, 1);
    Ok(())
}

// Macros and texts.

async fn select(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    tokio::select! {
        _ = fetch(1) => {}
        _ = fetch(2) => {}
    }
}

async fn join() -> u32 {
    let _guard = info_span!(parent: None, "join").entered(); //~ await_holding_invalid_type
    let (a, b) = tokio::join!(fetch(1), fetch(2));
    let (c, d) = futures::join!(fetch(1), fetch(2));
    info!("{d:?}");
    a.unwrap_or(0) + b.unwrap_or(0) + c.unwrap_or(0)
}

async fn text_over_lines(span: Span) -> String {
    let _guard = span.enter(); //~ await_holding_invalid_type
    let n = fetch(1).await;
    format!(
        "one
        {n:?}"
    )
}

async fn comment_over_lines(span: Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    /* one
       two */
    let n = fetch(1).await;
    info!("{n:?}");
}

// Nothing else uses the label.
async fn continues_by_its_label(span: Span) {
    'rounds: for n in 0..3 {
        let _guard = span.enter(); //~ await_holding_invalid_type
        if fetch(n).await.is_err() {
            continue 'rounds;
        }
        tracing::info!("after");
    }
}
