//! A generic coroutine holds what it is given, and only its caller knows that this is a guard.

use std::fmt::Display;
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard};

async fn wait() {}

fn lock(total: &Mutex<u64>) -> MutexGuard<'_, u64> {
    total.lock().unwrap()
}

async fn hold<T>(value: T) {
    wait().await;
    drop(value);
}

async fn give_up<T: Display>(value: T) {
    println!("{value}");
    drop(value);
    wait().await;
}

async fn hold_the_second<A, B>(first: A, second: B) {
    drop(first);
    wait().await;
    wait().await;
    drop(second);
}

async fn hold_what_derefs(value: impl Deref<Target = u64>) -> u64 {
    wait().await;
    *value
}

async fn hold_a_trait(value: impl Display) {
    wait().await;
    println!("{value}");
}

async fn hold_in_a_list<T>(value: T) {
    let list = vec![value];
    wait().await;
    drop(list);
}

async fn borrow<T: Display>(value: &T) {
    wait().await;
    println!("{value}");
}

async fn pass_on<T>(value: T) {
    hold(value).await;
}

fn hold_in_a_block<T>(value: T, factor: u64) -> impl Future<Output = u64> {
    async move {
        wait().await;
        drop(value);
        factor
    }
}

async fn call<F: AsyncFn()>(function: F) {
    function().await;
    wait().await;
}

async fn await_it<F: Future>(future: F) -> F::Output {
    future.await
}

struct Wrapper<T> {
    value: T,
}

impl<T> Wrapper<T> {
    async fn hold(self) -> T {
        wait().await;
        self.value
    }

    async fn hold_another<U>(&self, other: U) {
        wait().await;
        drop(other);
    }
}

async fn guards_are_given(total: &Mutex<u64>, other: &Mutex<u64>) {
    hold(lock(total)).await; //~ await_holding_lock
    hold(Some(lock(total))).await; //~ await_holding_lock
    hold((1, lock(total))).await; //~ await_holding_lock
    let guard = lock(total);
    hold(guard).await; //~ await_holding_lock
    hold_the_second(1, lock(total)).await; //~ await_holding_lock
    hold_the_second(lock(total), lock(other)).await; //~ await_holding_lock
    hold_what_derefs(lock(total)).await; //~ await_holding_lock
    hold_a_trait(lock(total)).await; //~ await_holding_lock
    hold_in_a_list(lock(total)).await; //~ await_holding_lock
    pass_on(lock(total)).await; //~ await_holding_lock
    hold_in_a_block(lock(total), 2).await; //~ await_holding_lock
    let future = hold(lock(total));
    future.await; //~ await_holding_lock
    let wrapper = Wrapper { value: lock(total) };
    wrapper.hold().await; //~ await_holding_lock
    Wrapper { value: 1 }.hold_another(lock(total)).await; //~ await_holding_lock
    Wrapper::hold(Wrapper { value: lock(total) }).await; //~ await_holding_lock
}

async fn what_owns_a_guard_is_given(total: &Mutex<u64>) {
    use futures::FutureExt;

    let guard = lock(total);
    let closure = async move || println!("{guard}");
    call(closure).await; //~ await_holding_lock
    let guard = lock(total);
    await_it(wait().map(move |()| drop(guard))).await; //~ await_holding_lock
}

async fn nothing_is_held(total: &Mutex<u64>) {
    give_up(lock(total)).await;
    hold_the_second(lock(total), 1).await;
    let number = *lock(total);
    hold(number).await;
    hold(&Mutex::new(number)).await;
    pass_on(number).await;
    hold_in_a_block(2, number).await;
    call(async || println!("{}", lock(total))).await;
    await_it(async { println!("{}", lock(total)) }).await;
    // The borrowed guard is a temporary of this function.
    borrow(&lock(total)).await; //~ await_holding_lock
}

async fn hold_one_of_its_own<T>(value: T, total: &Mutex<u64>) {
    drop(value);
    hold(lock(total)).await; //~ await_holding_lock
}

async fn is_reported_once(total: &Mutex<u64>, other: &Mutex<u64>) {
    hold_one_of_its_own(lock(total), other).await;
}

/// Its own callers know what it gives.
async fn still_generic<T>(value: T) {
    hold(Some(value)).await;
}

/// Of coroutines of other crates it is known what they may store.
async fn of_another_crate(total: &Mutex<u64>) {
    use tokio::sync::{OnceCell, mpsc};

    let (sender, mut receiver) = mpsc::channel(1);
    sender.send(lock(total)).await.ok(); //~ await_holding_lock
    sender.reserve().await.unwrap().send(lock(total));
    sender.closed().await;
    let received = receiver.recv().await;
    drop(received);

    let cell = OnceCell::new();
    let guard = lock(total);
    cell.get_or_init(move || async move { *guard }).await; //~ await_holding_lock
}

#[allow(clippy::await_holding_lock)]
async fn allowed(total: &Mutex<u64>) {
    hold(lock(total)).await;
}

#[expect(clippy::await_holding_lock)]
async fn expected(total: &Mutex<u64>) {
    hold(lock(total)).await;
}

fn main() {}
