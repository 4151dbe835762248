//! Generic arguments narrow an entry: a function for each that matches, and for each one like it
//! that does not.

use std::sync::Arc;

use tokio::sync::Mutex;

async fn wait() {}

pub struct Db;

pub struct Keyed<K, V>(K, V);

pub struct Nested<T>(T);

pub struct Sized<const N: usize>;

pub struct Flag<const ON: bool>;

pub trait Connection {}

impl Connection for Db {}

async fn guard_of_the_database(db: &Mutex<Db>) {
    let _guard = db.lock().await; //~ await_holding_invalid_type
    wait().await;
}

async fn guard_of_something_else(other: &Mutex<u64>) {
    let _guard = other.lock().await;
    wait().await;
}

async fn second_argument<K>(key: K) {
    let keyed = Keyed(key, 1_u8); //~ await_holding_invalid_type
    wait().await;
    drop(keyed);
}

async fn first_argument<V>(value: V) {
    let keyed = Keyed(String::new(), value); //~ await_holding_invalid_type
    wait().await;
    drop(keyed);
}

async fn other_arguments() {
    let keyed = Keyed("", 1_u16);
    wait().await;
    drop(keyed);
}

async fn nested_deeply() {
    let nested = Nested(vec![Some(Db)]); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn nested_otherwise() {
    let nested = Nested(Some(vec![Db]));
    wait().await;
    drop(nested);
}

async fn arguments_left_out() {
    let nested = Nested(vec![Keyed(1_u32, 2_u32)]); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn tuple(second: impl Copy) {
    let nested = Nested((1_u8, second)); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn longer_tuple() {
    let nested = Nested((1_u8, 2_u8, 3_u8));
    wait().await;
    drop(nested);
}

async fn reference() {
    let nested = Nested("text"); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn mutable_reference_to_a_slice(slice: &mut [Db]) {
    let nested = Nested(slice); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn shared_reference_to_a_slice(slice: &[Db]) {
    let nested = Nested(slice);
    wait().await;
    drop(nested);
}

async fn array() {
    let nested = Nested([0_u8; 4]); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn array_of_another_length() {
    let nested = Nested([0_u8; 5]);
    wait().await;
    drop(nested);
}

async fn pointer() {
    let nested = Nested(std::ptr::null::<u8>()); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn trait_object() {
    let nested: Nested<Box<dyn Connection>> = Nested(Box::new(Db)); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn no_trait_object() {
    let nested = Nested(Box::new(Db));
    wait().await;
    drop(nested);
}

async fn any_type_that_implements_a_trait(connection: impl Connection) {
    let nested = Nested(Arc::new(connection)); //~ await_holding_invalid_type
    wait().await;
    drop(nested);
}

async fn type_that_does_not_implement_it() {
    let nested = Nested(Arc::new(1));
    wait().await;
    drop(nested);
}

async fn constant() {
    let sized = Sized::<3>; //~ await_holding_invalid_type
    wait().await;
    drop(sized);
}

async fn another_constant<const N: usize>() {
    let (five, any) = (Sized::<5>, Sized::<N>);
    wait().await;
    drop((five, any));
}

async fn flag() {
    let (on, off) = (Flag::<true>, Flag::<false>); //~ await_holding_invalid_type
    wait().await;
    drop((on, off));
}
