//! Entries that lead nowhere are reported with the lint whose list it is, so they can be allowed.
//@check-pass
#![allow(clippy::await_holding_invalid_type)]

use {dashmap as _, tokio as _, tracing as _};
