//! Of entries that mean the same, here by a re-export, the first counts. Where another says something
//! else, that is reported.
//@error-in-other-file: `crate::outer::number` stands for the same as `crate::inner::number`
//@error-in-other-file: `crate::inner::scratch` stands for the same as `crate::outer::scratch`
//@error-in-other-file: `crate::inner::Lease` stands for the same as `crate::outer::Lease`
//@error-in-other-file: `crate::outer::Permanent` stands for the same as `crate::inner::Permanent`
//@error-in-other-file: `crate::inner::Generic<u8, _>` stands for the same as `crate::outer::Generic<u8>`

mod inner {
    pub struct Lease;
    pub struct Permanent;
    pub struct Plain;
    pub struct Generic<T, U>(T, U);

    pub fn number() -> u32 {
        1
    }
    pub fn scratch() -> u32 {
        1
    }
}

mod outer {
    pub use super::inner::{Generic, Lease, Permanent, Plain, number, scratch};
}

type AlsoPlain = outer::Plain;

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
