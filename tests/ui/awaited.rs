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

fn main() {}
