//@revisions: edition2021 edition2024
//@[edition2021] edition: 2021
//@[edition2024] edition: 2024
//! What is held depends on the way that the program has taken. Of each kind of control flow there
//! is a function that holds a guard and one that does not.

use std::cell::{Ref, RefCell, RefMut};

async fn wait() {}

async fn ready() -> Result<(), ()> {
    Ok(())
}

fn check(flag: bool) -> Result<(), ()> {
    if flag { Ok(()) } else { Err(()) }
}

async fn break_with_the_guard(cell: &RefCell<u64>) {
    let guard = loop {
        let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
        if *guard > 1 {
            break guard;
        }
        wait().await;
    };
    println!("{guard}");
}

async fn break_before_the_await(cell: &RefCell<u64>) {
    loop {
        let mut guard = cell.borrow_mut();
        *guard += 1;
        if *guard > 1 {
            break;
        }
    }
    wait().await;
}

async fn continue_with_the_guard(cell: &RefCell<u64>) {
    let mut last: Option<RefMut<'_, u64>> = None; //~ await_holding_refcell_ref
    for round in 0..3 {
        wait().await;
        if round == 1 {
            last = Some(cell.borrow_mut());
            continue;
        }
        drop(last);
        last = None;
    }
    drop(last);
}

async fn continue_without_it(cell: &RefCell<u64>) {
    for round in 0..3 {
        let guard = cell.borrow_mut();
        if *guard == round {
            continue;
        }
        drop(guard);
        wait().await;
    }
}

async fn break_of_an_outer_loop(cell: &RefCell<u64>) {
    'outer: loop {
        let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
        loop {
            if *guard > 1 {
                break 'outer;
            }
            wait().await;
        }
    }
    wait().await;
}

async fn question_mark_with_the_guard(cell: &RefCell<u64>) -> Result<(), ()> {
    let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
    check(*guard > 1)?;
    ready().await?;
    drop(guard);
    ready().await
}

async fn question_mark_without_it(cell: &RefCell<u64>) -> Result<(), ()> {
    let guard = cell.borrow_mut();
    check(*guard > 1)?;
    drop(guard);
    ready().await?;
    ready().await
}

async fn early_return_with_the_guard(cell: &RefCell<u64>, flag: bool) {
    let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
    if flag {
        wait().await;
        return;
    }
    drop(guard);
    wait().await;
}

async fn early_return_of_the_guard(cell: &RefCell<u64>, flag: bool) -> Option<RefMut<'_, u64>> {
    let guard = cell.borrow_mut();
    if flag {
        return Some(guard);
    }
    drop(guard);
    wait().await;
    None
}

async fn shadowed_is_not_dropped(cell: &RefCell<u64>, other: &RefCell<u64>) {
    let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
    println!("{guard}");
    let guard = *other.borrow();
    wait().await;
    println!("{guard}");
}

async fn shadowed_by_what_it_became(cell: &RefCell<u64>) {
    let guard = cell.borrow_mut();
    let guard = take(guard);
    wait().await;
    println!("{guard}");
}

fn take(guard: RefMut<'_, u64>) -> u64 {
    *guard
}

async fn assigned_again_with_the_old_one_dropped(cell: &RefCell<u64>, other: &RefCell<u64>) {
    let mut guard = cell.borrow_mut(); //~ await_holding_refcell_ref
    *guard += 1;
    guard = other.borrow_mut();
    wait().await;
    *guard += 1;
}

async fn assigned_again_after_the_await(cell: &RefCell<u64>, other: &RefCell<u64>) {
    let mut guard = cell.borrow_mut();
    *guard += 1;
    drop(guard);
    wait().await;
    guard = other.borrow_mut();
    *guard += 1;
}

async fn diverging_branch(cell: &RefCell<u64>, flag: bool) {
    let guard = cell.borrow_mut();
    if flag {
        drop(guard);
    } else {
        panic!("{guard}");
    }
    wait().await;
}

async fn diverging_branch_that_drops(cell: &RefCell<u64>, flag: bool) {
    let guard = cell.borrow_mut(); //~ await_holding_refcell_ref
    if flag {
        drop(guard);
        panic!();
    }
    wait().await;
}

async fn let_else_with_the_guard(cell: &RefCell<u64>) {
    let Ok(guard) = cell.try_borrow_mut() else { //~ await_holding_refcell_ref
        return;
    };
    wait().await;
    drop(guard);
}

async fn let_else_without_it(cell: &RefCell<u64>) {
    let Ok(guard) = cell.try_borrow_mut() else {
        wait().await;
        return;
    };
    drop(guard);
    wait().await;
}

async fn while_let_with_the_guard(cells: &[RefCell<u64>]) {
    let mut cells = cells.iter();
    while let Some(guard) = cells.next().map(RefCell::borrow_mut) {
        //~^ await_holding_refcell_ref
        wait().await;
        drop(guard);
    }
}

async fn while_let_without_it(cells: &[RefCell<u64>]) {
    let mut cells = cells.iter();
    while let Some(guard) = cells.next().map(RefCell::borrow_mut) {
        drop(guard);
        wait().await;
    }
}

async fn else_of_if_let(cell: &RefCell<Option<u64>>) {
    // Before edition 2024 the scrutinee lives to the end of `else`.
    if let Some(value) = *cell.borrow() { //~[edition2021] await_holding_refcell_ref
        println!("{value}");
    } else {
        wait().await;
    }
}

async fn tail_expression(cell: &RefCell<u64>) -> u64 {
    let more = {
        wait().await;
        // Before edition 2024 the temporary lives to the end of the `let`.
        *cell.borrow() //~[edition2021] await_holding_refcell_ref
    } + later().await;
    more
}

async fn later() -> u64 {
    wait().await;
    1
}

async fn on_some_paths(cell: &RefCell<u64>, flag: bool) {
    let guard = cell.borrow(); //~ await_holding_refcell_ref
    if flag {
        drop(guard);
    }
    wait().await;
}

async fn initialised_on_some_paths(cell: &RefCell<u64>, flag: bool) {
    let guard: Ref<'_, u64>; //~ await_holding_refcell_ref
    if flag {
        guard = cell.borrow();
    }
    wait().await;
}

async fn initialised_after_the_await(cell: &RefCell<u64>) {
    let guard: Ref<'_, u64>;
    wait().await;
    guard = cell.borrow();
    println!("{guard}");
}

fn main() {}
