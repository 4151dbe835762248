use std::cell::{Cell, Ref, RefCell, RefMut};

async fn wait() {}

async fn shared(total: &RefCell<u64>) -> u64 {
    let borrow = total.borrow(); //~ await_holding_refcell_ref
    wait().await;
    *borrow
}

async fn exclusive(total: &RefCell<u64>) {
    let mut borrow = total.borrow_mut(); //~ await_holding_refcell_ref
    wait().await;
    *borrow += 1;
}

async fn mapped(total: &RefCell<(u64, u64)>) -> u64 {
    let borrow = Ref::map(total.borrow(), |pair| &pair.0); //~ await_holding_refcell_ref
    wait().await;
    *borrow
}

async fn split(total: &RefCell<(u64, u64)>) {
    let (mut left, right) = RefMut::map_split(total.borrow_mut(), |(l, r)| (l, r));
    //~^ await_holding_refcell_ref
    //~| await_holding_refcell_ref
    wait().await;
    *left += *right;
}

async fn tried(total: &RefCell<u64>) {
    if let Ok(borrow) = total.try_borrow() {
        //~^ await_holding_refcell_ref
        wait().await;
        assert_eq!(*borrow, 0);
    }
}

// From here on nothing is held.

async fn copied_out(total: &RefCell<u64>) -> u64 {
    let copy = *total.borrow();
    wait().await;
    copy
}

async fn inner_scope(total: &RefCell<u64>) {
    {
        let mut borrow = total.borrow_mut();
        *borrow += 1;
    }
    wait().await;
}

async fn a_reference_to_a_cell(total: &RefCell<u64>, flag: &Cell<bool>) {
    wait().await;
    total.replace(1);
    flag.set(true);
}
