//! In the shape of the crate of this name.

#[cfg(feature = "lock")]
pub mod lock;
#[cfg(not(feature = "lock"))]
#[allow(dead_code)]
mod lock;

pub async fn ready() {}
