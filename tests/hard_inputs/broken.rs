//! Inputs that do not compile, and attributes that only rustc's own tests use.

use super::Input;

#[test]
fn type_errors() {
    for source in [
        "pub async fn f() { let v: u8 = make(); y().await; drop(v) }",
        "pub async fn f() { let v = nothing(); y().await; drop(v) }",
        "pub async fn f() { let v = Default::default(); y().await; drop(v) }",
        "pub async fn f(v: Nothing) { y().await; drop(v) }",
        "pub async fn f() -> u8 { let v = make(); y().await; drop(v) }",
        "pub async fn f() { let v = make(); 1.await; drop(v) }",
        "pub fn f() { let v = make(); y().await; drop(v) }",
        "pub async fn f() { let v = make(); y(1).await; drop(v) }",
        "pub struct S<T>(T); pub async fn f(v: S) { y().await; drop(v) }",
        "pub async fn f() { let v = [make(); 2]; y().await; drop(v) }",
        "pub async fn f(v: [Guard; missing()]) { y().await; drop(v) }",
        "pub async fn f() { let v = make(); let g = async |x| { y().await; x }; g().await; drop(v) }",
        "pub async fn f() { let v = make(); y().await; drop(v) } pub async fn f() { y().await }",
        "impl Missing { async fn f(self) { let v = make(); y().await; drop(v) } }",
        "impl Drop for Nothing { fn drop(&mut self) {} } pub async fn f(v: Nothing) { y().await }",
        "pub struct G; impl Drop for G { async fn drop(&mut self) {} } async fn f(g: G) { y().await }",
        "impl<T> Drop for Option<T> { fn drop(&mut self) {} } async fn f(g: Option<u8>) { y().await }",
    ] {
        Input::new(source).does_not_crash();
    }
}

#[test]
fn borrow_errors() {
    for source in [
        "pub async fn f() { let v = make(); drop(v); y().await; drop(v) }",
        "pub async fn f() { let v; y().await; see::<Guard>(&v) }",
        "pub async fn f() { let v = make(); let r = &v; drop(v); y().await; see(r) }",
        "pub async fn f(v: &Guard) { let g = *v; y().await; drop(g) }",
        "pub fn f(v: &Guard) -> impl Future + 'static { async { y().await; see(v) } }",
        "pub async fn f() { let v = make(); loop { drop(v); y().await } }",
    ] {
        Input::new(source).does_not_crash();
    }
}

#[test]
fn syntax_errors() {
    for source in [
        "pub async fn f( { y().await }",
        "pub async fn f() { let v = make(; y().await }",
        "}",
        "macro_rules! m { () => { m!() } } pub async fn f() { m!(); y().await }",
        "pub async fn f() { let v = make(); y().await; \"",
        "mod missing; pub async fn f() { let v = make(); y().await }",
        "#[derive(Missing)] pub struct S; pub async fn f(s: S) { y().await }",
    ] {
        Input::new(source).finds(0);
    }
}

/// They make rustc print errors. With the lints it has to succeed or fail as it does without.
#[test]
fn attributes_that_rustc_tests_use() {
    for source in [
        "#[rustc_dump_layout(debug)] pub struct S(Guard); pub async fn f(s: S) { y().await }",
        "#[rustc_dump_variances] pub struct S<T>(T, Guard); pub async fn f(s: S<u8>) { y().await }",
        "#[rustc_insignificant_dtor] pub struct S(Guard); impl Drop for S { fn drop(&mut self) {} } \
         pub async fn f(s: S) { y().await }",
        "#[rustc_regions] pub async fn f<'a>(v: &'a Guard) { y().await; see(v) }",
        "#[rustc_mir(borrowck_graphviz_postflow = \"f.dot\")] pub async fn f(v: Guard) { y().await }",
        "#[rustc_dump_def_path] pub async fn f(v: Guard) { y().await }",
        "pub fn f() { #[rustc_capture_analysis] let c = move || async move { y().await }; c(); }",
        "#[rustc_dummy] pub async fn f(v: Guard) { y().await }",
        "#[rustc_layout_scalar_valid_range_start(1)] pub struct S(u8, ); pub async fn f(s: S) { y().await }",
    ] {
        Input::new(source)
            .attributes("#![feature(rustc_attrs, stmt_expr_attributes)]")
            .does_not_crash();
    }
}

#[test]
fn unstable_features() {
    let source = "\
pub async gen fn numbers() -> u32 { let v = make(); yield 1; y().await; drop(v); yield 2 }
pub gen fn plain() -> u32 { let v = make(); yield 1; drop(v); yield 2 }
pub fn coroutine() -> impl std::ops::Coroutine { #[coroutine] || { let v = make(); yield; drop(v) } }
pub fn static_coroutine() -> impl std::ops::Coroutine {
    #[coroutine] static || { let v = make(); let r = &v; yield; see(r) }
}
pub async fn awaits() { let v = make(); y().await; match const { 1 } { _ => drop(v) } }
pub async fn never(v: Guard) -> ! { loop { y().await } }
pub async fn matched(v: Guard, n: !) { y().await; match n {} }
";
    let features =
        "#![feature(gen_blocks, coroutines, coroutine_trait, stmt_expr_attributes, never_type)]";
    Input::new(source).attributes(features).does_not_crash();
}

/// The lints run queries that rustc would not run with these options, or would run later.
#[test]
fn options_that_change_what_rustc_builds() {
    let source = "pub async fn f() { let v = make(); y().await; drop(v) }";
    for args in [
        &["-Zmir-opt-level=0"][..],
        &["-Zmir-opt-level=4"],
        &["-Copt-level=3"],
        &["-Cpanic=abort"],
        &["-Zvalidate-mir"],
        &["-Zthreads=2"],
        &["-Zunpretty=mir"],
        &["-Znext-solver"],
        &["-Cincremental=incremental"],
        &["-Cdebuginfo=2", "--emit=metadata,dep-info"],
        &[
            "--cfg=debug_assertions",
            "-Zmir-enable-passes=-ElaborateDrops",
        ],
    ] {
        Input::new(source).args(args).does_not_crash();
    }
}

#[test]
fn without_the_standard_library() {
    Input::new("pub async fn f() { let v = make(); y().await; drop(v) }")
        .attributes("#![no_std]")
        .finds(1);
    Input::new("")
        .attributes("#![feature(no_core)]\n#![no_core]")
        .does_not_crash();
}
