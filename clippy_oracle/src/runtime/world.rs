//! What is known of a run: where the tokens are, which awaits wait, which decisions are taken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

/// The place of what nobody has to answer for: it is behind a `dyn` or a type parameter, the macro
/// of another crate has bound it, or somebody polls the future that owns it.
pub const NOWHERE: u32 = 0;

/// How many times the body of a loop is run.
const ITERATIONS: u32 = 2;
/// How many prefixes of paths of one program are run.
const RUNS: usize = 6000;

#[derive(Default)]
struct World {
    /// The tokens that were made, while they are alive.
    tokens: RefCell<Vec<Option<Known>>>,
    /// Whether tokens that are dropped now are what is looked for; where those were, and whether
    /// they were guards.
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

/// What is known of a token.
struct Known {
    /// Where it was. It is at the last place.
    places: Vec<u32>,
    /// Whether it stands for a guard, or for nothing where one could be.
    guard: bool,
}

pub(crate) struct Token(usize);

impl Token {
    pub(crate) fn new(place: u32, guard: bool) -> Self {
        WORLD.with(|world| {
            let mut tokens = world.tokens.borrow_mut();
            let places = vec![place];
            tokens.push(Some(Known { places, guard }));
            Self(tokens.len() - 1)
        })
    }

    pub(crate) fn set(&self, place: u32) {
        WORLD.with(|world| {
            let mut tokens = world.tokens.borrow_mut();
            let token = tokens[self.0].as_mut().expect("it is alive");
            token.places = vec![place];
        });
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        WORLD.with(|world| {
            let token = world.tokens.borrow_mut()[self.0].take();
            if world.collecting.get() {
                let token = token.expect("a token is dropped once");
                let place = *token.places.last().expect("it is somewhere");
                world.dropped.borrow_mut().push((place, token.guard));
            }
        });
    }
}

/// Says that what was at the places `from` is now at `to`, as the owner that is moved there does not
/// tell what it owns. It may have been moved on since: a coroutine knows where what it has captured
/// was when it was made.
pub fn relocate(from: &[u32], to: u32) {
    WORLD.with(|world| {
        for token in world.tokens.borrow_mut().iter_mut().flatten() {
            if token.places.iter().any(|place| from.contains(place)) {
                token.places.push(to);
            }
        }
    });
}

/// Says that the control flow has just shown that there is no guard at `place`.
pub fn nothing_at(place: u32) {
    WORLD.with(|world| {
        for token in world.tokens.borrow_mut().iter_mut().flatten() {
            if token.places.last() == Some(&place) && !token.guard {
                token.places = vec![NOWHERE];
            }
        }
    });
}

/// Says the same when the value has been made.
pub trait Moved: Sized {
    fn moved(self, from: &[u32], to: u32) -> Self {
        relocate(from, to);
        self
    }
}

impl<T> Moved for T {}

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

/// Says whether the await at `place` waits now.
pub(crate) fn waits(place: u32, waits: bool) {
    WORLD.with(|world| {
        let mut suspended = world.suspended.borrow_mut();
        match waits {
            true => suspended.insert(place),
            false => suspended.remove(&place),
        }
    });
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
                awaits.extend(world.suspended.take());
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
        let suspended = world.suspended.borrow().clone();
        world.collecting.set(true);
        drop(future);
        world.collecting.set(false);
        for (place, guard) in world.dropped.take() {
            if place == NOWHERE {
                continue;
            }
            for &await_ in &suspended {
                pairs.insert((place, await_, guard));
            }
        }
        world.suspended.replace(suspended);
    }
    true
}
