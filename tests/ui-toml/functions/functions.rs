//! The path of a function is about the values that it returns, and about no others of their type.

use std::sync::{Mutex, MutexGuard};
use std::time::{Instant, SystemTime};

async fn wait() {}

struct Pool;
struct Other;

trait Lend {
    fn lend(&self) -> String {
        String::new()
    }
    fn give(&self) -> String;
    #[clippy::must_not_suspend]
    fn scratch_of_all(&self) -> Vec<u8>;
    fn scratch_of_one(&self) -> Vec<u8>;
}

impl Pool {
    fn buffer(&self) -> Vec<u8> {
        Vec::new()
    }
    fn other_buffer(&self) -> Vec<u8> {
        Vec::new()
    }
    #[clippy::must_not_suspend]
    fn scratch(&self) -> Vec<u8> {
        Vec::new()
    }
}

impl Lend for Pool {
    fn give(&self) -> String {
        String::new()
    }
    fn scratch_of_all(&self) -> Vec<u8> {
        Vec::new()
    }
    #[clippy::must_not_suspend]
    fn scratch_of_one(&self) -> Vec<u8> {
        Vec::new()
    }
}

impl Lend for Other {
    fn give(&self) -> String {
        String::new()
    }
    fn scratch_of_all(&self) -> Vec<u8> {
        Vec::new()
    }
    #[clippy::must_not_suspend]
    fn scratch_of_one(&self) -> Vec<u8> {
        Vec::new()
    }
}

fn number() -> u32 {
    1
}

#[clippy::must_not_suspend = "the library's reason"]
fn marked() -> u32 {
    1
}

#[clippy::must_not_suspend]
fn scratch() -> Box<[u8]> {
    Box::new([])
}

fn clock() -> SystemTime {
    SystemTime::now()
}

fn locked(lock: &Mutex<u8>) -> MutexGuard<'_, u8> {
    lock.lock().unwrap()
}

fn entered(span: &tracing::Span) -> Option<tracing::span::Entered<'_>> {
    Some(span.enter())
}

async fn of_this_crate() {
    let number = number(); //~ await_holding_invalid_type
    wait().await;
    assert_eq!(number, 1);
}

async fn of_a_type(pool: &Pool) {
    let buffer = pool.buffer(); //~ await_holding_invalid_type
    wait().await;
    drop(buffer);
}

async fn of_a_trait(pool: &Pool, other: &Other, any: &dyn Lend) {
    let lent = pool.lend(); //~ await_holding_invalid_type
    let lent_by_another = other.lend(); //~ await_holding_invalid_type
    let lent_by_any = any.lend(); //~ await_holding_invalid_type
    wait().await;
    drop((lent, lent_by_another, lent_by_any));
}

async fn of_an_implementation(pool: &Pool) {
    let given = pool.give(); //~ await_holding_invalid_type
    wait().await;
    drop(given);
}

async fn of_other_crates() {
    let now = Instant::now(); //~ await_holding_invalid_type
    let text = String::from("text"); //~ await_holding_invalid_type
    wait().await;
    println!("{text} {:?}", now.elapsed());
}

async fn marked_with_another_reason() {
    let number = marked(); //~ await_holding_invalid_type
    wait().await;
    assert_eq!(number, 1);
}

async fn of_a_listed_type() {
    let from_the_function = clock(); //~ await_holding_invalid_type
    let from_another = SystemTime::now(); //~ await_holding_invalid_type
    wait().await;
    let _ = (from_the_function, from_another);
}

async fn marked_and_not_allowed(other: &Other) {
    let scratch = other.scratch_of_one(); //~ await_holding_invalid_type
    wait().await;
    drop(scratch);
}

async fn not_from_the_function(lock: &Mutex<u8>) {
    let guard = lock.lock().unwrap(); //~ await_holding_lock
    wait().await;
    drop(guard);
}

// From here on nothing is held that must not be.

async fn of_others(pool: &Pool, other: &Other, now: Instant) {
    let buffer = pool.other_buffer();
    let given = other.give();
    let text = "text".to_owned();
    wait().await;
    drop((buffer, given, text, now));
}

async fn given_up() {
    let now = Instant::now();
    println!("{:?}", now.elapsed());
    wait().await;
}

async fn marked_and_allowed(pool: &Pool, other: &Other) {
    let scratch = scratch();
    let of_the_type = pool.scratch();
    let of_the_trait = (pool.scratch_of_all(), other.scratch_of_all());
    let of_any = other.scratch_of_all();
    let of_the_implementation = pool.scratch_of_one();
    wait().await;
    drop((scratch, of_the_type, of_the_trait, of_any, of_the_implementation));
}

async fn of_forbidden_types(lock: &Mutex<u8>, span: &tracing::Span) {
    let guard = locked(lock);
    let entered = entered(span);
    wait().await;
    drop((guard, entered));
}
