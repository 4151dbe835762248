//! The value of `await-holding-invalid-types` in `clippy.toml`.
//!
//! * [`key`] declares the key and what an entry may have;
//! * [`read()`] turns the value into [`InvalidTypes`], with an error at the exact place of each mistake;
//! * [`path`] reads the paths in it.

mod entry;
pub mod key;
mod nearest;
pub mod path;
mod problem;
mod read;

pub use entry::{InvalidType, InvalidTypes};
pub use nearest::nearest;
pub use problem::Problem;
pub use read::{ConfigText, read, read_document};
