//! The future that an `await` polls answers for itself.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll};

async fn wait() {}

async fn hold(guard: MutexGuard<'_, u64>) {
    println!("{guard}");
}

struct Receiving<'a> {
    guard: Option<MutexGuard<'a, u64>>,
}

impl<'a> Future for Receiving<'a> {
    type Output = MutexGuard<'a, u64>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        self.guard.take().map_or(Poll::Pending, Poll::Ready)
    }
}

async fn what_it_will_give() -> u64 {
    let guard = Receiving { guard: None }.await;
    *guard
}

async fn held_before(total: &Mutex<u64>) -> u64 {
    let receiving = Receiving { guard: total.lock().ok() }; //~ await_holding_lock
    wait().await;
    *receiving.await
}

async fn a_coroutine(total: &Mutex<u64>) {
    hold(total.lock().unwrap()).await;
    Box::pin(hold(total.lock().unwrap())).await;
    let guard = total.lock().unwrap();
    async move { println!("{guard}") }.await;
}

async fn only_borrowed(total: &Mutex<u64>) {
    poll_fn(|_| match *total.lock().unwrap() {
        0 => Poll::Pending,
        _ => Poll::Ready(()),
    })
    .await;
}

async fn renewed(total: &Mutex<u64>) {
    let mut future = Box::pin(hold(total.lock().unwrap())); //~ await_holding_lock
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
    wait().await;
    future = Box::pin(hold(total.lock().unwrap()));
    wait().await;
    future.await;
}

/// Beside what it gives, such a future owns what its closures have captured.
async fn captured_by_a_combinator(total: &Mutex<u64>, list: &[Mutex<u64>]) {
    use futures::{FutureExt, StreamExt, stream};

    let guard = total.lock().unwrap();
    let sum = wait().map(move |()| *guard + 1).await; //~ await_holding_lock
    println!("{sum}");

    let guard = total.lock().unwrap();
    wait().then(move |()| async move { drop(guard) }).await; //~ await_holding_lock

    let guard = total.lock().unwrap();
    poll_fn(move |_| Poll::Ready(*guard)).await; //~ await_holding_lock

    let guards = list.iter().map(|total| total.lock().unwrap());
    stream::iter(guards.collect::<Vec<_>>()) //~ await_holding_lock
        .for_each(|guard| async move { println!("{guard}") })
        .await;
}

async fn given_by_a_combinator(total: &Mutex<u64>) {
    use futures::FutureExt;

    let receiving = Receiving { guard: None };
    let guard = receiving.map(|guard| guard).await;
    drop(guard);
    let receiving = Receiving { guard: None };
    let boxed = receiving.map(Box::new).await;
    drop(boxed);
    wait().map(|()| *total.lock().unwrap()).await;
    let guard = total.lock().unwrap();
    let number = *guard;
    drop(guard);
    wait().map(move |()| number).await;
    hold(total.lock().unwrap()).map(|()| 1).await;
}

fn main() {}
