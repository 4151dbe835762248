//! Of several entries for a value the most specific one speaks, wherever it stands in the list.

use parking_lot::{FairMutex, Mutex, RwLock};

async fn wait() {}

pub trait Super {}
pub trait Sub: Super {}

pub struct OnlySuper;
impl Super for OnlySuper {}

pub struct Both;
impl Super for Both {}
impl Sub for Both {}

pub struct Listed;
impl Super for Listed {}
impl Sub for Listed {}

pub struct Guard<L, T>(L, T);
pub type ByteGuard<T> = Guard<u8, T>;

async fn traits_and_type() {
    let one = OnlySuper; //~ await_holding_invalid_type
    wait().await;
    drop(one);
    let both = Both; //~ await_holding_invalid_type
    wait().await;
    drop(both);
    let listed = Listed; //~ await_holding_invalid_type
    wait().await;
    drop(listed);
}

async fn guards() {
    let any = Guard((), 1_u64); //~ await_holding_invalid_type
    wait().await;
    drop(any);
    let vector = Guard((), vec![1_u64]); //~ await_holding_invalid_type
    wait().await;
    drop(vector);
    let bytes = Guard((), vec![1_u8]); //~ await_holding_invalid_type
    wait().await;
    drop(bytes);
    let of_a_trait = Guard((), OnlySuper); //~ await_holding_invalid_type
    wait().await;
    drop(of_a_trait);
    let of_a_type = Guard((), Listed); //~ await_holding_invalid_type
    wait().await;
    drop(of_a_type);
    let alias = Guard(1_u8, 1_u64); //~ await_holding_invalid_type
    wait().await;
    drop(alias);
}

async fn two_entries_and_a_row_of_the_table(fair: &FairMutex<u64>, mutex: &Mutex<u64>) {
    let _fair = fair.lock(); //~ await_holding_lock
    let _any = mutex.lock(); //~ await_holding_lock
    wait().await;
}

async fn allowed_for_some_arguments(allowed: &RwLock<u64>, forbidden: &RwLock<u32>) {
    let _allowed = allowed.read();
    let _forbidden = forbidden.read(); //~ await_holding_lock
    wait().await;
}
