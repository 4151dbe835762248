//! A function can be marked instead of the type that it returns: its values are not to be held,
//! other values of the type are.

async fn wait() {}

#[clippy::must_not_suspend = "it is the number of the thread"]
fn thread_number() -> u32 {
    1
}

fn other_number() -> u32 {
    2
}

#[clippy::must_not_suspend]
fn scratch() -> Box<[u8]> {
    Box::new([])
}

struct Pool;

impl Pool {
    #[clippy::must_not_suspend]
    fn buffer(&self) -> Vec<u8> {
        Vec::new()
    }
}

trait Lend {
    #[clippy::must_not_suspend]
    fn lend(&self) -> String;
    fn give(&self) -> String;
}

impl Lend for Pool {
    fn lend(&self) -> String {
        String::new()
    }
    #[clippy::must_not_suspend]
    fn give(&self) -> String {
        String::new()
    }
}

async fn with_drop() {
    let buffer = scratch(); //~ await_holding_invalid_type
    wait().await;
    drop(buffer);
}

async fn without_drop() {
    let number = thread_number(); //~ await_holding_invalid_type
    wait().await;
    assert_eq!(number, 1);
}

async fn inherent_method(pool: &Pool) {
    let buffer = pool.buffer(); //~ await_holding_invalid_type
    wait().await;
    drop(buffer);
}

async fn method_of_a_trait(lender: &impl Lend) {
    let lent = lender.lend(); //~ await_holding_invalid_type
    wait().await;
    drop(lent);
}

async fn method_of_an_implementation(pool: &Pool) {
    let given = pool.give(); //~ await_holding_invalid_type
    wait().await;
    drop(given);
}

async fn moved_on() {
    let buffer = scratch();
    let moved = buffer; //~ await_holding_invalid_type
    wait().await;
    drop(moved);
}

async fn temporary() {
    match scratch().len() {
        //~^ await_holding_invalid_type
        0 => wait().await,
        _ => {}
    }
}

#[clippy::must_not_suspend]
fn first(words: &[String]) -> Option<&String> {
    words.first()
}

#[clippy::must_not_suspend]
fn counter(from: u32) -> impl Iterator<Item = u32> {
    from..
}

#[clippy::must_not_suspend]
fn borrowed<T: ?Sized>(value: &T) -> &T {
    value
}

async fn with_a_lifetime(words: &[String]) {
    let word = first(words); //~ await_holding_invalid_type
    wait().await;
    assert!(word.is_some());
}

async fn of_an_opaque_type() {
    let mut numbers = counter(1); //~ await_holding_invalid_type
    wait().await;
    numbers.next();
}

async fn of_a_generic_type<T: Clone>(value: T) {
    let borrow = borrowed(&value); //~ await_holding_invalid_type
    wait().await;
    drop(borrow.clone());
}

impl std::ops::Not for Pool {
    type Output = String;

    #[clippy::must_not_suspend]
    fn not(self) -> String {
        String::new()
    }
}

async fn operator() {
    let negated = !Pool; //~ await_holding_invalid_type
    wait().await;
    drop(negated);
}

// From here on nothing is held that must not be.

trait Actor {
    type State;

    async fn start(&self) -> Self::State;
}

struct State {
    count: u32,
}

impl Actor for Pool {
    type State = State;

    // What has the path of a function names a type.
    async fn start(&self) -> Self::State {
        let state = Self::State { count: 1 };
        wait().await;
        state
    }
}

async fn given_up() {
    let buffer = scratch();
    drop(buffer);
    wait().await;
}

async fn not_used_afterwards() {
    let number = thread_number();
    assert_eq!(number, 1);
    wait().await;
}

async fn of_another_function() {
    let number = other_number();
    wait().await;
    assert_eq!(number, 2);
}

async fn of_another_implementation(lender: &impl Lend) {
    let given = lender.give();
    wait().await;
    drop(given);
}

async fn same_type() {
    let buffer: Box<[u8]> = Box::new([]);
    wait().await;
    drop(buffer);
}

async fn what_is_made_of_it() {
    let len = scratch().len();
    let next = thread_number() + 1;
    wait().await;
    assert_eq!(len, next as usize);
}
