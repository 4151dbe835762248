//! A name that nobody knows is said to be unknown, with the nearest name that exists.

#![allow(clippy::await_holding_lok)] //~ ERROR: unknown lint
#![warn(clippy::await_holding_refcel_ref)] //~ ERROR: unknown lint
#![allow(clippy::needless_retrun)] //~ ERROR: unknown lint
#![warn(clippy::suspicius)] //~ ERROR: unknown lint
#![allow(clippy::entirely_made_up_by_this_test)] //~ ERROR: unknown lint
#![expect(clippy::await_holding_invalid_typ)] //~ ERROR: unknown lint

#[allow(clippy::await_holding_lock, clippy::needless_return, clippy::all, clippy::suspicious)]
fn known() {}
