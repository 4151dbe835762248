//! In the shape of the crate of this name.

#[cfg(feature = "sync")]
pub mod sync;
#[cfg(not(feature = "sync"))]
#[allow(dead_code)]
mod sync;

pub async fn yield_now() {}
