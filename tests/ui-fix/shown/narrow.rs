//! A guard that is needed, but not while the `await` suspends: it is taken later, dropped on the way that
//! leads to the `await`, or taken again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Mutex;

async fn wait() {}

async fn fetch(n: u64) -> Result<String, String> {
    Ok(n.to_string())
}

/// Nobody can clone it.
#[derive(Default)]
struct State {
    names: HashMap<u64, String>,
    log: Vec<String>,
    number: u64,
    is_closed: bool,
}

impl State {
    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}

struct Service {
    state: Mutex<State>,
    cache: RefCell<HashMap<u64, String>>,
}

// The `await` comes first.

impl Service {
    async fn argument_awaits(&self, n: u64) -> Result<(), String> {
        self.cache.borrow_mut().insert(n, fetch(n).await?);
        //~^ await_holding_refcell_ref
        self.state.lock().unwrap().log.push(fetch(n).await?);
        //~^ await_holding_lock
        Ok(())
    }

    async fn argument_of_named(&self, n: u64) -> Result<(), String> {
        let mut cache = self.cache.borrow_mut(); //~ await_holding_refcell_ref
        cache.insert(n, fetch(n).await?);
        Ok(())
    }

    async fn argument_of_named_after_others(&self, n: u64) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        let m = n + 1;
        state.names.insert(m, fetch(m).await.unwrap());
        state.number += 1;
    }

    async fn tail(&self, n: u64) -> Option<String> {
        self.cache.borrow_mut().insert(n, fetch(n).await.ok()?)
        //~^ await_holding_refcell_ref
    }
}

async fn assigned(total: &RefCell<String>) {
    let mut total = total.borrow_mut(); //~ await_holding_refcell_ref
    *total += &fetch(1).await.unwrap();
}

// It is taken later.

impl Service {
    async fn used_after(&self, n: u64) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        let name = fetch(n).await.unwrap();
        state.log.push(name.clone());
        wait_not().await;
        state.names.insert(n, name);
    }
}

async fn wait_not() {}

// It is taken again.

impl Service {
    async fn used_before_and_after(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        state.number += 1;
        wait().await;
        state.number += 1;
    }

    async fn only_read_before(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        println!("{}", state.number);
        wait().await;
        state.number += 1;
    }

    async fn declares_before(&self) -> Result<(), String> {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        let number = state.next();
        let name = fetch(number).await?;
        state.names.insert(number, name);
        Ok(())
    }

    async fn in_a_loop(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        for n in 0..3 {
            state.number += n;
            wait().await;
        }
    }

    async fn in_a_loop_twice(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        let mut n = 0;
        while n < 3 {
            let m = state.next();
            n += 1;
            wait().await;
            state.number += m;
        }
    }
}

// It is dropped on the way.

impl Service {
    async fn returns(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        if state.is_closed {
            wait().await;
            return;
        }
        state.number += 1;
    }

    async fn returns_the_value(&self) -> Result<String, String> {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        if state.number > 3 {
            return fetch(1).await;
        }
        match state.next() {
            0 => Ok(String::new()),
            n => {
                state.log.clear();
                fetch(n).await
            }
        }
    }
}

// The author drops it too late.

impl Service {
    async fn dropped_after(&self) {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        state.number += 1;
        wait().await;
        drop(state);
        wait().await;
    }

    async fn dropped_at_the_end(&self) -> u64 {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        if state.is_closed {
            wait().await;
            return 0;
        }
        let number = state.next();
        drop(state);
        number
    }
}

// It is dropped right before the `await`, and taken again right after it.

struct Tokens {
    token: Mutex<Token>,
}

struct Token {
    secret: String,
    refresh: String,
    is_expired: bool,
}

impl Tokens {
    async fn renew(&self, refresh: &str) -> Result<String, String> {
        Ok(refresh.to_owned())
    }

    async fn secret(&self) -> Result<String, String> {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        if !token.is_expired {
            return Ok(token.secret.clone());
        }
        let fresh = self.renew(&token.refresh).await?;
        token.secret = fresh;
        Ok(token.secret.clone())
    }

