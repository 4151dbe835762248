//! What generated programs are made of, compiled as a crate of its own.
//!
//! A *token* is in every value that counts: it is in a list from its creation until it is dropped,
//! with its *place*, the line of the binding or of the expression that owns it. The linted text
//! moves values as any program does. The text that is run has `put` and `at` in it, which say
//! where a value is now, and `point`, which says which await is waiting.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// How many times the body of a loop is run.
const ITERATIONS: u32 = 2;
/// How many prefixes of paths of one program are run.
const RUNS: usize = 6000;

#[derive(Default)]
struct World {
    /// The place of each token that was made, while it is alive.
    tokens: RefCell<Vec<Option<u32>>>,
    /// Whether tokens that are dropped now are what is looked for, and those that were.
    collecting: Cell<bool>,
    dropped: RefCell<Vec<(u32, bool)>>,
    /// The awaits that the program is suspended at, from the outermost to the innermost.
    suspended: RefCell<BTreeSet<u32>>,
    /// The decisions to take, how many of them are taken, and how many iterations are left for
    /// each loop that is being run.
    decisions: RefCell<Vec<bool>>,
    taken: Cell<usize>,
    loops: RefCell<Vec<(u32, u32)>>,
    /// Whether the path goes no further.
    ended: Cell<bool>,
}

thread_local!(static WORLD: World = World::default());

struct Token {
    index: usize,
    guard: bool,
}

impl Token {
    fn new(place: u32, guard: bool) -> Self {
        WORLD.with(|world| {
            let mut tokens = world.tokens.borrow_mut();
            tokens.push(Some(place));
            Self {
                index: tokens.len() - 1,
                guard,
            }
        })
    }

    fn set(&self, place: u32) {
        WORLD.with(|world| world.tokens.borrow_mut()[self.index] = Some(place));
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        WORLD.with(|world| {
            let place = world.tokens.borrow_mut()[self.index].take();
            if world.collecting.get() {
                let place = place.expect("a token is dropped once");
                world.dropped.borrow_mut().push((place, self.guard));
            }
        });
    }
}

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

impl Default for Maybe {
    fn default() -> Self {
        Self::Empty(Nothing(Token::new(0, false)))
    }
}

/// Nothing can be moved out of it.
pub struct Sealed(pub Guard);

impl Drop for Sealed {
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
    std::rc::Rc<Guard>: |value, place| (**value).settle(place);
    Vec<Guard>: |value, place| value.iter().for_each(|guard| guard.settle(place));
    std::mem::ManuallyDrop<Guard>: |value, place| (**value).settle(place);
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

/// A decision of the program's run.
pub fn flip() -> bool {
    WORLD.with(|world| {
        let taken = world.taken.get();
        world.taken.set(taken + 1);
        let mut decisions = world.decisions.borrow_mut();
        if taken == decisions.len() {
            decisions.push(false);
        }
        decisions[taken]
    })
}

/// Begins the loop at `place`.
pub fn enter(place: u32) {
    WORLD.with(|world| {
        let mut loops = world.loops.borrow_mut();
        loops.retain(|&(other, _)| other != place);
        loops.push((place, ITERATIONS));
    });
}

/// Whether the loop at `place` goes on, which is a decision.
pub fn again(place: u32) -> bool {
    let may = WORLD.with(|world| {
        let mut loops = world.loops.borrow_mut();
        let left = loops.iter_mut().find(|(other, _)| *other == place);
        let (_, left) = left.expect("the loop was entered");
        let may = *left > 0;
        *left = left.saturating_sub(1);
        may
    });
    may && flip()
}

/// Once around for each time that the loop at `place` goes on.
pub struct Times(u32);

pub fn times(place: u32) -> Times {
    Times(place)
}

impl Iterator for Times {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        again(self.0).then_some(())
    }
}

/// Suspends once.
pub struct Yield(bool);

pub fn y() -> Yield {
    Yield(false)
}

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Says that the await at `place` waits while `future` does, and waits once in any case: no await
/// is known never to wait.
pub struct Point<F: Future> {
    place: u32,
    future: F,
    waited: bool,
    output: Option<F::Output>,
}

pub fn point<F: Future>(place: u32, future: F) -> Point<F> {
    Point {
        place,
        future,
        waited: false,
        output: None,
    }
}

impl<F: Future> Future for Point<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is not moved out of `self`, here or elsewhere.
        let this = unsafe { self.get_unchecked_mut() };
        if let Some(output) = this.output.take() {
            return Poll::Ready(output);
        }
        let future = unsafe { Pin::new_unchecked(&mut this.future) };
        match future.poll(context) {
            Poll::Ready(output) if this.waited => return Poll::Ready(output),
            Poll::Ready(output) => this.output = Some(output),
            Poll::Pending => {}
        }
        this.waited = true;
        WORLD.with(|world| world.suspended.borrow_mut().insert(this.place));
        Poll::Pending
    }
}

pub fn die() -> ! {
    panic!()
}

/// Where a path ends: nothing after it is run.
pub fn never() -> std::future::Pending<std::convert::Infallible> {
    WORLD.with(|world| world.ended.set(true));
    std::future::pending()
}

pub type Case = fn() -> Pin<Box<dyn Future<Output = Result<(), ()>>>>;

/// Runs all paths of a program, and drops it at each of its suspension points. Prints each pair of
/// a place and an await at which it is seen to own something, `1` if that is a guard and `0` if
/// it is nothing where a guard could be; each await at which it was suspended; and `all`, or `some`
/// if not all paths were run.
pub fn explore(case: Case) {
    WORLD.with(|world| {
        let mut pairs = BTreeSet::new();
        let mut awaits = BTreeSet::new();
        let mut runs = 0;
        // Decisions that are not the same as on the path before begin here.
        let mut fresh = 0;
        world.decisions.borrow_mut().clear();
        loop {
            let mut suspension = 1;
            while run_to(world, case, suspension, fresh, &mut pairs) {
                awaits.extend(world.suspended.borrow().iter().copied());
                suspension += 1;
                runs += 1;
            }
            runs += 1;
            let mut decisions = world.decisions.borrow_mut();
            while decisions.last() == Some(&true) {
                decisions.pop();
            }
            let Some(last) = decisions.last_mut() else {
                break;
            };
            *last = true;
            fresh = decisions.len();
            if runs > RUNS {
                break;
            }
        }
        for (place, await_, guard) in pairs {
            println!("{place} {await_} {}", u8::from(guard));
        }
        for await_ in awaits {
            println!("{await_}");
        }
        println!("{}", if runs > RUNS { "some" } else { "all" });
    });
}

/// Runs the program up to this suspension, drops it there and adds what it owned. Returns whether
/// it came there.
fn run_to(
    world: &World,
    case: Case,
    suspension: usize,
    fresh: usize,
    pairs: &mut BTreeSet<(u32, u32, bool)>,
) -> bool {
    world.tokens.borrow_mut().clear();
    world.taken.set(0);
    world.ended.set(false);
    world.loops.borrow_mut().clear();
    let mut future = case();
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..suspension {
        world.suspended.borrow_mut().clear();
        if future.as_mut().poll(&mut context).is_ready() {
            return false;
        }
        if world.ended.get() {
            return false;
        }
    }
    // What is before the first decision that is new was seen on an earlier path.
    if world.taken.get() >= fresh {
        world.collecting.set(true);
        drop(future);
        world.collecting.set(false);
        for (place, guard) in world.dropped.take() {
            for &await_ in &*world.suspended.borrow() {
                pairs.insert((place, await_, guard));
            }
        }
    }
    true
}
