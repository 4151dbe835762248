//! Entries as a string, as a table, and for a type of the crate itself.

use dashmap::DashMap;
use tracing::Instrument;

async fn wait() {}

pub struct Handle(u64);

async fn entered() {
    let span = tracing::info_span!("request");
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}

async fn entered_span() {
    let _guard = tracing::info_span!("request").entered(); //~ await_holding_invalid_type
    wait().await;
    wait().await;
}

// The entry names the type where it is defined; the map returns it under its own path.
async fn reference_into_a_map(map: &DashMap<u64, u64>) {
    if let Some(value) = map.get(&1) {
        //~^ await_holding_lock
        wait().await;
        assert_eq!(*value, 1);
    }
}

async fn temporary_reference_into_a_map(map: &DashMap<u64, u64>) {
    match map.get(&1).map(|value| *value) {
        Some(1) => wait().await,
        _ => {}
    }
}

async fn type_of_this_crate() -> u64 {
    let handle = Handle(1); //~ await_holding_invalid_type
    wait().await;
    handle.0
}

async fn the_shape_of_the_first_issue() -> Result<u64, std::io::Error> {
    let number = {
        let query_span = tracing::info_span!("send HTTP request");
        let _guard = query_span.enter(); //~ await_holding_invalid_type
        std::future::pending::<std::io::Result<u64>>().await?
    };
    wait().await;
    Ok(number)
}

#[allow(clippy::await_holding_invalid_type)]
async fn allowed() {
    let _guard = tracing::info_span!("request").entered();
    wait().await;
}

#[expect(clippy::await_holding_invalid_type)]
async fn expected() {
    let _guard = tracing::info_span!("request").entered();
    wait().await;
}

// From here on nothing is held.

async fn instrumented() {
    let span = tracing::info_span!("request");
    wait().instrument(span).await;
}

async fn a_span_is_not_its_guard() {
    let span = tracing::info_span!("request");
    wait().await;
    span.in_scope(|| {});
}

async fn inner_scope() {
    let span = tracing::info_span!("request");
    {
        let _guard = span.enter();
    }
    wait().await;
}

fn no_coroutine() {
    let _guard = tracing::info_span!("request").entered();
}
