//! What is known to be empty holds nothing: how it was made, what was asked, and what was done to it.
//! Of each kind there is a function that holds nothing and one that does.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::mem;
use std::sync::{Mutex, MutexGuard};

type Guard<'a> = MutexGuard<'a, u64>;

async fn wait() {}

fn lock(total: &Mutex<u64>) -> Guard<'_> {
    total.lock().unwrap()
}

/// A value about which only its type is known.
fn some<T>() -> T {
    todo!()
}

fn look_at<T>(_: &T) {}

fn change<T>(_: &mut T) {}

struct Slot<'a> {
    guard: Option<Guard<'a>>,
    number: u64,
}

#[derive(Debug)]
struct Rows<'a>(Guard<'a>);

struct Transaction<'a> {
    rows: Rows<'a>,
    more: Option<Guard<'a>>,
}

enum State<'a> {
    Idle,
    Waiting(u64),
    Locked(Guard<'a>),
}

// How it was made.

async fn made_with_none<'a>() {
    let slot = Slot { guard: None, number: 1 };
    let pair: (Option<Guard<'a>>, u64) = (None, 1);
    let array: [Option<Guard<'a>>; 2] = [None, None];
    let result: Result<Option<Guard<'a>>, ()> = Ok(None);
    let boxed: Box<Option<Guard<'a>>> = Box::new(None);
    let default = Option::<Guard<'a>>::default();
    let nested = Some((1, Slot { guard: None, number: 2 }));
    wait().await;
    look_at(&(slot, pair, array, result, boxed, default, nested));
}

async fn made_with_some(total: &Mutex<u64>) {
    let slot = Slot { guard: Some(lock(total)), number: 1 }; //~ await_holding_lock
    let pair = (Some(lock(total)), 1); //~ await_holding_lock
    let array = [None, Some(lock(total))]; //~ await_holding_lock
    let result: Result<_, ()> = Ok(Some(lock(total))); //~ await_holding_lock
    let boxed = Box::new(Some(lock(total))); //~ await_holding_lock
    wait().await;
    look_at(&(slot, pair, array, result, boxed));
}

async fn made_with_something(guard: Option<Guard<'_>>) {
    let slot = Slot { guard, number: 1 }; //~ await_holding_lock
    wait().await;
    look_at(&slot);
}

async fn filled_after_the_await(total: &Mutex<u64>) {
    let mut slot = Slot { guard: None, number: 1 };
    let mut list = Vec::new();
    let mut map = HashMap::new();
    let mut queue = VecDeque::with_capacity(4);
    wait().await;
    slot.guard = Some(lock(total));
    list.push(lock(total));
    map.insert(slot.number, lock(total));
    queue.push_back(lock(total));
}

async fn filled_before_the_await(total: &Mutex<u64>) {
    let mut slot = Slot { guard: None, number: 1 }; //~ await_holding_lock
    let mut list = Vec::new(); //~ await_holding_lock
    let mut map: BTreeMap<u64, _> = BTreeMap::default(); //~ await_holding_lock
    let mut array = [None, None]; //~ await_holding_lock
    slot.guard = Some(lock(total));
    list.push(lock(total));
    map.insert(slot.number, lock(total));
    array[slot.number as usize] = Some(lock(total));
    wait().await;
}

async fn given_away_before_the_await<'a>() {
    let mut list: Vec<Guard<'a>> = Vec::new(); //~ await_holding_lock
    change(&mut list);
    let mut boxed: Box<Option<Guard<'a>>> = Box::new(None); //~ await_holding_lock
    change(&mut boxed);
    let mut slot = Slot { guard: None, number: 1 }; //~ await_holding_lock
    change(&mut slot);
    wait().await;
    look_at(&(list, boxed, slot));
}

async fn only_the_empty_field_is_left(total: &Mutex<u64>, other: &Mutex<u64>) {
    let transaction = Transaction { rows: Rows(lock(total)), more: None };
    drop(transaction.rows);
    wait().await;
    look_at(&transaction.more);

    let transaction = Transaction { rows: Rows(lock(total)), more: Some(lock(other)) };
    //~^ await_holding_lock
    drop(transaction.rows);
    wait().await;
    look_at(&transaction.more);
}

// What was asked.

async fn asked_through_a_view(mut guard: Option<Guard<'_>>, mut boxed: Option<Box<Rows<'_>>>) {
    match guard.as_mut() {
        Some(guard) => **guard += 1,
        None => match boxed.as_deref_mut() {
            Some(Rows(guard)) => **guard += 1,
            None => wait().await,
        },
    }
    match guard.as_ref() {
        Some(guard) => println!("{guard}"),
        None if boxed.is_none() => wait().await,
        None => {}
    }
    if let Some(guard) = guard.as_deref() {
        println!("{guard}");
    } else if let Some(rows) = boxed.as_deref() {
        println!("{rows:?}");
    } else {
        wait().await;
    }
    if guard.as_ref().is_none() && boxed.as_ref().is_none() {
        wait().await;
    }
}