    async fn renewed(&self) -> Result<(), String> {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        token.secret = self.renew(&token.refresh).await?;
        Ok(())
    }

    async fn only_if_needed(&self) -> Result<String, String> {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        if token.is_expired {
            token.secret = self.renew("").await?;
            token.is_expired = false;
        }
        Ok(token.secret.clone())
    }

    async fn matched(&self) {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        match self.renew(&token.refresh).await {
            Ok(fresh) => token.secret = fresh,
            Err(_) => token.secret.clear(),
        }
    }

    async fn in_a_loop(&self) {
        let mut token = self.token.lock().unwrap(); //~ await_holding_lock
        token.secret.clear();
        while token.is_expired {
            let fresh = self.renew("").await.unwrap();
            token.is_expired = fresh.is_empty();
        }
    }

    async fn in_the_value_of_a_branch(&self, early: bool) -> usize {
        let token = self.token.lock().unwrap(); //~ await_holding_lock
        let renewed = if early {
            println!("{}", token.secret);
            self.renew("").await
        } else {
            Ok(String::new())
        };
        token.secret.len() + renewed.map_or(0, |renewed| renewed.len())
    }

    async fn two_ways(&self) -> usize {
        let token = self.token.lock().unwrap(); //~ await_holding_lock
        if token.is_expired {
            wait().await;
        } else {
            wait_not().await;
        }
        token.secret.len()
    }
}

async fn hides_the_lock(token: &Mutex<Token>, tokens: &Tokens) -> Result<(), Box<dyn Error>> {
    let mut token = token.lock().unwrap(); //~ await_holding_lock
    token.is_expired = true;
    let fresh = tokens.renew(&token.refresh).await?;
    token.secret = fresh;
    Ok(())
}

async fn question_mark_in_the_declaration(
    tokens: &HashMap<u64, Mutex<Token>>,
    n: u64,
) -> Option<()> {
    let mut token = tokens.get(&n)?.lock().ok()?; //~ await_holding_lock
    token.secret = fetch(n).await.ok()?;
    Some(())
}

async fn loaded(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(name.to_owned())
}

async fn matched_with_objects(token: &Mutex<Token>) {
    let mut guard = token.lock().unwrap(); //~ await_holding_lock
    match loaded(&guard.refresh).await {
        Ok(fresh) => guard.secret = fresh,
        Err(_) => guard.is_expired = true,
    }
}

// What is taken from it is not taken too early.

impl Service {
    async fn element_under_a_condition(&self, n: u64) -> Result<u64, Box<dyn Error>> {
        let state = self.state.lock().unwrap(); //~ await_holding_lock
        if n > 0 {
            loaded(&state.names[&n]).await?;
        }
        Ok(state.number)
    }

    async fn waits_for_a_change(&self) -> u64 {
        let state = self.state.lock().unwrap(); //~ await_holding_lock
        while state.number == 0 {
            wait().await;
        }
        state.number
    }

    // It is not taken again where nothing needs it.
    async fn returns_an_object(&self, n: u64) -> Result<u64, Box<dyn Error>> {
        let mut state = self.state.lock().unwrap(); //~ await_holding_lock
        if state.is_closed {
            state.number += 1;
            loaded("closed").await?;
            return Ok(0);
        }
        let number = state.number;
        loaded("open").await?;
        Ok(number + n)
    }

    async fn needed_by_the_future_only(&self, n: u64) -> Result<(), Box<dyn Error>> {
        let state = self.state.lock().unwrap(); //~ await_holding_lock
        if n > state.number {
            loaded(&state.names[&n]).await?;
        }
        Ok(())
    }

    async fn needed_later_in_the_statement(&self, n: u64) -> Result<u64, Box<dyn Error>> {
        let state = self.state.lock().unwrap(); //~ await_holding_lock
        let known = |_: (), number: u64| number;
        let first = known(
            if n > state.number {
                loaded(&state.names[&n]).await?;
            },
            state.number,
        );
        Ok(first)
    }
}
