//! Guards and what owns them.

use std::cell::{RefCell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::rc::Rc;

use crate::world::{NOWHERE, Token, flip};

/// The type that must not be held.
pub struct Guard(Token);

impl Drop for Guard {
    fn drop(&mut self) {}
}

impl Guard {
    pub fn number(&self) -> u32 {
        number(self)
    }
}

/// Stands where a guard could be and is not: by its type, the owner owns a guard.
pub struct Nothing(Token);

impl Drop for Nothing {
    fn drop(&mut self) {}
}

pub enum Maybe {
    Full(Guard),
    Empty(Nothing),
}

impl Maybe {
    /// Like `Option::is_none`.
    pub fn is_none(&self) -> bool {
        self.as_ref().is_none()
    }

    /// Like `Option::as_ref`.
    pub fn as_ref(&self) -> Option<&Guard> {
        match self {
            Self::Full(guard) => Some(guard),
            Self::Empty(_) => None,
        }
    }

    /// Like `Option::as_mut`.
    pub fn as_mut(&mut self) -> Option<&mut Guard> {
        match self {
            Self::Full(guard) => Some(guard),
            Self::Empty(_) => None,
        }
    }

    /// Like `Option::take`.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl Default for Maybe {
    fn default() -> Self {
        Self::Empty(Nothing(Token::empty(NOWHERE)))
    }
}

/// Implements `Drop`, so the guard cannot be moved out.
pub struct Sealed(pub Guard);

impl Drop for Sealed {
    fn drop(&mut self) {}
}

/// A type with a parameter.
pub struct Wrap<T> {
    pub value: T,
}

/// A union, which drops nothing.
pub union Slot {
    pub guard: ManuallyDrop<Guard>,
    pub nothing: (),
}

/// Drops the guard in the union.
pub struct Keeper(pub Slot);

impl Drop for Keeper {
    fn drop(&mut self) {
        // SAFETY: no program puts anything else into it.
        unsafe { ManuallyDrop::drop(&mut self.0.guard) }
    }
}

/// Stands for an `Rc` in the executed version. Any clone can be the last one, so each counts as a guard,
/// or as an empty place for one.
pub struct Clones {
    token: Token,
    has_guard: bool,
}

impl Clones {
    pub fn new(guard: Guard) -> Self {
        Self::of(Maybe::Full(guard))
    }

    pub fn of(content: Maybe) -> Self {
        Self::with(matches!(content, Maybe::Full(_)))
    }

    fn with(has_guard: bool) -> Self {
        let token = match has_guard {
            true => Token::guard(NOWHERE),
            false => Token::empty(NOWHERE),
        };
        Self { token, has_guard }
    }
}

impl Clone for Clones {
    fn clone(&self) -> Self {
        Self::with(self.has_guard)
    }
}

impl Drop for Clones {
    fn drop(&mut self) {}
}

/// A cell of another library.
pub struct Locked<T>(UnsafeCell<T>);

impl<T> Locked<T> {
    pub fn new(content: T) -> Self {
        Self(UnsafeCell::new(content))
    }

    fn content(&self) -> &T {
        // SAFETY: no program writes to it.
        unsafe { &*self.0.get() }
    }
}

/// A handle to what others put a guard into and take it from.
#[derive(Clone)]
pub struct Handle(Rc<Shared>);

struct Shared {
    name: &'static str,
    state: RefCell<Maybe>,
}

impl Handle {
    pub fn new(content: Maybe) -> Self {
        let state = RefCell::new(content);
        Self(Rc::new(Shared { name: "", state }))
    }
}

/// A stream that owns a guard. See [`next`](crate::next).
pub struct Items(Guard);

impl Items {
    pub fn new(guard: Guard) -> Self {
        Self(guard)
    }
}

/// A type that may contain tokens.
pub trait Owns {
    /// Records that the tokens in this value are at `line`.
    fn settle(&self, line: u32);
}

macro_rules! owns {
    ($($ty:ty: |$value:ident, $line:ident| $body:expr;)*) => {
        $(impl Owns for $ty {
            fn settle(&self, $line: u32) {
                let $value = self;
                $body;
            }
        })*
    };
}

owns! {
    Guard: |value, line| value.0.set(line);
    Maybe: |value, line| match value {
        Maybe::Full(guard) => guard.settle(line),
        Maybe::Empty(nothing) => nothing.0.set(line),
    };
    (Guard, Guard): |value, line| (value.0.settle(line), value.1.settle(line));
    Sealed: |value, line| value.0.settle(line);
    Box<Guard>: |value, line| (**value).settle(line);
    Rc<Guard>: |value, line| (**value).settle(line);
    Rc<Option<Guard>>: |value, line| (**value).settle(line);
    Rc<Locked<Guard>>: |value, line| value.content().settle(line);
    Clones: |value, line| value.token.set(line);
    RefCell<Guard>: |value, line| value.borrow().settle(line);
    Vec<Locked<Guard>>: |value, line| value.iter().for_each(|cell| cell.content().settle(line));
    // Whether there is a guard in such a cell is not for the lint to say.
    Locked<Option<Guard>>: |value, _line| value.content().settle(NOWHERE);
    Locked<Maybe>: |value, _line| value.content().settle(NOWHERE);
    Handle: |value, _line| value.0.state.borrow().settle(NOWHERE);
    [Guard; 2]: |value, line| value.iter().for_each(|guard| guard.settle(line));
    Wrap<Guard>: |value, line| value.value.settle(line);
    // SAFETY: no program puts anything else into it.
    Slot: |value, line| unsafe { &*value.guard }.settle(line);
    Keeper: |value, line| value.0.settle(line);
    Items: |value, line| value.0.settle(line);
    // Its content is unknown.
    Box<dyn Owns>: |value, _line| (**value).settle(NOWHERE);
    Option<Guard>: |value, line| value.iter().for_each(|guard| guard.settle(line));
    Vec<Guard>: |value, line| value.iter().for_each(|guard| guard.settle(line));
    ManuallyDrop<Guard>: |value, line| (**value).settle(line);
}

/// Records that `value` is at `line` from now on, and returns it.
pub fn put<T: Owns>(line: u32, value: T) -> T {
    value.settle(line);
    value
}

/// Records that a value is at `line` from now on.
pub fn at<T: Owns>(value: &T, line: u32) {
    value.settle(line);
}

pub fn make(line: u32) -> Guard {
    Guard(Token::guard(line))
}

/// A guard or none; a decision.
pub fn maybe(line: u32) -> Maybe {
    wrap(make(line), line)
}

/// The guard or none; a decision.
pub fn wrap(guard: Guard, line: u32) -> Maybe {
    if flip() {
        Maybe::Full(put(line, guard))
    } else {
        Maybe::Empty(Nothing(Token::empty(line)))
    }
}

/// Stands for [`maybe`] in the linted version, where the type is that of the standard library.
pub fn option(_: u32) -> Option<Guard> {
    None
}

/// Stands for [`wrap`] in the linted version.
pub fn wrap_option(guard: Guard, _: u32) -> Option<Guard> {
    Some(guard)
}

/// A guard or an error; a decision.
pub fn attempt(line: u32) -> Result<Guard, ()> {
    if flip() { Err(()) } else { Ok(make(line)) }
}

pub fn pass<T>(value: T) -> T {
    value
}

pub fn second<T, U>(_: T, second: U) -> U {
    second
}

pub fn see<T: ?Sized>(_: &T) {}

/// A number that does not borrow from the value; a decision.
pub fn number<T: ?Sized>(_: &T) -> u32 {
    u32::from(flip())
}

/// Some of the guards; how many is a decision.
pub fn cut(mut guards: Vec<Guard>) -> Vec<Guard> {
    while !guards.is_empty() && flip() {
        guards.pop();
    }
    guards
}