async fn a_view_of_something(mut guard: Option<Guard<'_>>) {
    //~^ await_holding_lock
    match guard.as_mut() {
        Some(guard) => {
            wait().await;
            **guard += 1;
        }
        None => {}
    }
}

async fn a_view_of_what_is_filled_then(mut guard: Option<Guard<'_>>, total: &Mutex<u64>) {
    //~^ await_holding_lock
    match guard.as_mut() {
        Some(guard) => **guard += 1,
        None => {
            guard = Some(lock(total));
            wait().await;
        }
    }
}

async fn matched_by_mutable_reference(mut guard: Option<Guard<'_>>) {
    match &mut guard {
        Some(guard) => **guard += 1,
        None => wait().await,
    }
    if let Some(guard) = &mut guard {
        **guard += 1;
    } else {
        wait().await;
    }
    let reference = &mut guard;
    match reference {
        Some(guard) => **guard += 1,
        None => wait().await,
    }
}

async fn filled_through_the_reference(mut guard: Option<Guard<'_>>, total: &Mutex<u64>) {
    //~^ await_holding_lock
    match &mut guard {
        Some(guard) => **guard += 1,
        none => {
            *none = Some(lock(total));
            wait().await;
        }
    }
}

async fn filled_inside(mut nested: Option<Option<Guard<'_>>>, total: &Mutex<u64>) {
    //~^ await_holding_lock
    match &mut nested {
        Some(inner @ None) => {
            *inner = Some(lock(total));
            wait().await;
        }
        _ => {}
    }
}

async fn matches(state: State<'_>) {
    if matches!(state, State::Idle | State::Waiting(_)) {
        wait().await;
    }
    if !matches!(state, State::Locked(_)) {
        wait().await;
    }
    let is_idle = matches!(&state, State::Idle);
    if is_idle {
        wait().await;
    }
}

async fn matches_what_is_locked(state: State<'_>, other: State<'_>) {
    //~^ await_holding_lock
    //~| await_holding_lock
    if matches!(state, State::Waiting(_) | State::Locked(_)) {
        wait().await;
    }
    if !matches!(other, State::Idle) {
        wait().await;
    }
}

async fn several_at_once(one: Option<Guard<'_>>, other: Option<Guard<'_>>, flag: bool) {
    match (&one, flag) {
        (None, true) => match (&one, &other) {
            (None, None) => wait().await,
            _ => {}
        },
        _ => {}
    }
    if one.is_none() && other.is_none() {
        wait().await;
    }
    if one.is_some() || other.is_some() {
        return;
    }
    wait().await;
}

async fn one_of_several(one: Option<Guard<'_>>, other: Option<Guard<'_>>, flag: bool) {
    //~^ await_holding_lock
    //~| await_holding_lock
    match (&one, flag) {
        (_, true) => {
            drop(other);
            wait().await;
        }
        _ => {
            if one.is_none() || other.is_none() {
                drop(one);
                wait().await;
            }
        }
    }
}

async fn remembered(guard: Option<Guard<'_>>, limit: u64) {
    let none = guard.is_none();
    if none {
        wait().await;
    }
    let some = !none;
    if limit > 1 && !some {
        wait().await;
    }
    let both = guard.is_none() && limit > 2;
    if both {
        wait().await;
    }
}

async fn remembered_wrongly(mut guard: Option<Guard<'_>>, total: &Mutex<u64>, limit: u64) {
    //~^ await_holding_lock
    let none = guard.is_none();
    guard = Some(lock(total));
    if none {
        wait().await;
    }
    let either = guard.is_none() || limit > 2;
    if either {
        wait().await;
    }
}

async fn a_flag_beside_it(total: &Mutex<u64>, flag: bool) {
    let mut guard = None;
    let mut is_locked = false;
    if flag {
        guard = Some(lock(total));
        is_locked = true;
    }
    if !is_locked {
        wait().await;
    }
    drop(guard);
}

async fn a_flag_that_says_too_little(total: &Mutex<u64>, other: &Mutex<u64>, flag: bool) {
    let mut guard = None; //~ await_holding_lock
    let mut is_locked = false;
    if flag {
        guard = Some(lock(total));
        is_locked = true;
    }
    if !is_locked {
        guard = Some(lock(other));
        wait().await;
    }
    drop(guard);
}

