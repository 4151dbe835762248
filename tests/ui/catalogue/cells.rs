//! Each borrow guard that the catalogue has.

use std::cell::RefCell;

use atomic_refcell::AtomicRefCell;
use gc::GcCell;
use generational_box::{AnyStorage, GenerationalBox, UnsyncStorage};
use hecs::{Entity, PreparedQuery, World};

include!("case.inc");

case!(borrow(cell: &RefCell<u8>) {
    let guard: std::cell::Ref<'_, u8> = cell.borrow(); //~ await_holding_refcell_ref
});
case!(borrow_mut(cell: &RefCell<u8>) {
    let guard: std::cell::RefMut<'_, u8> = cell.borrow_mut(); //~ await_holding_refcell_ref
});

case!(atomic(cell: &AtomicRefCell<u8>) {
    let guard: atomic_refcell::AtomicRef<'_, u8> = cell.borrow(); //~ await_holding_refcell_ref
});
case!(atomic_mut(cell: &AtomicRefCell<u8>) {
    let guard: atomic_refcell::AtomicRefMut<'_, u8> = cell.borrow_mut(); //~ await_holding_refcell_ref
});

case!(generational(signal: GenerationalBox<u8>) {
    let guard: generational_box::GenerationalRef<_> = signal.read(); //~ await_holding_refcell_ref
});
case!(generational_mut(signal: GenerationalBox<u8>) {
    let guard: generational_box::GenerationalRefMut<_> = signal.write(); //~ await_holding_refcell_ref
});

case!(component(world: &World, entity: Entity) {
    let guard: hecs::Ref<'_, u8> = world.get::<&u8>(entity).unwrap(); //~ await_holding_refcell_ref
});
case!(component_mut(world: &World, entity: Entity) {
    let guard: hecs::RefMut<'_, u8> = world.get::<&mut u8>(entity).unwrap(); //~ await_holding_refcell_ref
});
case!(query(world: &World) {
    let guard: hecs::QueryBorrow<'_, &u8> = world.query::<&u8>(); //~ await_holding_refcell_ref
});
case!(prepared_query(world: &World, query: &mut PreparedQuery<&u8>) {
    let guard: hecs::PreparedQueryBorrow<'_, &u8> = query.query(world); //~ await_holding_refcell_ref
});
case!(view(world: &World) {
    let guard: hecs::ViewBorrow<'_, &u8> = world.view::<&u8>(); //~ await_holding_refcell_ref
});

case!(collected(cell: &GcCell<u8>) {
    let guard: gc::GcCellRef<'_, u8> = cell.borrow(); //~ await_holding_refcell_ref
});
case!(collected_mut(cell: &GcCell<u8>) {
    let guard: gc::GcCellRefMut<'_, u8> = cell.borrow_mut(); //~ await_holding_refcell_ref
});
