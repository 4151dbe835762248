//! A trait stands for every type that implements it.

async fn wait() {}

pub trait MustRelease {
    fn release(&mut self) {}
}

pub trait Sub: MustRelease {}

pub trait Convert<T> {}

pub struct Wrapper<T>(T);

pub struct Handle;
impl MustRelease for Handle {}
impl Sub for Handle {}

pub struct Plain;

pub struct Generic<T>(T);
impl<T: Clone> MustRelease for Generic<T> {}

pub struct ToString;
impl Convert<String> for ToString {}
pub struct ToWrapper;
impl Convert<Wrapper<u8>> for ToWrapper {}
impl Convert<Wrapper<u16>> for ToWrapper {}
pub struct ToNumber;
impl Convert<u64> for ToNumber {}

fn make() -> impl MustRelease {
    Handle
}

async fn implements_it() {
    let mut held = Handle; //~ await_holding_invalid_type
    wait().await;
    held.release();
}

async fn does_not_implement_it() {
    let other = Plain;
    wait().await;
    drop(other);
}

async fn implements_it_for_some_arguments() {
    let held = Generic(1); //~ await_holding_invalid_type
    let other = Generic(Plain);
    wait().await;
    drop((held, other));
}

async fn trait_object() {
    let held: Box<dyn MustRelease> = Box::new(Handle); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn trait_object_of_a_sub_trait() {
    let held: Box<dyn Sub> = Box::new(Handle); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn opaque_type() {
    let held = make(); //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn impl_in_argument_position(held: impl MustRelease) {
    //~^ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn parameter<T: Sub>(value: T) {
    let held = value; //~ await_holding_invalid_type
    wait().await;
    drop(held);
}

async fn parameter_without_the_bound<T>(value: T) {
    let held = value;
    wait().await;
    drop(held);
}

async fn trait_with_arguments() {
    let string = ToString; //~ await_holding_invalid_type
    let wrapper = ToWrapper; //~ await_holding_invalid_type
    let number = ToNumber;
    wait().await;
    drop((string, wrapper, number));
}
