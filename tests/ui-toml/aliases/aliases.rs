//! An alias stands for what it is an alias of, and for just that.
//@error-in-other-file: is an alias that stands for no particular type

use std::ops::Deref;

use parking_lot::{FairMutex, Mutex, RwLock};

async fn wait() {}

pub struct Guard<L, T>(L, T);

pub type Alias<T> = Guard<u8, T>;
pub type AliasOfAlias<T> = Alias<Vec<T>>;
pub type Pair<T> = Guard<(T, T), i32>;
pub type Filled<T, U = i64> = Guard<[T; 1], U>;
pub type Byte = u8;
pub type Three = (u16, u16, u16);
pub type Reference<'a> = &'a Guard<(), ()>;
pub type Projection = <Box<Guard<&'static str, ()>> as Deref>::Target;
pub type OfEverything<T> = T;

async fn guard_of_this_lock(total: &Mutex<u64>) {
    let _guard = total.lock(); //~ await_holding_lock
    wait().await;
}

async fn guards_of_other_locks(fair: &FairMutex<u64>, rw: &RwLock<u64>) {
    let _fair = fair.lock(); //~ await_holding_lock
    let _read = rw.read(); //~ await_holding_lock
    wait().await;
}

async fn alias_of_an_alias() {
    let held = Guard(1_u8, vec![""]); //~ await_holding_invalid_type
    let other = Guard(1_u8, "");
    wait().await;
    drop((held, other));
}

async fn parameter_stands_for_any_type() {
    let same = Guard(("", ""), 1); //~ await_holding_invalid_type
    let different = Guard((1_i8, ""), 1); //~ await_holding_invalid_type
    let other = Guard(("", ""), 1_i8);
    wait().await;
    drop((same, different, other));
}

async fn alias_with_arguments() {
    let held = Guard([""], 1_u8); //~ await_holding_invalid_type
    let other = Guard([""], 1_i64);
    wait().await;
    drop((held, other));
}

async fn primitive() -> u8 {
    let held = 1_u8; //~ await_holding_invalid_type
    wait().await;
    held
}

async fn tuple() -> u16 {
    let held = (1_u16, 2_u16, 3_u16); //~ await_holding_invalid_type
    let other = (1_u16, 2_u16, 3_i8);
    wait().await;
    held.0 + held.1 + held.2 + other.0
}

async fn reference() {
    let guard = Guard((), ());
    let held = &guard; //~ await_holding_invalid_type
    wait().await;
    let _: () = held.1;
}

async fn projection() {
    let held = Guard("", ()); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}
