//! How the owner holds the value, from the owner to the value.

use std::collections::BTreeMap;
use std::io::{BufReader, StdinLock};
use std::sync::{Arc, Mutex, MutexGuard};

type Guard<'a> = MutexGuard<'a, u64>;

async fn wait() {}

/// A value about which only its type is known.
fn some<T>() -> T {
    todo!()
}

struct Leaf<'a>(u64, Option<Guard<'a>>);

struct Branch<'a> {
    leaves: Vec<(u64, Leaf<'a>)>,
}

struct Tree<'a> {
    branches: BTreeMap<String, Branch<'a>>,
}

async fn through_own_types_and_containers<'a>() {
    let leaf: Leaf<'a> = some(); //~ await_holding_lock
    let branch: Branch<'a> = some(); //~ await_holding_lock
    let tree: Tree<'a> = some(); //~ await_holding_lock
    let trees: Arc<[Tree<'a>; 2]> = some(); //~ await_holding_lock
    wait().await;
    drop((leaf, branch, tree, trees));
}

/// One without a container on the way is told apart from the others: it is certain.
async fn the_certain_one_is_shown<'a>() {
    let both: (Tree<'a>, Box<Guarded<'a>>) = some(); //~ await_holding_lock
    wait().await;
    drop(both);
}

struct Guarded<'a> {
    guards: [Guard<'a>; 2],
}

async fn futures(total: &Mutex<u64>) {
    let guard = total.lock().unwrap();
    let guarded = (1, Guarded { guards: [guard, some()] });
    let later = Some(Box::pin(async move {
        let (_, guarded) = guarded;
        drop(guarded);
    }));
    let later = later.map(|later| vec![later]); //~ await_holding_lock
    wait().await;
    drop(later);
}

/// What is private in another crate is all that there is to show.
async fn of_other_crates() {
    let locked = std::io::stdin().lock(); //~ await_holding_lock
    let buffered: Option<BufReader<StdinLock<'static>>> = some(); //~ await_holding_lock
    let own: Input = some(); //~ await_holding_lock
    wait().await;
    drop((locked, buffered, own));
}

struct Input {
    from: Source,
}

enum Source {
    Stdin(StdinLock<'static>),
    Other,
}

macro_rules! nested {
    ($($outer:ident $inner:ident)*) => { $(struct $outer<'a>(u64, Option<Box<$inner<'a>>>);)* };
}
nested! { N8 N7 N7 N6 N6 N5 N5 N4 N4 N3 N3 N2 N2 N1 N1 Leaf }

macro_rules! certain {
    ($($outer:ident $inner:ident)*) => { $(struct $outer<'a>(u64, $inner<'a>);)* };
}
certain! { C9 C8 C8 C7 C7 C6 C6 C5 C5 C4 C4 C3 C3 C2 C2 C1 C1 Guarded }

async fn the_middle_of_a_long_path_is_left_out<'a>() {
    let eight_owners: N3<'a> = some(); //~ await_holding_lock
    let ten_owners: N4<'a> = some(); //~ await_holding_lock
    let more: Box<N8<'a>> = some(); //~ await_holding_lock
    let eight_fields: C7<'a> = some(); //~ await_holding_lock
    let more_fields: C9<'a> = some(); //~ await_holding_lock
    wait().await;
    drop((eight_owners, ten_owners, more, eight_fields, more_fields));
}

/// Nothing is on the way to these.
async fn the_value_itself(total: &Mutex<u64>) {
    let guard = total.lock().unwrap(); //~ await_holding_lock
    wait().await;
    drop(guard);
}

/// A path that leads to no value.
async fn not_held<'a>() {
    let handle: Arc<Mutex<Leaf<'a>>> = some();
    let reference: &Tree<'a> = some();
    wait().await;
    drop((handle, reference.branches.len()));
}

fn main() {}