async fn a_flag_that_is_given_away(total: &Mutex<u64>, flag: bool) {
    let mut guard = None; //~ await_holding_lock
    let mut is_locked = false;
    if flag {
        guard = Some(lock(total));
        is_locked = true;
    }
    change(&mut is_locked);
    if !is_locked {
        wait().await;
    }
    drop(guard);
}

async fn a_flag_of_the_round_before(total: &Mutex<u64>, rounds: u64) {
    let mut guard = None; //~ await_holding_lock
    let mut was_none = true;
    for _ in 0..rounds {
        if was_none {
            wait().await;
        }
        was_none = guard.is_none();
        guard = Some(lock(total));
    }
}

// What was done to it.

async fn emptied(mut list: Vec<Guard<'_>>, mut queue: VecDeque<Guard<'_>>) {
    //~^ await_holding_lock
    while let Some(guard) = list.pop() {
        println!("{guard}");
    }
    wait().await;
    queue.clear();
    wait().await;
}

async fn taken(mut list: Vec<Guard<'_>>) {
    let taken = mem::take(&mut list);
    drop(taken);
    wait().await;
    look_at(&list);
}

async fn asked_whether_it_is_empty(list: Vec<Guard<'_>>) {
    if list.is_empty() {
        wait().await;
    }
    let empty = list.is_empty();
    if !empty {
        return;
    }
    wait().await;
}

async fn not_emptied(mut list: Vec<Guard<'_>>, mut other: Vec<Guard<'_>>, more: Vec<Guard<'_>>) {
    //~^ await_holding_lock
    //~| await_holding_lock
    //~| await_holding_lock
    if let Some(guard) = list.pop() {
        drop(guard);
        wait().await;
    }
    let taken = mem::take(&mut other); //~ await_holding_lock
    if !more.is_empty() {
        wait().await;
    }
    drop(taken);
}

async fn what_is_popped(mut list: Vec<Guard<'_>>) {
    //~^ await_holding_lock
    while let Some(guard) = list.pop() {
        //~^ await_holding_lock
        wait().await;
        drop(guard);
    }
    wait().await;
}

async fn filled_again(mut list: Vec<Guard<'_>>, total: &Mutex<u64>) {
    //~^ await_holding_lock
    list.clear();
    list.extend([lock(total)]);
    wait().await;
}

async fn swapped_with_none(mut guard: Option<Guard<'_>>) {
    let mut none = None;
    mem::swap(&mut guard, &mut none);
    drop(none);
    wait().await;
    look_at(&guard);
}

async fn swapped_with_an_empty_list(mut list: Vec<Guard<'_>>) {
    let mut empty = Vec::new();
    mem::swap(&mut empty, &mut list);
    drop(empty);
    wait().await;
    look_at(&list);
}

async fn swapped_with_a_full_one(mut guard: Option<Guard<'_>>, total: &Mutex<u64>) {
    let mut full = Some(lock(total)); //~ await_holding_lock
    mem::swap(&mut guard, &mut full);
    drop(guard);
    wait().await;
    look_at(&full);
}

async fn unreachable_by_its_flag(total: &Mutex<u64>) {
    let guard = lock(total);
    let debug = false;
    if debug {
        wait().await;
    }
    drop(guard);
}

// References that are put somewhere or exchanged.

async fn filled_through_a_box(total: &Mutex<u64>) {
    let mut guard = None; //~ await_holding_lock
    let reference = Box::new(&mut guard);
    **reference = Some(lock(total));
    wait().await;
    look_at(&guard);
}

async fn filled_through_a_replaced_reference<'a>(
    slot: &mut Option<Guard<'a>>,
    total: &'a Mutex<u64>,
) {
    let mut guard = None; //~ await_holding_lock
    let mut slot = &mut *slot;
    let _ = mem::replace(&mut slot, &mut guard);
    *slot = Some(lock(total));
    wait().await;
    look_at(&guard);
}

async fn viewed(guard: Option<Guard<'_>>) {
    let view = &guard;
    if view.is_none() {
        wait().await;
    }
    look_at(&guard);
}

async fn viewed_through_another(guard: Option<Guard<'_>>) {
    //~^ await_holding_lock
    let none = None;
    let mut view = &guard;
    let exchange = &mut view;
    *exchange = &none;
    if view.is_none() {
        wait().await;
    }
    look_at(&guard);
}

async fn exchanged(guard: Option<Guard<'_>>) {
    //~^ await_holding_lock
    let none = None;
    let mut view = &guard;
    let mut other = &none;
    mem::swap(&mut view, &mut other);
    match view {
        None => wait().await,
        Some(_) => {}
    }
    look_at(&guard);
}

fn main() {
    let _ = some::<u8>;
}
