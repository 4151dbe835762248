//! All code around the future is the same outside of the span.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use hecs::Entity;
use tracing::{Instrument, Span, info_span};

#[derive(Debug)]
struct Refused;

struct Failed(Refused);

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Failed(refused)
    }
}

struct Response<T> {
    head: u16,
    body: T,
}

impl<T> Response<T> {
    fn into_parts(self) -> (u16, T) {
        (self.head, self.body)
    }
}

struct Client {
    span: Span,
}

impl Client {
    async fn request(&self, body: String) -> Result<Response<String>, Refused> {
        Ok(Response { head: 200, body })
    }
}

struct Consumer {
    client: Client,
}

impl Consumer {
    async fn send(&self, body: String) -> Result<u16, Refused> {
        let (head, _) = {
            let query_span = info_span!("send HTTP request");
            let _guard = query_span.enter(); //~ await_holding_invalid_type
            self.client.request(body).await?.into_parts()
        };
        Ok(head)
    }

    async fn span_of_a_field(&self, body: String) {
        let _guard = self.client.span.enter(); //~ await_holding_invalid_type
        let _ = self.client.request(body).await;
    }
}

async fn fetch(n: u32) -> Result<u32, Refused> {
    if n == 0 { Err(Refused) } else { Ok(n) }
}

async fn parameter(span: Span) -> Result<u32, Refused> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    fetch(1).await
}

async fn reference(span: &Span) -> Result<u32, Refused> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    fetch(1).await
}

async fn used_again() {
    let span = info_span!("span");
    {
        let _guard = span.enter(); //~ await_holding_invalid_type
        let _ = fetch(1).await;
    }
    span.record("status", 200);
}

async fn used_by_the_future() {
    async fn with(_: &Span) {}

    let span = info_span!("span");
    let _guard = span.enter(); //~ await_holding_invalid_type
    with(&span).await;
}

async fn entered_variable() -> Result<u32, Refused> {
    let span = info_span!("span");
    let _guard = span.entered(); //~ await_holding_invalid_type
    fetch(1).await
}

async fn entered_at_once(n: u32) -> Result<u32, Refused> {
    let _guard = info_span!("span", n).entered(); //~ await_holding_invalid_type
    fetch(n).await
}

async fn name_is_taken(span: u32) -> Result<u32, Refused> {
    let _guard = info_span!("span", span).entered(); //~ await_holding_invalid_type
    fetch(span).await
}

async fn chain(span: Span) -> Result<u32, Failed> {
    // This one is entered
    let _guard = span.enter(); // here,
    //~^ await_holding_invalid_type

    // and here is the request.
    let n = fetch(1) // of one
        .await?;
    Ok(n)
}

async fn chain_with_lines(client: &Client, span: Span) -> Result<u16, Failed> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    Ok(client
        .request(String::new())
        // The head is enough.
        .await?
        .head)
}

async fn chain_over_lines(client: &Client, span: Span) -> Result<u16, Failed> {
    let _guard = span.enter(); //~ await_holding_invalid_type
    Ok(client
        .request(String::new())
        .await?
        .head)
}

async fn span_outside_of_the_loop() {
    let span = info_span!("span");
    for n in 0..3 {
        let _guard = span.enter(); //~ await_holding_invalid_type
        let _ = fetch(n).await;
    }
}

async fn span_in_the_loop() -> Option<u32> {
    for n in 0..3 {
        let span = info_span!("span");
        let _guard = span.enter(); //~ await_holding_invalid_type
        match fetch(n).await {
            Ok(n) => return Some(n),
            Err(_) => continue,
        }
    }
    None
}

async fn variable_is_the_future(future: Pin<Box<dyn Future<Output = u32>>>, span: Span) -> u32 {
    let _guard = span.enter(); //~ await_holding_invalid_type
    future.await
}

fn block() -> impl Future<Output = bool> {
    let span = info_span!("span");
    async move {
        let _guard = span.enter(); //~ await_holding_invalid_type
        fetch(1).await.is_ok()
    }
}

async fn closure() {
    let closure = async |n: u32| {
        let span = info_span!("span");
        let _guard = span.enter(); //~ await_holding_invalid_type
        fetch(n).await
    };
    let _ = closure(1).await;
}

async fn converts_the_error(span: Span) -> Result<u32, Box<dyn std::error::Error>> {
    async fn fetch() -> Result<u32, String> {
        Ok(1)
    }

    let _guard = span.enter(); //~ await_holding_invalid_type
    Ok(fetch().await?)
}

async fn one_line(span: Span) -> Result<u32, Refused> {
    { let _guard = span.enter(); fetch(1).await } //~ await_holding_invalid_type
}

type Maps = (HashMap<u32, Rc<str>>, BTreeMap<String, Vec<Refused>>);

async fn drops_what_has_no_code(span: Span, maps: Maps, mut heap: BinaryHeap<String>) {
    let first = heap.peek_mut();

    let _guard = span.enter(); //~ await_holding_invalid_type
    drop(maps);
    drop(first);
    let _ = fetch(1).await;
}

async fn calls_a_dependency_without_code(span: Span, entity: &Entity) -> u32 {
    let _guard = span.enter(); //~ await_holding_invalid_type
    let id = entity.id();
    let _ = fetch(1).await;
    id
}
