//! Functions, futures and types that refer to themselves.

use super::Input;

#[test]
fn recursive_async_functions() {
    let source = "\
use std::{future::Future, pin::Pin};
pub async fn count(n: u32, v: Guard) {
    if n > 0 { Box::pin(count(n - 1, make())).await; }
    drop(v);
}
pub async fn even(n: u32) -> bool {
    let v = make();
    let even = if n == 0 { true } else { Box::pin(odd(n - 1)).await };
    drop(v);
    even
}
pub async fn odd(n: u32) -> bool { if n == 0 { false } else { Box::pin(even(n - 1)).await } }
pub fn boxed(n: u32) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move { let v = make(); boxed(n).await; see(&v) })
}
pub trait Walk { fn walk(&self) -> impl Future<Output = ()>; }
impl Walk for () { async fn walk(&self) { let v = make(); Box::pin(self.walk()).await; see(&v) } }
";
    Input::new(source).finds(4);
}

#[test]
fn async_functions_that_are_recursive_without_a_box() {
    Input::new("pub async fn f() { let v = make(); f().await; drop(v); }").finds(0);
    let source = "pub async fn f(v: Guard) { g(v).await } pub async fn g(v: Guard) { f(v).await }";
    Input::new(source).finds(0);
}

#[test]
fn recursive_types() {
    let source = "\
use std::{cell::RefCell, collections::HashMap, rc::{Rc, Weak}};
pub struct List { here: Guard, next: Option<Box<List>> }
pub struct Loop { next: Option<Box<Loop>>, all: Vec<Loop>, named: HashMap<String, Loop> }
pub enum Tree { Leaf, Node(Box<(Tree, Tree)>, Rc<RefCell<Tree>>), Last(Rc<Guard>) }
pub struct Child { parent: Weak<List>, function: fn(List) -> Child }
pub struct One(Option<Box<Two>>);
pub struct Two(Option<Box<One>>, Box<dyn Fn(Guard)>);
pub async fn list(v: List) { y().await; }
pub async fn without(v: Loop) { y().await; }
pub async fn tree(v: Tree) { y().await; }
pub async fn child(v: Child) { y().await; }
pub async fn mutual(v: One) { y().await; }
";
    Input::new(source).finds(2);
}

#[test]
fn types_that_grow_endlessly() {
    let source = "\
pub enum Nest<T> { Nil, Cons(T, Box<Nest<(T, T)>>) }
pub struct Grow<T>(Option<Box<Grow<Option<T>>>>, T);
pub struct Wide<A, B>(Option<Box<Wide<(A, B), (B, A)>>>, Option<Box<Wide<[A; 2], B>>>, A, B);
pub struct Plain<T>(Option<Box<Plain<Vec<T>>>>);
pub async fn nest(v: Nest<Guard>) { y().await; see(&v) }
pub async fn grow(v: Grow<Guard>) { y().await; see(&v) }
pub async fn wide(v: Wide<u8, Guard>) { y().await; see(&v) }
pub async fn plain(v: Plain<u8>) { y().await; see(&v) }
pub async fn generic<T>(v: Nest<T>) { y().await; see(&v) }
";
    // rustc itself gives up on their drop glue. The lints only have to survive that.
    Input::new(source).does_not_crash();
}

#[test]
fn types_of_infinite_size() {
    Input::new("pub struct S(S, Guard);\npub async fn f(v: S) { y().await; }").finds(0);
    Input::new("pub enum E { A(Option<E>), B(Guard) }\npub async fn f(v: E) { y().await; }")
        .finds(0);
}

#[test]
fn cycles() {
    for source in [
        "pub type A = B; pub type B = A; pub async fn f(a: A) { y().await; }",
        "pub trait A: B {} pub trait B: A {} pub async fn f(a: impl A) { y().await; }",
        "pub const A: usize = B; pub const B: usize = A; pub async fn f(a: [Guard; A]) { y().await }",
        "pub struct S<T: Tr<Out = S<T>>>(T::Out); pub trait Tr { type Out; } pub async fn f<T: Tr<Out = S<T>>>(s: S<T>) { y().await }",
        "pub fn f() -> impl Sized { let v = f(); async move { y().await; drop(v) } }",
    ] {
        Input::new(source).does_not_crash();
    }
}

#[test]
fn opaque_types_that_are_defined_by_use() {
    let source = "\
pub type Future = impl std::future::Future<Output = ()>;
#[define_opaque(Future)]
pub fn define() -> Future { async { let v = make(); y().await; drop(v) } }
pub async fn hold(v: Future) { y().await; v.await }
pub type Own = impl Sized;
#[define_opaque(Own)]
pub async fn own() { let v: Own = make(); y().await; drop(v) }
";
    Input::new(source)
        .attributes("#![feature(type_alias_impl_trait)]")
        .does_not_crash();
}
