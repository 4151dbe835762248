//! An iterator and the item that it lends are one mistake.

use std::sync::{Mutex, MutexGuard};

use dashmap::DashMap;
use dashmap::DashSet;

async fn wait() {}

async fn of_a_map(map: &DashMap<u64, u64>) {
    for entry in map.iter() {
        //~^ await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
}

async fn by_reference(map: &DashMap<u64, u64>) {
    for entry in map {
        //~^ await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
}

async fn mutable(map: &DashMap<u64, u64>) {
    for mut entry in map.iter_mut() {
        //~^ await_holding_lock
        *entry += 1;
        wait().await;
    }
}

async fn of_a_set(set: &DashSet<u64>) {
    for element in set.iter() {
        //~^ await_holding_lock
        println!("{}", *element);
        wait().await;
    }
}

async fn through_adaptors(map: &DashMap<u64, u64>) {
    for (_, entry) in map.iter().filter(|entry| **entry > 1).enumerate() {
        //~^ await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
}

async fn two_at_once(map: &DashMap<u64, u64>) {
    for (one, two) in map.iter().zip(map.iter()) {
        //~^ await_holding_lock
        wait().await;
        println!("{} {}", *one, *two);
    }
}

async fn first_of_an_iterator(map: &DashMap<u64, u64>) {
    if let Some(entry) = map.iter().next() {
        //~^ await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
    match map.iter().find(|entry| **entry > 1) {
        //~^ await_holding_lock
        Some(entry) => {
            wait().await;
            println!("{}", entry.key());
        }
        None => {}
    }
}

/// The item is gone at the `await` point, the iterator is not.
async fn item_dropped(map: &DashMap<u64, u64>) {
    for entry in map.iter() {
        //~^ await_holding_lock
        drop(entry);
        wait().await;
    }
}

/// The item outlives the iterator.
async fn iterator_dropped(map: &DashMap<u64, u64>) {
    let entry = map.iter().next(); //~ await_holding_lock
    wait().await;
    drop(entry);
}

/// Two statements, two values that can be dropped.
async fn named_iterator(map: &DashMap<u64, u64>) {
    let mut entries = map.iter(); //~ await_holding_lock
    while let Some(entry) = entries.next() {
        //~^ await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
}

/// What is not the item is another mistake, wherever it is.
async fn beside_another(map: &DashMap<u64, u64>, total: &Mutex<u64>) {
    for entry in map.iter() {
        //~^ await_holding_lock
        let other = map.get(entry.key()); //~ await_holding_lock
        let guard = total.lock(); //~ await_holding_lock
        for inner in map.iter() {
            //~^ await_holding_lock
            wait().await;
            println!("{}", inner.key());
        }
        drop((other, guard));
    }
}

/// The two come from different maps.
async fn beside_another_in_one_expression(map: &DashMap<u64, u64>, maps: &[DashMap<u64, u64>]) {
    if let (Some(_), Some(entry)) = (map.iter().next(), last(maps)) {
        //~^ await_holding_lock
        //~| await_holding_lock
        //~| await_holding_lock
        wait().await;
        println!("{}", entry.key());
    }
}

fn last(maps: &[DashMap<u64, u64>]) -> Option<dashmap::mapref::multiple::RefMulti<'_, u64, u64>> {
    maps.last()?.iter().last()
}

/// Each of these guards is there by itself, and one of them can be dropped without the others.
async fn of_guards(guards: Vec<MutexGuard<'_, u64>>) {
    for guard in guards {
        //~^ await_holding_lock
        //~| await_holding_lock
        wait().await;
        println!("{guard}");
    }
}

async fn allowed_within(map: &DashMap<u64, u64>) {
    #[allow(clippy::await_holding_lock)]
    for entry in map.iter() {
        wait().await;
        println!("{}", entry.key());
    }
    #[expect(clippy::await_holding_lock)]
    for entry in map.iter() {
        wait().await;
        println!("{}", entry.key());
    }
}

async fn each_arm_has_its_level(map: &DashMap<u64, u64>) {
    match map.iter().next() {
        //~^ await_holding_lock
        #[expect(clippy::await_holding_lock)]
        Some(entry) => {
            wait().await;
            println!("{}", entry.key());
        }
        None => {}
    }
    #[expect(clippy::await_holding_lock)]
    match map.iter().next() {
        #[expect(clippy::await_holding_lock)]
        Some(entry) => {
            wait().await;
            println!("{}", entry.key());
        }
        None => {}
    }
}

async fn not_held(map: &DashMap<u64, u64>) {
    let keys: Vec<u64> = map.iter().map(|entry| *entry.key()).collect();
    for key in keys {
        wait().await;
        println!("{key}");
    }
    for entry in map.iter() {
        println!("{}", entry.key());
    }
}

fn main() {}
