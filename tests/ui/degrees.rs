//! What a value certainly owns, and what it can own: outside of cells and in them.

use std::cell::{Cell, LazyCell, OnceCell, RefCell, UnsafeCell};
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, AtomicU64};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, RwLock};

type Guard<'a> = MutexGuard<'a, u64>;

async fn wait() {}

fn lock(total: &Mutex<u64>) -> Guard<'_> {
    total.lock().unwrap()
}

/// A value about which only its type is known.
fn some<T>() -> T {
    todo!()
}

/// A cell as any library can have one.
struct Slot<T> {
    readers: AtomicU64,
    content: UnsafeCell<T>,
}

/// The same by another name.
struct Shelf<T>(RwLock<Box<Slot<T>>>);

struct Wrapper<T> {
    id: u64,
    value: T,
}

enum Only<T> {
    One(T),
}

enum Step<'a> {
    Idle,
    Locked { guard: Guard<'a> },
}

async fn certain_in_cells<'a>() {
    let mutex: Mutex<Guard<'a>> = some(); //~ await_holding_lock
    let rwlock: RwLock<(u64, Guard<'a>)> = some(); //~ await_holding_lock
    let ref_cell: RefCell<Box<Guard<'a>>> = some(); //~ await_holding_lock
    let cell: Cell<[Guard<'a>; 2]> = some(); //~ await_holding_lock
    let unsafe_cell: UnsafeCell<Pin<Rc<Guard<'a>>>> = some(); //~ await_holding_lock
    let own: Slot<Wrapper<Guard<'a>>> = some(); //~ await_holding_lock
    let nested: Arc<Shelf<Guard<'a>>> = some(); //~ await_holding_lock
    let only: Mutex<Only<Guard<'a>>> = some(); //~ await_holding_lock
    let deferred: Mutex<Deferred<'a>> = some(); //~ await_holding_lock
    let parking_lot: parking_lot::Mutex<Guard<'a>> = some(); //~ await_holding_lock
    let tokio: Arc<tokio::sync::Mutex<Guard<'a>>> = some(); //~ await_holding_lock
    wait().await;
    drop((mutex, rwlock, ref_cell, cell, unsafe_cell, own, nested, only, deferred));
    drop((parking_lot, tokio));
}

struct Deferred<'a> {
    guard: ManuallyDrop<Guard<'a>>,
}

impl Drop for Deferred<'_> {
    fn drop(&mut self) {
        unsafe { ManuallyDrop::drop(&mut self.guard) }
    }
}

/// Others fill and empty these.
async fn possible_in_cells<'a>() {
    let option: Mutex<Option<Guard<'a>>> = some();
    let result: RwLock<Result<Guard<'a>, ()>> = some();
    let step: RefCell<Wrapper<Step<'a>>> = some();
    let list: Cell<Vec<Guard<'a>>> = some();
    let map: Mutex<HashMap<u64, Guard<'a>>> = some();
    let tree: Mutex<BTreeMap<u64, Guard<'a>>> = some();
    let slice: Mutex<Box<[Guard<'a>]>> = some();
    let once: OnceCell<Guard<'a>> = some();
    let once_lock: OnceLock<Guard<'a>> = some();
    let lazy: LazyCell<Guard<'a>> = some();
    let lazy_lock: LazyLock<Guard<'a>> = some();
    let own: Slot<Option<Guard<'a>>> = some();
    let shelf: Shelf<Wrapper<Step<'a>>> = some();
    let union: Slot<Uninit<Guard<'a>>> = some();
    let inner: Mutex<Option<Mutex<Guard<'a>>>> = some();
    let own_pointer: Mutex<Owner<Guard<'a>>> = some();
    let exchanged: Exchanged<Guard<'a>> = some();
    let parking_lot: parking_lot::RwLock<Option<Guard<'a>>> = some();
    let tokio: tokio::sync::Mutex<Vec<Guard<'a>>> = some();
    let tokio_once: tokio::sync::OnceCell<Guard<'a>> = some();
    let dash_map: dashmap::DashMap<u64, Guard<'a>> = some();
    let queue: crossbeam_queue_like::Queue<Guard<'a>> = some();
    wait().await;
    drop((option, result, step, list, map, tree, slice, once, once_lock, lazy, lazy_lock));
    drop((own, shelf, union, inner, own_pointer, exchanged, parking_lot, tokio, tokio_once));
    drop((dash_map, queue));
}

