//! Guards without a name whose value is copied, cloned, or nothing of the guard.
//@revisions: edition2021 edition2024
//@[edition2021] edition:2021
//@[edition2024] edition:2024

use std::cell::RefCell;
use std::sync::Mutex;

async fn wait() {}

async fn with<T>(_: T) -> u64 {
    1
}

struct State {
    total: Mutex<u64>,
    names: RefCell<Vec<String>>,
}

impl State {
    async fn send(&self, _: u64, _: usize) {}

    async fn several_arguments(&self, number: u64) {
        self.send(number, self.names.borrow().len()).await;
        //~^ await_holding_refcell_ref
    }

    async fn evaluated_before(&self) {
        self.send(next(), self.names.borrow().len()).await;
        //~^ await_holding_refcell_ref
    }

    async fn runs_code_before(&self, numbers: Vec<u64>) {
        self.send(numbers.len() as u64, self.names.borrow().len()).await;
        //~^ await_holding_refcell_ref
    }
}

fn next() -> u64 {
    1
}

async fn scrutinee_of_match(total: &Mutex<u64>) {
    // One or another.
    match *total.lock().unwrap() {
        //~^ await_holding_lock
        0 => wait().await,
        _ => {}
    }
}

async fn scrutinee_with_drop(names: &Mutex<Vec<String>>) {
    match names.lock().unwrap().pop() {
        //~^ await_holding_lock
        Some(name) => drop(with(name).await),
        None => {}
    }
}

async fn condition_of_if_let(names: &RefCell<Vec<u64>>) {
    if let Some(number) = names.borrow().first().copied() {
        //~^ await_holding_refcell_ref
        with(number).await;
    }
}

async fn condition_of_if_let_after_another(names: &RefCell<Vec<u64>>, ready: bool) {
    if ready {
    } else if let Some(number) = names.borrow().first().copied() {
        //~^ await_holding_refcell_ref
        with(number).await;
    }
}

async fn condition_of_while_let(names: &RefCell<Vec<String>>) {
    while let Some(name) = names.borrow_mut().pop() {
        //~^ await_holding_refcell_ref
        with(name).await;
    }
}

async fn iterator(names: &Mutex<Vec<String>>) {
    for name in names.lock().unwrap().clone() {
        //~^ await_holding_lock
        with(name).await;
    }
}

async fn argument(names: &parking_lot::Mutex<Vec<String>>) {
    with(names.lock().clone()).await;
    //~^ await_holding_lock
}

async fn argument_in_let(total: &Mutex<u64>) -> u64 {
    let number = with(*total.lock().unwrap()).await;
    //~^ await_holding_lock
    number
}

async fn argument_at_the_end(total: &Mutex<u64>) -> u64 {
    with(*total.lock().unwrap()).await
    //~^ await_holding_lock
}

async fn argument_in_an_arm(total: &Mutex<u64>, number: u64) -> u64 {
    match number {
        0 => with(*total.lock().unwrap()).await,
        //~^ await_holding_lock
        _ => 0,
    }
}

async fn operand(total: &RefCell<u64>) -> bool {
    *total.borrow() == std::future::pending::<u64>().await
    //~^ await_holding_refcell_ref
}

async fn future_is_the_value(names: &RefCell<Vec<String>>) {
    fn future(_: &str) -> std::future::Pending<()> {
        std::future::pending()
    }
    future(&names.borrow()[0]).await;
    //~^ await_holding_refcell_ref
}

async fn name_is_taken(value: &RefCell<u64>) {
    with(*value.borrow()).await;
    //~^ await_holding_refcell_ref
}

async fn question_mark(names: &Mutex<Vec<String>>) -> Option<u64> {
    Some(with(names.lock().ok()?.pop()?).await)
    //~^ await_holding_lock
}

fn closures(total: &'static Mutex<u64>, names: &'static Mutex<Vec<String>>) {
    let _ = async || with(*total.lock().unwrap()).await;
    //~^ await_holding_lock
    let _ = async |number: u64| match *total.lock().unwrap() {
        //~^ await_holding_lock
        0 => with(number).await,

        _ => 1,
    };
    let _ = async || {
        with(*total.lock().unwrap()).await //~ await_holding_lock
    };
    called_with(async || if let Some(name) = names.lock().unwrap().pop() { with(name).await; }, 1);
    //~^ await_holding_lock
    let _ = || async { with(*total.lock().unwrap()).await };
    //~^ await_holding_lock
}

fn called_with(_: impl AsyncFn(), _: u64) {}

async fn match_in_an_arm(total: &Mutex<u64>, number: Option<u64>) -> u64 {
    match number {
        Some(number) if number > 1 => match *total.lock().unwrap() {
            //~^ await_holding_lock
            0 => with(number).await,
            _ => 0,
        },
        Some(number) => number,
        None => with(*total.lock().unwrap()).await, //~ await_holding_lock
    }
}

#[rustfmt::skip]
async fn parentheses(total: &Mutex<u64>) {
    #![allow(unused_parens)]
    with((*total.lock().unwrap())).await; //~ await_holding_lock
    with((*total.lock().unwrap()) + 1).await; //~ await_holding_lock
    match (( *total.lock().unwrap() )) { //~ await_holding_lock
        0 => wait().await,
        _ => {}
    }
    with((*total.lock().unwrap(), 1)).await; //~ await_holding_lock
    with([next(), (*total.lock().unwrap())]).await; //~ await_holding_lock
}

mod references {
    use std::sync::{Arc, RwLock};

    #[derive(Clone)]
    pub struct Config {
        pub name: String,
    }

    async fn load(_: &Config) {}

    async fn load_with(_: u64, _: &Config) -> u64 {
        1
    }

    struct Server {
        config: RwLock<Arc<Config>>,
    }

    impl Server {
        async fn coerced(&self) {
            load(&self.config.read().unwrap().clone()).await;
            //~^ await_holding_lock
        }

        async fn coerced_at_the_end(&self) {
            load(&self.config.read().unwrap().clone()).await
            //~^ await_holding_lock
        }

        async fn coerced_after_a_name(&self, number: u64) -> u64 {
            let number = load_with(number, &self.config.read().unwrap().clone()).await;
            //~^ await_holding_lock
            number + 1
        }

        async fn counted(&self) {
            load(&Arc::clone(&*self.config.read().unwrap())).await;
            //~^ await_holding_lock
        }

        async fn coerced_in_an_arm(&self, number: u64) {
            match number {
                0 => load(&self.config.read().unwrap().clone()).await,
                //~^ await_holding_lock
                _ => {}
            }
        }

        async fn receiver(&self) {
            self.config.read().unwrap().clone().send().await;
            //~^ await_holding_lock
        }
    }

    impl Config {
        async fn send(&self) {}
    }
}

mod name_of_a_static {
    #![allow(non_upper_case_globals)]

    static value: std::sync::Mutex<u64> = std::sync::Mutex::new(0);

    async fn uses(total: &std::sync::Mutex<u64>) {
        super::with(*total.lock().unwrap()).await;
        //~^ await_holding_lock
    }
}
