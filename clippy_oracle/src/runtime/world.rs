//! The state of a run: where the tokens are, which `await` points are suspended, and which decisions
//! are taken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

/// The line of what the lint is not responsible for: it is behind a `dyn` or a type parameter, is in a
/// cell where there need not be a guard, was bound by a macro of another crate, or is owned by a future
/// that other code polls.
pub const NOWHERE: u32 = 0;

/// How many times the body of a loop may run.
const ITERATIONS: u32 = 2;
/// How many times one program is run at most, each time up to one suspension point.
const RUNS: usize = 6000;

#[derive(Default)]
struct World {
    /// Every token that was created. `None`: it was dropped.
    tokens: RefCell<Vec<Option<TokenState>>>,
    /// Whether the future is being dropped; for each token that this drops, its line and whether it
    /// stood for a guard.
    is_dropping: Cell<bool>,
    dropped: RefCell<Vec<(u32, bool)>>,
    /// The `await` points that the program is suspended at: one in each coroutine that awaits
    /// another.
    suspended: RefCell<BTreeSet<u32>>,
    /// The decisions of this path, and how many of them are taken.
    decisions: RefCell<Vec<bool>>,
    taken: Cell<usize>,
    /// The loops that are running, and how many iterations each may still run.
    loops: RefCell<Vec<(u32, u32)>>,
    /// Whether the path has ended in a diverging expression.
    ended: Cell<bool>,
}

thread_local!(static WORLD: World = World::default());

struct TokenState {
    /// The lines that it was at. The last one is where it is now.
    lines: Vec<u32>,
    /// Whether it stands for a guard, or for an empty place where one could be.
    is_guard: bool,
}

pub(crate) struct Token(usize);

impl Token {
    pub(crate) fn guard(line: u32) -> Self {
        Self::new(line, true)
    }

    pub(crate) fn empty(line: u32) -> Self {
        Self::new(line, false)
    }

    fn new(line: u32, is_guard: bool) -> Self {
        WORLD.with(|world| {
            let mut tokens = world.tokens.borrow_mut();
            let lines = vec![line];
            tokens.push(Some(TokenState { lines, is_guard }));
            Self(tokens.len() - 1)
        })
    }

    pub(crate) fn set(&self, line: u32) {
        WORLD.with(|world| {
            let mut tokens = world.tokens.borrow_mut();
            let token = tokens[self.0].as_mut().expect("it is alive");
            token.lines = vec![line];
        });
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        WORLD.with(|world| {
            let token = world.tokens.borrow_mut()[self.0].take();
            if world.is_dropping.get() {
                let token = token.expect("a token is dropped once");
                let line = *token.lines.last().expect("it is somewhere");
                world.dropped.borrow_mut().push((line, token.is_guard));
            }
        });
    }
}

/// Records that what was at the lines `from` is now at `to`. For owners that do not implement
/// [`Owns`](crate::Owns), such as coroutines. A token may have been moved on since it was at `from`: a
/// coroutine only knows where its captures were when it was created.
pub fn relocate(from: &[u32], to: u32) {
    WORLD.with(|world| {
        for token in world.tokens.borrow_mut().iter_mut().flatten() {
            if token.lines.iter().any(|line| from.contains(line)) {
                token.lines.push(to);
            }
        }
    });
}

/// Records that the control flow has just shown that there is no guard at `line`.
pub fn nothing_at(line: u32) {
    WORLD.with(|world| {
        for token in world.tokens.borrow_mut().iter_mut().flatten() {
            if token.lines.last() == Some(&line) && !token.is_guard {
                token.lines = vec![NOWHERE];
            }
        }
    });
}

/// [`relocate`] as a method, for the end of an expression.
pub trait Moved: Sized {
    fn moved(self, from: &[u32], to: u32) -> Self {
        relocate(from, to);
        self
    }
}

impl<T> Moved for T {}

/// Takes a decision. Every sequence of decisions is run.
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

/// Enters the loop at `line`.
pub fn enter(line: u32) {
    WORLD.with(|world| {
        let mut loops = world.loops.borrow_mut();
        loops.retain(|&(other, _)| other != line);
        loops.push((line, ITERATIONS));
    });
}

/// Whether the loop at `line` runs another iteration; a decision.
pub fn again(line: u32) -> bool {
    let may = WORLD.with(|world| {
        let mut loops = world.loops.borrow_mut();
        let left = loops.iter_mut().find(|(other, _)| *other == line);
        let (_, left) = left.expect("the loop was entered");
        let may = *left > 0;
        *left = left.saturating_sub(1);
        may
    });
    may && flip()
}

/// An iterator with an element for each iteration of the loop at `line`.
pub struct Times(u32);

pub fn times(line: u32) -> Times {
    Times(line)
}

impl Iterator for Times {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        again(self.0).then_some(())
    }
}

/// Records that the `await` point at `line` is suspended.
pub(crate) fn suspend(line: u32) {
    WORLD.with(|world| world.suspended.borrow_mut().insert(line));
}

/// Records that the `await` point at `line` is no longer suspended.
pub(crate) fn resume(line: u32) {
    WORLD.with(|world| world.suspended.borrow_mut().remove(&line));
}

/// Diverges.
pub fn die() -> ! {
    panic!()
}

/// Ends the path. Stands for [`die`] in the executed version.
pub fn never() -> std::future::Pending<std::convert::Infallible> {
    WORLD.with(|world| world.ended.set(true));
    std::future::pending()
}

pub type Case = fn() -> Pin<Box<dyn Future<Output = Result<(), ()>>>>;

/// Runs all paths of a program, and drops it at each of its suspension points. Prints, one per line:
///
/// * `VALUE AWAIT 1` if a guard at line `VALUE` was dropped at the `await` point at line `AWAIT`, and
///   `VALUE AWAIT 0` if only an empty place for a guard was, on some path;
/// * `AWAIT` for each `await` point at which the program was suspended;
/// * `all` if all paths were run, `some` otherwise.
pub fn explore(case: Case) {
    WORLD.with(|world| {
        let mut pairs = BTreeSet::new();
        let mut awaits = BTreeSet::new();
        let mut runs = 0;
        // The decisions before this index are the same as on the previous path.
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
        for (line, await_, is_guard) in pairs {
            println!("{line} {await_} {}", u8::from(is_guard));
        }
        for await_ in awaits {
            println!("{await_}");
        }
        println!("{}", if runs > RUNS { "some" } else { "all" });
    });
}

/// Runs the program up to this suspension, drops it there and adds what it owned to `pairs`. Returns
/// whether it got there.
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
    // Suspensions before the first new decision were seen on an earlier path.
    if world.taken.get() >= fresh {
        let suspended = world.suspended.borrow().clone();
        world.is_dropping.set(true);
        drop(future);
        world.is_dropping.set(false);
        let dropped = world.dropped.take();
        for &(line, is_guard) in &dropped {
            if line == NOWHERE || !is_guard && dropped.contains(&(line, true)) {
                continue;
            }
            for &await_ in &suspended {
                pairs.insert((line, await_, is_guard));
            }
        }
        world.suspended.replace(suspended);
    }
    true
}
