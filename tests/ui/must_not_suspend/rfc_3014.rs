//! What RFC 3014 says by example, with the spelling that stable Rust accepts. Where rustc's own
//! lint says "suspend point", this one says `await`.
//@rustc-env: RUSTC_BOOTSTRAP=1
#![feature(must_not_suspend)]

async fn wait() {}

// A type, with and without a reason.

#[clippy::must_not_suspend]
struct Foo {}

#[clippy::must_not_suspend = "it is part of the surface of the thread"]
struct Reasoned {}

async fn plain() {
    let foo = Foo {}; //~ await_holding_invalid_type
    wait().await;
    drop(foo);
}

async fn with_a_reason() {
    let reasoned = Reasoned {}; //~ await_holding_invalid_type
    wait().await;
    drop(reasoned);
}

async fn in_a_box() {
    let foo = Box::new(Foo {}); //~ await_holding_invalid_type
    wait().await;
    drop(foo);
}

async fn in_a_tuple() {
    let foo = (1, Foo {}); //~ await_holding_invalid_type
    wait().await;
    drop(foo);
}

async fn in_an_array() {
    let foo = [Foo {}, Foo {}]; //~ await_holding_invalid_type
    wait().await;
    drop(foo);
}

/// The RFC's remedies: to drop it, or a block that ends before.
async fn dropped() {
    let foo = Foo {};
    drop(foo);
    wait().await;
}

async fn in_a_block() {
    {
        let _foo = Foo {};
    }
    wait().await;
}

// rustc's own attribute means the same.

#[must_not_suspend = "the reason of the unstable attribute"]
struct Unstable {}

async fn unstable() {
    let unstable = Unstable {}; //~ await_holding_invalid_type
    wait().await;
    drop(unstable);
}

#[must_not_suspend]
enum UnstableEnum {
    Variant,
}

#[must_not_suspend]
trait UnstableTrait {}

impl UnstableTrait for u64 {}

async fn unstable_without_a_reason(object: Box<dyn UnstableTrait>) {
    //~^ await_holding_invalid_type
    let unstable = UnstableEnum::Variant; //~ await_holding_invalid_type
    let number = 1_u64; //~ await_holding_invalid_type
    wait().await;
    drop((object, unstable));
    println!("{number}");
}

// A function: the value that it returns.

#[clippy::must_not_suspend]
fn foo() -> i32 {
    5
}

async fn of_a_function() {
    let foo = foo(); //~ await_holding_invalid_type
    wait().await;
    println!("{foo}");
}

async fn of_no_such_function() {
    let foo = 5;
    wait().await;
    println!("{foo}");
}

// Enums and unions.

#[clippy::must_not_suspend]
enum Either {
    Left,
    Right,
}

#[clippy::must_not_suspend]
union Bits {
    number: u32,
}

async fn an_enum() {
    let either = if true { Either::Left } else { Either::Right }; //~ await_holding_invalid_type
    wait().await;
    drop(either);
}

#[clippy::must_not_suspend]
struct MarkedOfFields {
    either: Option<u32>,
}

/// Whatever is known of what is in it.
async fn known_variants(number: u32) {
    let either = Either::Left; //~ await_holding_invalid_type
    let marked = MarkedOfFields { either: None }; //~ await_holding_invalid_type
    wait().await;
    drop((either, marked));
}

async fn a_union() {
    let bits = Bits { number: 1 }; //~ await_holding_invalid_type
    wait().await;
    let _number = unsafe { bits.number };
}

// A trait: whatever implements it.

#[clippy::must_not_suspend = "a lock is not to be kept"]
trait Lock {
    fn id(&self) -> u32;
}

struct Implementer(u32);

impl Lock for Implementer {
    fn id(&self) -> u32 {
        self.0
    }
}

fn get_lock() -> impl Lock {
    Implementer(1)
}

async fn opaque() {
    let lock = get_lock(); //~ await_holding_invalid_type
    wait().await;
    lock.id();
}

async fn concrete() {
    let lock = Implementer(1); //~ await_holding_invalid_type
    wait().await;
    lock.id();
}

async fn generic<T: Lock>(lock: T) {
    //~^ await_holding_invalid_type
    wait().await;
    lock.id();
}

async fn object(lock: Box<dyn Lock>) {
    //~^ await_holding_invalid_type
    wait().await;
    lock.id();
}

async fn not_constrained<T>(value: T) {
    wait().await;
    drop(value);
}

async fn through_a_reference(lock: &dyn Lock) {
    wait().await;
    lock.id();
}
