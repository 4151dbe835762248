//! What an entry may name, and by which ways.

#![allow(non_camel_case_types)]

extern crate dashmap as maps;

use std::net::{IpAddr, Ipv4Addr};

async fn wait() {}

pub struct Struct;

pub enum Enum {
    Variant,
}

fn make() -> Enum {
    Enum::Variant
}

pub union Union {
    number: u32,
}

pub mod inner {
    pub mod r#type {
        pub struct Raw;
        pub struct r#struct;
        pub struct NotListed;
    }
    pub mod globbed {
        pub struct ByGlob;
        pub struct ByRename;
    }
}

pub mod facade {
    pub use crate::inner::globbed::ByRename as Renamed;
    pub use crate::inner::globbed::*;
}

mod private {
    pub(super) struct Private;
}

async fn a_struct() {
    let held = Struct; //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn an_enum() {
    let held = make(); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn a_union() -> u32 {
    let held = Union { number: 1 }; //~ await_holding_invalid_type
    wait().await;
    unsafe { held.number }
}

async fn primitives() -> (u8, i16) {
    let byte = 1_u8; //~ await_holding_invalid_type
    let word = 1_i16; //~ await_holding_invalid_type
    let neither = 1_u16;
    wait().await;
    (byte, word + neither as i16)
}

async fn an_enum_of_another_crate() {
    let held = IpAddr::from([127, 0, 0, 1]); //~ await_holding_invalid_type
    let part = Ipv4Addr::LOCALHOST;
    wait().await;
    assert_ne!(held, IpAddr::V4(part));
}

async fn a_type_of_alloc_by_its_path_in_std() {
    let held = String::new(); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn raw_identifiers() {
    let raw = inner::r#type::Raw; //~ await_holding_invalid_type
    let lower = inner::r#type::r#struct; //~ await_holding_invalid_type
    let neither = inner::r#type::NotListed;
    wait().await;
    drop((raw, lower, neither));
}

async fn through_re_exports() {
    let glob = facade::ByGlob; //~ await_holding_invalid_type
    let renamed = inner::globbed::ByRename; //~ await_holding_invalid_type
    wait().await;
    drop((glob, renamed));
}

async fn private_to_this_crate() {
    let held = private::Private; //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn by_the_name_that_extern_crate_gives(map: &maps::DashMap<u64, u64>) {
    let Some(_held) = map.get(&1) else { return }; //~ await_holding_lock
    wait().await;
}

// A reference does not own what it refers to.
async fn text(text: &str) -> usize {
    wait().await;
    text.len()
}
