//! Without `std`, the guards of a `RefCell` go by their names in `core`.

#![no_std]

use core::cell::RefCell;

include!("case.inc");

case!(borrow(cell: &RefCell<u8>) {
    let guard: core::cell::Ref<'_, u8> = cell.borrow(); //~ await_holding_refcell_ref
});
case!(borrow_mut(cell: &RefCell<u8>) {
    let guard: core::cell::RefMut<'_, u8> = cell.borrow_mut(); //~ await_holding_refcell_ref
});
