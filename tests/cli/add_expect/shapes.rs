//! Findings of every shape.
use std::cell::RefCell;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, RwLockReadGuard};

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

// As in the editor helix: the screen is drawn when the differences are known, or when it is time.

pub struct RenderLock {
    lock: RwLockReadGuard<'static, ()>,
    timeout: Option<u64>,
}

pub struct Changes {
    text: Option<String>,
    render_lock: Option<RenderLock>,
}

impl Changes {
    fn new() -> Self {
        Self {
            text: None,
            render_lock: None,
        }
    }

    async fn add(&mut self, text: String, render_lock: Option<RenderLock>) {
        self.text = Some(text);
        if let Some(render_lock) = render_lock {
            match &mut self.render_lock {
                Some(RenderLock { timeout, .. }) => {
                    timeout.take();
                }
                None => self.render_lock = Some(render_lock),
            }
        }
    }

    async fn collect(&mut self, spawn: impl Fn(Pin<Box<dyn Future<Output = ()>>>)) {
        while self.render_lock.is_none() {
            wait().await;
        }
        match self.render_lock.take() {
            None => spawn(Box::pin(wait())),
            Some(RenderLock {
                lock,
                timeout: Some(timeout),
            }) => spawn(Box::pin(async move {
                let result = { take(timeout).await };
                drop(lock);
                if result.is_err() {
                    wait().await;
                }
            })),
            Some(RenderLock {
                lock,
                timeout: None,
            }) => spawn(Box::pin(async move {
                wait().await;
                drop(lock)
            })),
        }
    }
}

pub async fn collected(text: String, lock: Option<RenderLock>) -> Option<String> {
    let mut changes = Changes::new();
    changes.add(text, lock).await;
    changes.collect(|future| drop(future)).await;
    changes.text
}
