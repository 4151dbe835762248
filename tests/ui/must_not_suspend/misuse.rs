//! An attribute that does nothing is an error: its author takes the type for protected.
//@rustc-env: RUSTC_BOOTSTRAP=1
#![feature(custom_inner_attributes)]
#![clippy::must_not_suspend] //~ ERROR: cannot be used on modules

async fn wait() {}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on type aliases
type Alias = u32;

#[clippy::must_not_suspend] //~ ERROR: cannot be used on modules
mod module {}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on constants
const CONSTANT: u32 = 1;

#[clippy::must_not_suspend] //~ ERROR: cannot be used on statics
static STATIC: u32 = 1;

#[clippy::must_not_suspend] //~ ERROR: cannot be used on imports
use std::mem::take;

#[clippy::must_not_suspend] //~ ERROR: cannot be used on extern crates
extern crate core;

#[clippy::must_not_suspend] //~ ERROR: cannot be used on foreign modules
unsafe extern "C" {
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on statics
    static FOREIGN: u32;
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on functions that return no value
    safe fn foreign();
}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on macros
macro_rules! makes_nothing {
    () => {};
}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on implementations
impl Fields {
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on associated constants
    const ASSOCIATED: u32 = 1;
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on functions that return no value
    fn method(&self) {}
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on `async fn`s
    async fn future(&self) -> u32 {
        1
    }
}

trait Associated {
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on associated types
    type Type;
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on functions that return no value
    fn method(&self);
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on `async fn`s
    async fn future(&self) -> u32;
}

struct Tuple(
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on fields
    u32,
);

struct Fields {
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on fields
    field: u32,
}

enum Variants {
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on variants
    Variant,
}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on functions that return no value
fn unit() {}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on functions that return no value
fn never() -> ! {
    loop {}
}

#[clippy::must_not_suspend] //~ ERROR: cannot be used on `async fn`s
async fn future() -> u32 {
    1
}

fn inside(#[clippy::must_not_suspend] parameter: u32) -> u32 {
    //~^ ERROR: cannot be used on parameters
    #[clippy::must_not_suspend] //~ ERROR: cannot be used on statements
    let local = parameter;
    match local {
        #[clippy::must_not_suspend] //~ ERROR: cannot be used on match arms
        0 => 1,
        _ => local,
    }
}

fn generic<#[clippy::must_not_suspend] T>(value: T) -> T {
    //~^ ERROR: cannot be used on generic parameters
    value
}

#[clippy::must_not_suspend(reason = "listed")] //~ ERROR: must be a non-empty string
struct List;

#[clippy::must_not_suspend = 1] //~ ERROR: must be a non-empty string
struct Number;

#[clippy::must_not_suspend = ""] //~ ERROR: must be a non-empty string
struct Empty;

#[clippy::must_not_suspend = " \n"] //~ ERROR: must be a non-empty string
struct Blank;

#[clippy::must_not_suspend = b"bytes"] //~ ERROR: must be a non-empty string
struct Bytes;

#[clippy::must_not_suspend()] //~ ERROR: must be a non-empty string
struct EmptyList;

#[clippy::must_not_suspend("one", "two")] //~ ERROR: must be a non-empty string
struct Several;

#[clippy::must_not_suspend]
#[clippy::await_holding::must_not_suspend = "twice"] //~ ERROR: multiple `must_not_suspend` attributes
struct Twice;

#[clippy::await_holding::must_not_suspned] //~ ERROR: there is no attribute
struct Misspelled;

// From here on all is well.

#[clippy::must_not_suspend]
struct Word;

#[clippy::await_holding::must_not_suspend = "why"]
trait Reasoned {
    #[clippy::must_not_suspend]
    fn method(&self) -> u32;
}

unsafe extern "C" {
    #[clippy::must_not_suspend]
    safe fn foreign_number() -> u32;
}

#[clippy::has_significant_drop]
struct OfUpstreamClippy;
