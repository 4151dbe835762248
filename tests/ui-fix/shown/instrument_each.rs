//! Where no `async` block can be written for all that is in the span, each future is instrumented.

use std::error::Error;
use std::fmt::Display;

use tracing::{Instrument, info, info_span};

#[derive(Debug)]
struct Failed(String);

impl From<String> for Failed {
    fn from(error: String) -> Self {
        Failed(error)
    }
}

impl Error for Failed {}

impl Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

type Res<T> = Result<T, Failed>;
type Reversed<E, T> = Result<T, E>;

async fn fetch(n: u32) -> Result<u32, String> {
    info!("fetch");
    Ok(n)
}

async fn load(n: u32) -> Res<u32> {
    info!("load");
    Ok(n)
}

async fn consume(text: String) -> Res<()> {
    info!("{text}");
    Ok(())
}

// The value would not be coerced in an `async` block.

async fn boxed() -> Result<Box<dyn Display>, Failed> {
    let _guard = info_span!(parent: None, "boxed").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    info!("fetched");
    Ok(Box::new(load(n).await?))
}

async fn boxed_error() -> Result<(), Box<dyn Error>> {
    let _guard = info_span!(parent: None, "boxed").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    if n == 2 {
        return Err(Box::new(Failed(String::new())));
    }
    load(n).await?;
    Ok(())
}

async fn dereferenced(list: &Vec<String>) -> Option<&[String]> {
    let _guard = info_span!(parent: None, "dereferenced").entered(); //~ await_holding_invalid_type
    fetch(1).await.ok()?;
    fetch(2).await.ok()?;
    Some(list)
}

async fn function() -> Result<fn(u32) -> u32, Failed> {
    let _guard = info_span!(parent: None, "function").entered(); //~ await_holding_invalid_type
    fetch(1).await?;
    fetch(1).await?;
    Ok(|n| n + 1)
}

async fn closure() -> impl Fn(u32) -> u32 {
    let _guard = info_span!("closure").entered(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    let _ = fetch(1).await;
    |n| n.pow(2)
}

async fn boxed_in_a_branch(fast: bool) -> Result<Box<dyn Display>, Failed> {
    if fast {
        let _guard = info_span!("fast").entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        info!("fetched");
        return Ok(Box::new(n));
    }
    Ok(Box::new(1))
}

// The `async` block would take a variable that is needed later, or that it must not have from the start.

async fn moved_and_used_behind(text: String, bad: bool) -> Res<()> {
    {
        let _guard = info_span!("moved").entered(); //~ await_holding_invalid_type
        info!("loading");
        if bad {
            return Err(Failed(text));
        }
        load(1).await?;
        load(2).await?;
    }
    consume(text).await
}

async fn moved_in_a_loop(text: String) {
    for n in 0..2 {
        let _guard = info_span!("moved").entered(); //~ await_holding_invalid_type
        if load(n).await.is_err() {
            let _ = consume(text).await;
            break;
        }
        info!("{text}");
    }
}

async fn moved_into_a_closure(list: Vec<u32>) -> Res<()> {
    loop {
        let _guard = info_span!("moved").entered(); //~ await_holding_invalid_type
        if load(1).await? == 2 {
            let later = async move { info!("{}", list.len()) };
            later.await;
            break;
        }
    }
    Ok(())
}

async fn moved_by_a_pattern(text: Option<String>) {
    loop {
        let _guard = info_span!("moved").entered(); //~ await_holding_invalid_type
        if let Some(text) = text {
            drop(text);
            break;
        }
        let _ = load(1).await;
        info!("loaded");
    }
}

async fn initialized_in_the_span() -> u32 {
    let n;
    {
        let _guard = info_span!("initialized").entered(); //~ await_holding_invalid_type
        info!("before");
        n = fetch(1).await.unwrap_or(1);
        info!("behind");
    }
    n
}

async fn initialized_before_the_await_point() -> u32 {
    let n;
    let _guard = info_span!("initialized").entered(); //~ await_holding_invalid_type
    n = load(3).await.map_or(1, |n| n + 1);
    info!("before");
    fetch(n).await.unwrap_or(1)
}

async fn borrowed_mutably_before() -> usize {
    let mut list = vec![1];
    let first = &mut list;
    let _guard = info_span!("borrowed").entered(); //~ await_holding_invalid_type
    first.push(2);
    let _ = fetch(1).await;
    list.push(3);
    let _ = fetch(1).await;
    list.len()
}

async fn borrowed_before() -> usize {
    let mut list = vec![1];
    let first = &list[0];
    let _guard = info_span!("borrowed").entered(); //~ await_holding_invalid_type
    let _ = fetch(*first).await;
    list.push(3);
    let _ = fetch(1).await;
    list.len()
}

async fn borrowed_behind(list: Vec<String>) -> Res<()> {
    let guard = info_span!("borrowed").entered(); //~ await_holding_invalid_type
    let first = &list[0];
    fetch(1).await?;
    info!("fetched");
    drop(guard);
    info!("{first}");
    Ok(())
}

async fn changed_behind() -> u32 {
    let guard = info_span!("changed").entered(); //~ await_holding_invalid_type
    let mut a = fetch(1).await.unwrap_or(0);
    let b = fetch(1).await.unwrap_or(0);
    drop(guard);
    a += b;
    info!("{a}");
    a
}

// There is too much that leaves.

async fn returns_a_value(ids: &[u32]) -> Option<u32> {
    for &id in ids {
        let _enter = info_span!("item", id).entered(); //~ await_holding_invalid_type
        if let Ok(n) = fetch(id).await {
            info!("found");
            return Some(n);
        }
    }
    None
}

async fn breaks_with_a_value() -> u32 {
    loop {
        let _guard = info_span!("turn").entered(); //~ await_holding_invalid_type
        info!("before");
        if let Ok(n) = fetch(1).await {
            break n;
        }
        info!("behind");
    }
}

async fn breaks_and_returns(ids: &[u32]) -> bool {
    for &id in ids {
        let _guard = info_span!("item").entered(); //~ await_holding_invalid_type
        if load(id).await.is_err() {
            return false;
        }
        if fetch(id).await.is_err() {
            break;
        }
    }
    info!("behind");
    true
}

async fn panics(go: bool) -> u32 {
    if go {
        let _guard = info_span!("panics").entered(); //~ await_holding_invalid_type
        info!("before");
        let n = fetch(1).await;
        panic!("{n:?}");
    }
    1
}

macro_rules! skip {
    () => {
        continue
    };
}

async fn continues_by_a_macro() -> Res<()> {
    for n in 0..3 {
        let _guard = info_span!("turn").entered(); //~ await_holding_invalid_type
        if fetch(n).await? == 1 {
            skip!();
        }
        fetch(1).await?;
    }
    Ok(())
}

// The type of the failures cannot be written.

async fn other_order_of_parameters(fast: bool) -> Reversed<Failed, u32> {
    if fast {
        let _guard = info_span!("fast").entered(); //~ await_holding_invalid_type
        fetch(1).await?;
        fetch(1).await?;
    }
    Ok(1)
}

fn of_a_block() -> impl Future<Output = Res<()>> {
    async {
        if fetch(1).await? == 1 {
            let _guard = info_span!("fast").entered(); //~ await_holding_invalid_type
            fetch(1).await?;
            load(1).await?;
        }
        Ok(())
    }
}
