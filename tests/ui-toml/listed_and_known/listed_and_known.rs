//! Types that are in the list as well as in the catalogue.

use std::cell::RefCell;

async fn wait() {}

async fn listed(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
}

async fn listed_under_the_path_in_std(total: &RefCell<u64>) {
    let _borrow = total.borrow(); //~ await_holding_refcell_ref
    wait().await;
}

async fn only_listed(total: &tokio::sync::Mutex<u64>) {
    let _guard = total.lock().await; //~ await_holding_invalid_type
    wait().await;
}

async fn not_listed(total: &RefCell<u64>) {
    let _borrow = total.borrow_mut(); //~ await_holding_refcell_ref
    wait().await;
}

// The level of the lint that reports the type without the list is the one that counts.
#[allow(clippy::await_holding_lock)]
async fn allowed_where_the_catalogue_reports(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}

// A `dashmap` reference owns a guard of `lock_api`. The entry is not about guards that something else
// owns, so the catalogue's row for the reference counts.
async fn owner_of_a_type_listed_by_itself(map: &dashmap::DashMap<u64, u64>) {
    let _entry = map.get(&1); //~ await_holding_lock
    wait().await;
}

async fn type_listed_by_itself(total: &parking_lot::RwLock<u64>) {
    let _guard = total.read(); //~ await_holding_lock
    wait().await;
}
