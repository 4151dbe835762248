//! Guards, and what owns them.

use std::mem::ManuallyDrop;
use std::rc::Rc;

use crate::futures::Items;
use crate::world::{NOWHERE, Token, flip};

/// What must not be held.
pub struct Guard(Token);

impl Drop for Guard {
    fn drop(&mut self) {}
}

impl Guard {
    pub fn number(&self) -> u32 {
        number(self)
    }
}

/// What is in the place of a guard where there is none: its owner owns a guard by its type.
pub struct Nothing(Token);

impl Drop for Nothing {
    fn drop(&mut self) {}
}

pub enum Maybe {
    Full(Guard),
    Empty(Nothing),
}

impl Maybe {
    /// As that of `Option`.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl Default for Maybe {
    fn default() -> Self {
        Self::Empty(Nothing(Token::new(NOWHERE, false)))
    }
}

/// Nothing can be moved out of it.
pub struct Sealed(pub Guard);

impl Drop for Sealed {
    fn drop(&mut self) {}
}

/// A type with a parameter.
pub struct Wrap<T> {
    pub value: T,
}

/// Drops nothing.
pub union Slot {
    pub guard: ManuallyDrop<Guard>,
    pub nothing: (),
}

/// Drops what is in the union.
pub struct Keeper(pub Slot);

impl Drop for Keeper {
    fn drop(&mut self) {
        // SAFETY: no program puts anything else into it.
        unsafe { ManuallyDrop::drop(&mut self.0.guard) }
    }
}

/// Stands for `Rc<Guard>` in the text that is run. Each clone can be the last one, so each counts
/// like a guard.
pub struct Clones(Token);

impl Clones {
    pub fn new(guard: Guard) -> Self {
        drop(guard);
        Self(Token::new(NOWHERE, true))
    }
}

impl Clone for Clones {
    fn clone(&self) -> Self {
        Self(Token::new(NOWHERE, true))
    }
}

impl Drop for Clones {
    fn drop(&mut self) {}
}

/// What may contain tokens.
pub trait Owns {
    fn settle(&self, place: u32);
}

macro_rules! owns {
    ($($ty:ty: |$value:ident, $place:ident| $body:expr;)*) => {
        $(impl Owns for $ty {
            fn settle(&self, $place: u32) {
                let $value = self;
                $body;
            }
        })*
    };
}

owns! {
    Guard: |value, place| value.0.set(place);
    Maybe: |value, place| match value {
        Maybe::Full(guard) => guard.settle(place),
        Maybe::Empty(nothing) => nothing.0.set(place),
    };
    (Guard, Guard): |value, place| (value.0.settle(place), value.1.settle(place));
    Sealed: |value, place| value.0.settle(place);
    Box<Guard>: |value, place| (**value).settle(place);
    Rc<Guard>: |value, place| (**value).settle(place);
    Clones: |value, place| value.0.set(place);
    [Guard; 2]: |value, place| value.iter().for_each(|guard| guard.settle(place));
    Wrap<Guard>: |value, place| value.value.settle(place);
    // SAFETY: no program puts anything else into it.
    Slot: |value, place| unsafe { &*value.guard }.settle(place);
    Keeper: |value, place| value.0.settle(place);
    Items: |value, place| value.0.settle(place);
    // Nobody knows what is in it.
    Box<dyn Owns>: |value, _place| (**value).settle(NOWHERE);
    Option<Guard>: |value, place| value.iter().for_each(|guard| guard.settle(place));
    Vec<Guard>: |value, place| value.iter().for_each(|guard| guard.settle(place));
    ManuallyDrop<Guard>: |value, place| (**value).settle(place);
}

/// Says that `value` is at `place` from now on.
pub fn put<T: Owns>(place: u32, value: T) -> T {
    value.settle(place);
    value
}

/// Says the same of a value that is there.
pub fn at<T: Owns>(value: &T, place: u32) {
    value.settle(place);
}

pub fn make(place: u32) -> Guard {
    Guard(Token::new(place, true))
}

/// A guard or none, which is a decision.
pub fn maybe(place: u32) -> Maybe {
    wrap(make(place), place)
}

/// The guard, or none, which is a decision.
pub fn wrap(guard: Guard, place: u32) -> Maybe {
    if flip() {
        Maybe::Full(put(place, guard))
    } else {
        Maybe::Empty(Nothing(Token::new(place, false)))
    }
}

/// The same for the linted text, where it has the type of the standard library.
pub fn option(_: u32) -> Option<Guard> {
    None
}

pub fn wrap_option(guard: Guard, _: u32) -> Option<Guard> {
    Some(guard)
}

/// A guard, or nothing but an error, which is a decision.
pub fn attempt(place: u32) -> Result<Guard, ()> {
    if flip() { Err(()) } else { Ok(make(place)) }
}

pub fn pass<T>(value: T) -> T {
    value
}

pub fn second<T, U>(_: T, second: U) -> U {
    second
}

pub fn see<T: ?Sized>(_: &T) {}

/// Something of the value that does not borrow from it. Which number it is, is a decision.
pub fn number<T: ?Sized>(_: &T) -> u32 {
    u32::from(flip())
}

/// Some of the values, which is a decision.
pub fn cut(mut guards: Vec<Guard>) -> Vec<Guard> {
    while !guards.is_empty() && flip() {
        guards.pop();
    }
    guards
}
