//! What a value owns, and what it only knows of.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex, MutexGuard};

type Guard<'a> = MutexGuard<'a, u64>;

async fn wait() {}

fn lock(total: &Mutex<u64>) -> Guard<'_> {
    total.lock().unwrap()
}

async fn generic_parameter<T>(value: T) {
    wait().await;
    drop(value);
}

struct Wrapper<T> {
    value: T,
}

enum Either<L, R> {
    Left(L),
    Right { right: R },
}

async fn fields(total: &Mutex<u64>) {
    let one = Wrapper { value: lock(total) }; //~ await_holding_lock
    let two = Wrapper { value: Wrapper { value: (1, lock(total)) } }; //~ await_holding_lock
    let three: Either<Guard<'_>, u8> = either(lock(total)); //~ await_holding_lock
    let four: Either<u8, Guard<'_>> = either_right(lock(total)); //~ await_holding_lock
    wait().await;
    drop((one, two, three, four));
}

fn either<L, R>(left: L) -> Either<L, R> {
    Either::Left(left)
}

fn either_right<L, R>(right: R) -> Either<L, R> {
    Either::Right { right }
}

async fn containers(total: &Mutex<u64>) {
    let boxed = Box::new(lock(total)); //~ await_holding_lock
    let pinned: Pin<Box<Guard<'_>>> = Box::pin(lock(total)); //~ await_holding_lock
    let slice: Box<[Guard<'_>]> = vec![lock(total)].into_boxed_slice(); //~ await_holding_lock
    let queue = VecDeque::from([lock(total)]); //~ await_holding_lock
    let map = HashMap::from([(1, lock(total))]); //~ await_holding_lock
    let tree = BTreeMap::from([(1, lock(total))]); //~ await_holding_lock
    let array = [lock(total)]; //~ await_holding_lock
    let shared = Rc::new(lock(total)); //~ await_holding_lock
    let atomic = Arc::new(lock(total)); //~ await_holding_lock
    let result: Result<Guard<'_>, ()> = Some(lock(total)).ok_or(()); //~ await_holding_lock
    let into_iter = vec![lock(total)].into_iter(); //~ await_holding_lock
    let cell = std::cell::RefCell::new(lock(total)); //~ await_holding_lock
    let once = std::cell::OnceCell::from(lock(total));
    let locked = Mutex::new(lock(total)); //~ await_holding_lock
    wait().await;
    drop((boxed, pinned, slice, queue, map, tree, array, shared, atomic, result));
    drop((into_iter, cell, once, locked));
}

async fn containers_of_other_crates(total: &Mutex<u64>) {
    let ready = futures::future::ready(lock(total)); //~ await_holding_lock
    let fused = futures::future::FutureExt::fuse(async { 1 });
    let queue = futures::stream::iter([lock(total)]); //~ await_holding_lock
    wait().await;
    drop((ready, fused, queue));
}

/// Drops what is in a union.
struct Small<T> {
    inline: MaybeUninit<T>,
    filled: bool,
}

impl<T> Drop for Small<T> {
    fn drop(&mut self) {
        if self.filled {
            unsafe { self.inline.assume_init_drop() }
        }
    }
}

/// Drops what is behind a pointer.
struct Owner<T> {
    pointer: *mut T,
    _owns: PhantomData<T>,
}

impl<T> Drop for Owner<T> {
    fn drop(&mut self) {
        drop(unsafe { Box::from_raw(self.pointer) });
    }
}

/// Has something to do, but not with a `T`.
struct Marked<T> {
    name: String,
    _mark: PhantomData<T>,
}

impl<T> Drop for Marked<T> {
    fn drop(&mut self) {
        println!("{}", self.name);
    }
}

async fn unsafe_owners(total: &Mutex<u64>) {
    let small = Small { inline: MaybeUninit::new(lock(total)), filled: true }; //~ await_holding_lock
    let pointer = Box::into_raw(Box::new(lock(total)));
    let owner = Owner { pointer, _owns: PhantomData }; //~ await_holding_lock
    let deferred = Deferred { guard: ManuallyDrop::new(lock(total)) }; //~ await_holding_lock
    wait().await;
    drop((small, owner, deferred));
}

struct Deferred<'a> {
    guard: ManuallyDrop<Guard<'a>>,
}

impl Drop for Deferred<'_> {
    fn drop(&mut self) {
        unsafe { ManuallyDrop::drop(&mut self.guard) }
    }
}

