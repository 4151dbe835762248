//! Of entries that mean the same, here by a re-export, the first counts.

mod inner {
    pub struct Lease;
    pub struct Permanent;

    pub fn number() -> u32 {
        1
    }
    pub fn scratch() -> u32 {
        1
    }
}

mod outer {
    pub use super::inner::{Lease, Permanent, number, scratch};
}

async fn wait() {}

async fn functions() {
    let number = inner::number(); //~ await_holding_invalid_type
    let again = outer::number(); //~ await_holding_invalid_type
    let scratch = inner::scratch();
    wait().await;
    let _ = (number, again, scratch);
}

async fn types() {
    let lease = inner::Lease; //~ await_holding_invalid_type
    let permanent = outer::Permanent;
    wait().await;
    drop((lease, permanent));
}
