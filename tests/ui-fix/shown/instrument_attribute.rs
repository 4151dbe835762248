//! A function that is a span from its beginning gets an attribute.

use std::error::Error;
use std::fmt::Display;

use tracing::{Instrument, debug_span, field, info, info_span};

async fn fetch(n: u32) -> Result<u32, String> {
    info!("fetch");
    Ok(n)
}

async fn same_name(id: u32) -> Result<u32, String> {
    let span = info_span!("same_name", id = %id);
    let _enter = span.enter(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    fetch(n).await
}

/// Documented.
#[must_use]
pub async fn other_name_and_level(id: u32, names: &[String]) -> Option<u32> {
    let _guard = tracing::debug_span!("other name", id, ?names).entered(); //~ await_holding_invalid_type
    let n = fetch(id).await.ok()?;
    fetch(n).await.ok()
}

struct Server(Vec<u32>);

impl Server {
    async fn method<'a, T: Display>(&'a mut self, name: T) -> Result<&'a mut u32, Box<dyn Error>> {
        let guard = debug_span!("method", name = %name).entered(); //~ await_holding_invalid_type
        let n = fetch(1).await?;
        self.0.push(fetch(n).await?);
        drop(guard);
        Ok(&mut self.0[0])
    }
}

async fn boxed() -> Result<Box<dyn Display>, String> {
    let _guard = info_span!("boxed").entered(); //~ await_holding_invalid_type
    let n = fetch(1).await?;
    info!("fetched");
    Ok(Box::new(fetch(n).await?))
}

// All that follows has no attribute.

async fn something_comes_first(id: u32) -> Result<u32, String> {
    info!("first");
    let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    fetch(n).await
}

async fn not_a_parameter(id: u32) -> Result<u32, String> {
    let _guard = info_span!("span", id = id + 1).entered(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    fetch(n).await
}

async fn parent_and_target(id: u32) -> Result<u32, String> {
    let _guard = info_span!(target: "other", parent: None, "span").entered(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    fetch(n).await
}

async fn used_later(id: u32) -> Result<u32, String> {
    let span = info_span!("span", n = field::Empty);
    let _guard = span.enter(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    span.record("n", n);
    fetch(n).await
}

async fn dropped_before_the_end(id: u32) -> Result<u32, String> {
    let guard = info_span!("span").entered(); //~ await_holding_invalid_type
    let n = fetch(id).await?;
    info!("fetched");
    drop(guard);
    fetch(n).await
}

async fn only_a_branch(id: u32) -> Result<u32, String> {
    if id == 1 {
        let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
        let n = fetch(id).await?;
        fetch(n).await
    } else {
        Ok(1)
    }
}

fn only_a_block(id: u32) -> impl Future<Output = Result<u32, String>> {
    async move {
        let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
        let n = fetch(id).await?;
        fetch(n).await
    }
}

async fn never() -> ! {
    let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
    loop {
        let _ = fetch(1).await;
    }
}

async fn closure() -> impl Fn(u32) -> u32 {
    let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    let _ = fetch(1).await;
    |n| n.pow(2)
}

#[tokio::main]
async fn below_an_attribute() {
    let _guard = info_span!("span").entered(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
    let _ = fetch(1).await;
}

mod own_macros {
    macro_rules! info_span {
        ($($rest:tt)*) => { tracing::warn_span!($($rest)*) };
    }

    async fn own() {
        let _guard = info_span!("own").entered(); //~ await_holding_invalid_type
        let _ = super::fetch(1).await;
        let _ = super::fetch(1).await;
    }

    use tracing::Instrument;
}
