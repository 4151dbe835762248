//! Reads and writes of signals: reported once, with the reason. `dioxus_signals` is not in this
//! build, which is no error.

use generational_box::{AnyStorage, GenerationalBox, SyncStorage, UnsyncStorage};

async fn fetch() -> u64 {
    1
}

async fn read(count: GenerationalBox<u64, UnsyncStorage>) -> u64 {
    let count = count.read(); //~ await_holding_refcell_ref
    fetch().await + *count
}

async fn write(count: GenerationalBox<u64, UnsyncStorage>) {
    let mut count = count.write(); //~ await_holding_refcell_ref
    *count += fetch().await;
}

async fn write_of_the_other_storage(count: GenerationalBox<u64, SyncStorage>) {
    let mut count = count.write(); //~ await_holding_refcell_ref
    *count += fetch().await;
}

async fn the_signal_itself_may_be_held(count: GenerationalBox<u64, UnsyncStorage>) {
    let more = fetch().await;
    *count.write() += more;
}

async fn copied_out(count: GenerationalBox<u64, UnsyncStorage>) -> u64 {
    let value = *count.read();
    fetch().await + value
}

async fn made_here() -> u64 {
    let owner = UnsyncStorage::owner();
    let count = owner.insert(1_u64);
    let more = fetch().await;
    *count.read() + more
}