async fn not_owned(total: &Mutex<u64>) {
    let guard = lock(total);
    let reference: &Guard<'_> = Box::leak(Box::new(guard));
    let pointer: *const Guard<'_> = reference;
    let function: fn(&Mutex<u64>) -> Guard<'_> = lock;
    let marker = PhantomData::<Guard<'_>>;
    let marked = Marked::<Guard<'_>> { name: String::new(), _mark: PhantomData };
    let weak = Weak::<Guard<'_>>::new();
    let never_dropped = ManuallyDrop::new(lock(total));
    let mutex = Mutex::new(0_u64);
    let none: [Guard<'_>; 0] = [];
    let boxed: Box<dyn Fn() + '_> = Box::new(|| drop(lock(total)));
    wait().await;
    println!("{reference} {pointer:p}");
    drop((function(total), marker, marked, weak, never_dropped, mutex, none, boxed));
}

async fn references_in_owners(total: &Mutex<u64>) {
    let guard = lock(total); //~ await_holding_lock
    let reference = Some(Wrapper { value: &guard });
    wait().await;
    drop(reference);
}

struct List<T> {
    value: T,
    next: Option<Box<List<T>>>,
}


struct Ping<T>(Option<Box<Pong<T>>>);

struct Pong<T>(Option<Box<Ping<T>>>, T);

async fn recursive_types(total: &Mutex<u64>) {
    let list = List { value: lock(total), next: None }; //~ await_holding_lock
    let plain = List { value: 1, next: None };

    let ping = Ping(Some(Box::new(Pong(None, lock(total))))); //~ await_holding_lock

    wait().await;
    drop((list, plain, ping));
}

fn hidden<'a>(total: &'a Mutex<u64>) -> impl Sized + use<'a> {
    lock(total)
}

async fn opaque(total: &Mutex<u64>) {
    let hidden = hidden(total); //~ await_holding_lock
    wait().await;
    drop(hidden);
}

async fn closures(total: &Mutex<u64>) {
    let guard = lock(total);
    let by_value = move || println!("{guard}"); //~ await_holding_lock
    wait().await;
    by_value();
    drop(by_value);

    let guard = lock(total); //~ await_holding_lock
    let by_reference = || println!("{guard}");
    wait().await;
    by_reference();
}

async fn futures_that_wait_to_be_polled(total: &Mutex<u64>) {
    let guard = lock(total);
    let later = async move { println!("{guard}") }; //~ await_holding_lock
    wait().await;
    later.await;

    let guard = lock(total);
    async move { println!("{guard}") }.await;
    wait().await;
}

async fn a_future_that_is_polled_answers_for_itself(total: &Mutex<u64>) {
    let guard = lock(total);
    let mut polled = std::pin::pin!(async move {
        wait().await;
        println!("{guard}"); //~ await_holding_lock
    });
    tokio::select! {
        () = polled.as_mut() => {}
        () = wait() => {}
    }
}

async fn a_future_that_is_only_borrowed_is_not_polled(total: &Mutex<u64>) {
    let guard = lock(total);
    let mut later = async move { println!("{guard}") }; //~ await_holding_lock
    look_at(&mut later);
    wait().await;
    later.await;

    let guard = lock(total);
    let mut later = Box::pin(async move { println!("{guard}") }); //~ await_holding_lock
    wait().await;
    later.as_mut().await;
    wait().await;
}

fn look_at<T>(_: &T) {}

async fn pinned_by_hand(total: &Mutex<u64>) {
    let guard = lock(total);
    let mut later = async move { println!("{guard}") };
    let later = unsafe { Pin::new_unchecked(&mut later) };
    tokio::select! {
        () = later => {}
        () = wait() => {}
    }
    wait().await;
}

async fn pinned_before_another_await(total: &Mutex<u64>) {
    let guard = lock(total);
    let mut later = async move { println!("{guard}") }; //~ await_holding_lock
    let later = unsafe { Pin::new_unchecked(&mut later) };
    wait().await;
    later.await;
}

async fn polled_on_one_path(total: &Mutex<u64>, early: bool) {
    let guard = lock(total);
    let mut later = Box::pin(async move { println!("{guard}") }); //~ await_holding_lock
    if early {
        later.as_mut().await;
    }
    wait().await;
}

async fn a_new_one_for_each_round(total: &Mutex<u64>) {
    for _ in 0..3 {
        let guard = lock(total);
        let mut later = Box::pin(async move { println!("{guard}") });
        later.as_mut().await;
        wait().await;
    }
}

/// What is borrowed mutably is another captured value.
fn captured_beside_another(total: &Mutex<u64>, mut list: Vec<u64>) -> impl Future<Output = ()> {
    let guard = lock(total);
    let later = async move { println!("{guard}") };
    async move {
        list.push(1);
        wait().await;
        later.await; //~ await_holding_lock
    }
}

/// Who gets a mutable reference may poll, and what is polled may be anywhere.
async fn given_away_by_reference(total: &Mutex<u64>) {
    let guard = lock(total);
    let mut later = Box::pin(async move { println!("{guard}") });
    poll_it(&mut later);
    wait().await;
}

fn poll_it<F: Future + Unpin>(_: &mut F) {}

fn main() {}
