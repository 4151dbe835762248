//! `stream!` and `try_stream!` make an `.await` of `yield` and of `?`.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

use async_stream::{stream, try_stream};
use futures::Stream;

async fn wait() {}

fn lock(total: &Mutex<u64>) -> MutexGuard<'_, u64> {
    total.lock().unwrap()
}

fn read(_: u64) -> Result<u64, fmt::Error> {
    Ok(1)
}

fn yielded(total: &Mutex<u64>) -> impl Stream<Item = u64> {
    stream! {
        let guard = lock(total); //~ await_holding_lock
        yield *guard;
    }
}

fn yielded_often(total: &Mutex<u64>) -> impl Stream<Item = u64> {
    stream! {
        let guard = lock(total); //~ await_holding_lock
        yield *guard + 1;
        yield (*guard + 2);
        if *guard > 0 {
            yield
                3;
        }
        for n in 0..3 {
            yield u64::from(format!("{n}").len() as u8);
        }
        yield 4; yield 5; yield 6;
        drop(guard);
        yield 7;
    }
}

fn yielded_and_awaited(total: &Mutex<u64>) -> impl Stream<Item = u64> {
    stream! {
        let guard = lock(total); //~ await_holding_lock
        wait().await;
        yield *guard;
    }
}

/// A branch that returns an error suspends, too, before it does.
fn question_mark(total: &Mutex<u64>) -> impl Stream<Item = Result<u64, fmt::Error>> {
    try_stream! {
        let guard = lock(total); //~ await_holding_lock
        let value = read(*guard)?;
        drop(guard);
        yield value;
    }
}

fn all_of_them(total: &Mutex<u64>) -> impl Stream<Item = Result<u64, fmt::Error>> {
    try_stream! {
        let guard = lock(total); //~ await_holding_lock
        let value = read(*guard) ?;
        wait().await;
        yield value;
        yield read(*guard)?;
        match read(value)? {
            0 => {}
            more => yield more,
        }
    }
}

/// A temporary that lives as long as the statement.
fn temporaries(total: &Mutex<u64>) -> impl Stream<Item = Result<u64, fmt::Error>> {
    try_stream! {
        read(*lock(total))?; //~ await_holding_lock
        yield *lock(total); //~ await_holding_lock
    }
}

/// What the macros make of each other has no place of its own.
macro_rules! counted {
    ($count:ident, $next:expr) => {
        stream! {
            let $count = lock($next);
            yield *$count;
        }
    };
}

fn in_an_own_macro(total: &Mutex<u64>) -> impl Stream<Item = u64> {
    counted!(count, total) //~ await_holding_lock
}

/// Where no operand is written, there is only the macro.
fn nothing_to_point_at(total: &Mutex<u64>) -> impl Stream<Item = ()> {
    stream! {
        let guard = lock(total); //~ await_holding_lock
        yield;
        drop(guard);
    }
}

/// Nobody wrote the first `.await` here as `yield`.
fn for_await(total: &Mutex<u64>) -> impl Stream<Item = u64> {
    stream! {
        let guard = lock(total); //~ await_holding_lock
        for await value in futures::stream::iter([1, 2]) {
            yield value;
        }
        drop(guard);
    }
}

/// This is no `?` of the macro's.
fn in_a_future_within(total: &Mutex<u64>) -> impl Stream<Item = Result<u64, fmt::Error>> {
    try_stream! {
        let inner = async {
            let guard = lock(total); //~ await_holding_lock
            wait().await;
            read(*guard)?;
            Ok::<_, fmt::Error>(1)
        };
        yield inner.await?;
    }
}

/// Macros of this crate are shown as they are.
macro_rules! send {
    ($to:ident, $value:expr) => {
        $to.send($value).await
    };
}

async fn own_macro(total: &Mutex<u64>, to: tokio::sync::mpsc::Sender<u64>) {
    let guard = lock(total); //~ await_holding_lock
    let _ = send!(to, *guard);
}

async fn foreign_macro(total: &Mutex<u64>) {
    let guard = lock(total); //~ await_holding_lock
    tokio::select! {
        () = wait() => {}
        Ok(Err(_)) = async { Ok::<_, Infallible>(read(1)) } => {}
    }
    drop(guard);
}

fn not_held(total: &Mutex<u64>) -> impl Stream<Item = Result<u64, fmt::Error>> {
    try_stream! {
        let value = *lock(total);
        let value = read(value)?;
        yield value;
    }
}

fn main() {}