/// Drops what is in a union.
struct Uninit<T>(MaybeUninit<T>);

impl<T> Drop for Uninit<T> {
    fn drop(&mut self) {}
}

/// Owns what is behind a pointer, any number of them.
struct Owner<T> {
    pointer: *mut T,
    _owns: PhantomData<T>,
}

impl<T> Drop for Owner<T> {
    fn drop(&mut self) {}
}

/// What is behind its pointer can be exchanged through a shared reference.
struct Exchanged<T> {
    pointer: AtomicPtr<T>,
    _owns: PhantomData<T>,
}

impl<T> Drop for Exchanged<T> {
    fn drop(&mut self) {}
}

mod crossbeam_queue_like {
    use super::*;

    pub struct Queue<T> {
        slots: Box<[Slot<MaybeUninit<T>>]>,
    }

    impl<T> Drop for Queue<T> {
        fn drop(&mut self) {}
    }
}

/// These have room for a future in a cell. They are not reported, though this body fills it.
async fn futures_in_cells(total: &Mutex<u64>) {
    use futures::{FutureExt, stream::FuturesUnordered};

    let guard = lock(total);
    let shared = async move { drop(guard) }.shared();
    let guard = lock(total);
    let all = FuturesUnordered::from_iter([async move { drop(guard) }]);
    wait().await;
    drop((shared, all));
}

/// It is not in the cell that these can be empty.
async fn possible_outside_of_cells<'a>() {
    let option: Option<Mutex<Guard<'a>>> = some(); //~ await_holding_lock
    let list: Vec<RefCell<Guard<'a>>> = some(); //~ await_holding_lock
    let step: Step<'a> = some(); //~ await_holding_lock
    let state_machine: Wrapper<Step<'a>> = some(); //~ await_holding_lock
    let boxed: Box<Option<Guard<'a>>> = some(); //~ await_holding_lock
    let shared: Arc<Option<Guard<'a>>> = some(); //~ await_holding_lock
    let shared_slice: Rc<[Guard<'a>]> = some(); //~ await_holding_lock
    let guards: Vec<Guard<'a>> = some(); //~ await_holding_lock
    let map: BTreeMap<u64, Guard<'a>> = some(); //~ await_holding_lock
    let own_pointer: Owner<Guard<'a>> = some(); //~ await_holding_lock
    let union: Uninit<Guard<'a>> = some(); //~ await_holding_lock
    wait().await;
    drop((option, list, step, state_machine, boxed, shared, shared_slice, guards, map));
    drop((own_pointer, union));
}

async fn any_length<'a, const N: usize>() {
    let array: [Guard<'a>; N] = some(); //~ await_holding_lock
    let in_cell: RefCell<[Guard<'a>; N]> = some();
    wait().await;
    drop((array, in_cell));
}

/// The handle of a database. A guard is in there while the database is being opened.
#[derive(Clone)]
struct Database<'a> {
    inner: Arc<Inner<'a>>,
}

struct Inner<'a> {
    path: String,
    state: Mutex<Option<Opening<'a>>>,
    pools: RwLock<Vec<Pool<'a>>>,
    last_error: OnceLock<String>,
}

struct Opening<'a> {
    file: Box<Wrapper<Guard<'a>>>,
    pages: u64,
}

struct Pool<'a> {
    connections: RefCell<HashMap<u64, Guard<'a>>>,
}

async fn handles<'a>(argument: Database<'a>) {
    let database: Database<'a> = some();
    let clone = database.clone();
    let optional = Some(database.clone());
    let pools: Vec<Pool<'a>> = some();
    wait().await;
    let captures = async move {
        look_at(&clone);
        wait().await;
        drop(clone);
    };
    wait().await;
    drop((captures, optional, pools, argument));
}

