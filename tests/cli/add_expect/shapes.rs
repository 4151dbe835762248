//! Findings of every shape.
use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard};

pub async fn wait() {
    std::future::pending::<()>().await
}

async fn take(_: u64) -> Result<u64, ()> {
    wait().await;
    Ok(1)
}

pub async fn binding(m: &Mutex<u64>) {
    let guard = m.lock().unwrap();
    wait().await;
    drop(guard);
}

pub async fn pattern(m: &Mutex<(u64, u64)>, n: &RefCell<u64>) {
    let (a, b) = (m.lock().unwrap(), n.borrow_mut());
    wait().await;
    drop((a, b));
}

pub async fn argument(guard: MutexGuard<'_, u64>) {
    wait().await;
    drop(guard);
}

pub async fn temporaries(m: &Mutex<u64>) -> Result<u64, ()> {
    take(*m.lock().unwrap()).await?;
    let mut x = take(*m.lock().unwrap()).await?;
    x += take(*m.lock().unwrap()).await?;
    match *m.lock().unwrap() {
        0 => wait().await,
        _ => {}
    }
    if let Ok(mut guard) = m.lock() {
        wait().await;
        *guard += x;
    }
    while let Ok(guard) = m.lock() {
        wait().await;
        drop(guard);
    }
    match m.lock() {
        Ok(guard) => {
            wait().await;
            drop(guard);
        }
        Err(_) => {}
    }
    for _ in m.lock().unwrap().to_string().chars() {
        wait().await;
    }
    take(*m.lock().unwrap()).await
}

pub fn captured(m: &Mutex<u64>) -> impl Future<Output = ()> {
    let guard = m.lock().unwrap();
    async move {
        wait().await;
        drop(guard);
    }
}

macro_rules! hold {
    ($m:ident) => {
        let guard = $m.lock().unwrap();
        wait().await;
        drop(guard);
    };
}

pub async fn own_macro(m: &Mutex<u64>) {
    hold!(m);
}

#[rustfmt::skip]
pub async fn on_one_line(m: &Mutex<u64>) { let a = m.lock(); let b = m.lock(); wait().await; drop((a, b)); }

pub struct State<'a> {
    pub guard: MutexGuard<'a, u64>,
}

pub async fn in_a_field_in_an_option(state: Option<State<'_>>, more: bool) {
    let kept = if more { state } else { None };
    wait().await;
    drop(kept);
}

pub async fn in_a_call_of_a_closure(m: &Mutex<u64>) {
    let f = async |n: u64| take(*m.lock().unwrap() + n).await;
    let _ = f(1).await;
}

pub struct S;

impl S {
    /// A method.
    #[must_use]
    pub async fn method(guard: MutexGuard<'_, u64>) -> u64 {
        let f = async |n: u64| {
            let g = guard;
            wait().await;
            *g + n
        };
        f(1).await
    }
}
