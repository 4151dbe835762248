//! A small event consumer: journey events come out of a queue, and each is sent as an HTTP request
//! inside a span of its own.
//!
//! The sending exists in two versions that differ in nothing but the way the span is entered:
//! `wrong` holds a guard across an await point, `fixed` instruments the future.

pub mod client;
pub mod consumer;
pub mod event;
mod fixed;
pub mod loopback;
pub mod open_spans;
pub mod recorder;
pub mod server;
mod wrong;