/// A state machine that has a guard between its steps.
async fn state_machine(total: &Mutex<u64>, steps: u64) {
    let mut step = Step::Idle; //~ await_holding_lock
    for _ in 0..steps {
        step = next(step, total);
        wait().await;
    }
}

fn next<'a>(_: Step<'a>, total: &'a Mutex<u64>) -> Step<'a> {
    Step::Locked { guard: lock(total) }
}

/// What is known at one `await` point is said of the value.
async fn this_body_puts_one_in(total: &Mutex<u64>) {
    let option = Some(lock(total)); //~ await_holding_lock
    wait().await;
    look_at(&option);

    let mut later: Option<Guard<'_>> = some(); //~ await_holding_lock
    wait().await;
    later = Some(lock(total));
    wait().await;
    look_at(&later);
}

async fn it_is_one_of_two_variants(total: &Mutex<u64>, first: bool) {
    let result = if first { Ok(lock(total)) } else { Err(()) }; //~ await_holding_lock
    wait().await;
    look_at(&result);
}

async fn this_body_knows_that_there_is_none(total: &Mutex<u64>) {
    let mut step = Step::Idle;
    wait().await;
    look_at(&step);
    step = Step::Locked { guard: lock(total) };
    look_at(&step);
    step = Step::Idle;
    wait().await;
    look_at(&step);
}

fn look_at<T>(_: &T) {}

/// The same types, by a worse way first.
struct Twice<'a> {
    state: Mutex<Option<Wrapper<Guard<'a>>>>,
    optional: Option<Wrapper<Guard<'a>>>,
    shared: Mutex<Wrapper<Guard<'a>>>,
    wrapper: Wrapper<Wrapper<Guard<'a>>>,
}

struct InCellFirst<'a> {
    cell: Mutex<Wrapper<Option<Guard<'a>>>>,
    wrapper: Wrapper<Option<Guard<'a>>>,
}

struct PossibleFirst<'a> {
    optional: Option<Guard<'a>>,
    deep: Wrapper<Wrapper<Guard<'a>>>,
}

/// What is certain is shown, even if it is further away.
async fn by_several_ways<'a>() {
    let twice: Twice<'a> = some(); //~ await_holding_lock
    let in_cell: InCellFirst<'a> = some(); //~ await_holding_lock
    let possible: PossibleFirst<'a> = some(); //~ await_holding_lock
    wait().await;
    drop((twice, in_cell, possible));
}

/// The type is first seen in a cell, and then by itself.
async fn nothing_is_remembered_of_what_is_in_a_cell<'a>() {
    let cell: Mutex<Option<Wrapper<Guard<'a>>>> = some();
    let handle: Database<'a> = some();
    wait().await;
    let opening: Option<Opening<'a>> = some(); //~ await_holding_lock
    let option: Option<Wrapper<Guard<'a>>> = some(); //~ await_holding_lock
    wait().await;
    drop((cell, handle, option, opening));
}

/// Guards of two lints, one of them in a cell that can be empty.
async fn two_lints<'a>() {
    let both: Wrapper<(Mutex<Option<Guard<'a>>>, Option<std::cell::Ref<'a, u64>>)> = some();
    //~^ await_holding_refcell_ref
    wait().await;
    drop(both);
}

/// The counts of an `Rc` are in cells, but what it points to is not.
async fn beside_cells<'a>() {
    let shared: Rc<(Cell<u64>, Option<Guard<'a>>)> = some(); //~ await_holding_lock
    let slot: Wrapper<(Slot<u64>, Step<'a>)> = some(); //~ await_holding_lock
    wait().await;
    drop((shared, slot));
}

/// What is in a marked type is not looked for, but the same beside it is.
#[clippy::must_not_suspend]
struct Marked<'a>(Wrapper<Guard<'a>>);

async fn beside_a_marked_type<'a>() {
    let both: (Marked<'a>, Wrapper<Guard<'a>>) = some();
    //~^ await_holding_invalid_type
    //~| await_holding_lock
    wait().await;
    drop(both);
}

fn main() {}
