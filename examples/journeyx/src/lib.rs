//! A small event consumer. It takes journey events from a queue and sends each as an HTTP request,
//! inside a span of its own.
//!
//! There are two versions of the code that sends. They differ only in how they enter the span:
//! `wrong` holds a guard across an `await` point, `fixed` instruments the future.

pub mod client;
pub mod consumer;
pub mod event;
mod fixed;
pub mod loopback;
pub mod recorder;
pub mod server;
mod wrong;
