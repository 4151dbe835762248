//! Long bodies, wide types and deep nesting.

use std::fmt::Write as _;

use super::Input;

#[test]
fn a_chain_of_500_generic_wrappers() {
    let mut source = String::from("pub struct Wrapper<T>(T);\npub type T0 = Guard;\n");
    source.push_str("pub fn w0() -> T0 { make() }\n");
    for i in 1..=500 {
        let before = i - 1;
        let _ = writeln!(source, "pub type T{i} = Wrapper<T{before}>;");
        let _ = writeln!(source, "pub fn w{i}() -> T{i} {{ Wrapper(w{before}()) }}");
    }
    source.push_str("pub async fn held() { let w = w500(); y().await; drop(w); }\n");
    source.push_str("pub async fn dropped() { let w = w500(); see(&w); drop(w); y().await; }\n");
    Input::new(source)
        .attributes("#![recursion_limit = \"4096\"]")
        .finds(1);
}

#[test]
fn a_chain_of_500_structs() {
    let mut source = String::from("pub struct S0(Guard);\n");
    for i in 1..=500 {
        let _ = writeln!(source, "pub struct S{i}(S{}, u8);", i - 1);
    }
    source.push_str("pub async fn held(s: S500) { y().await; }\n");
    source.push_str("pub async fn borrowed(s: &S500) { y().await; see(s); }\n");
    Input::new(source)
        .attributes("#![recursion_limit = \"4096\"]")
        .finds(1);
}

/// Traversing it as a tree would take 2^60 steps.
#[test]
fn a_type_with_two_fields_of_one_type_60_levels_deep() {
    let mut source = String::new();
    for (name, innermost) in [("Held", "Guard"), ("Clean", "String")] {
        let _ = writeln!(source, "pub struct {name}0({innermost});");
        for i in 1..=60 {
            let before = i - 1;
            let fields = format!("{name}{before}, Box<{name}{before}>");
            let _ = writeln!(source, "pub struct {name}{i}({fields});");
        }
        let _ = writeln!(source, "pub async fn {name}(v: {name}60) {{ y().await; }}");
    }
    Input::new(source).finds(1);
}

/// With more of them, rustc itself takes too long: 4 seconds for 500, 26 seconds for 1,000.
#[test]
fn a_future_of_300_awaits() {
    let mut source = String::from("pub async fn long() {\nlet first = make();\n");
    source.push_str(&"y().await;\n".repeat(150));
    source.push_str("drop(first);\n");
    source.push_str(&"y().await;\n".repeat(150));
    source.push_str("}\n");
    Input::new(source).finds(1);
}

#[test]
fn a_future_with_300_values_that_are_dropped_on_some_paths() {
    let mut source = String::from("pub async fn wide() {\n");
    for i in 0..300 {
        let _ = writeln!(source, "let v{i} = make();\nif flip() {{ drop(v{i}); }}");
    }
    source.push_str("y().await;\n}\n");
    Input::new(source).finds(300);
}

#[test]
fn a_match_of_100_arms() {
    let mut source = String::from("pub async fn arms(n: u32) {\nlet v = make();\nmatch n {\n");
    for i in 0..100 {
        let dropped = if i % 2 == 0 { "drop(v);" } else { "" };
        let _ = writeln!(source, "{i} => {{ {dropped} y().await; }}");
    }
    source.push_str("_ => {}\n}\ny().await;\n}\n");
    Input::new(source).finds(1);
}

#[test]
fn a_file_of_500_functions() {
    let mut source = String::new();
    for i in 0..500 {
        let _ = writeln!(
            source,
            "pub async fn f{i}() {{ let v = make(); y().await; drop(v); }}"
        );
    }
    Input::new(source).finds(500);
}

#[test]
fn a_tuple_of_1000_types() {
    let mut source = String::new();
    let mut list = String::new();
    for i in 0..1000 {
        let _ = writeln!(source, "pub struct Listed{i}(Guard);");
        let _ = write!(list, "Option<Listed{i}>, ");
    }
    let _ = writeln!(
        source,
        "pub async fn all(v: Box<({list})>) {{ y().await; }}"
    );
    Input::new(source).finds(1);
}

#[test]
fn blocks_100_deep() {
    let open = "{ let v = make(); see(&v); y().await;\n".repeat(100);
    let close = "}\n".repeat(100);
    Input::new(format!("pub async fn deep() {{\n{open}{close}}}\n")).finds(100);
}

#[test]
fn async_blocks_40_deep() {
    let open = "async move { let v = make(); y().await;\n".repeat(40);
    let close = "}.await;\n".repeat(40);
    Input::new(format!("pub async fn deep() {{\n{open}{close}}}\n"))
        .attributes("#![recursion_limit = \"4096\"]")
        .finds(40);
}

#[test]
fn loops_50_deep() {
    let open = "while flip() { let v = make(); if flip() { continue; } y().await;\n".repeat(50);
    let close = "}\n".repeat(50);
    Input::new(format!("pub async fn deep() {{\n{open}{close}}}\n")).finds(50);
}

#[test]
fn a_coroutine_too_large_for_any_memory() {
    let source = "\
pub struct Large([u8; 1 << 46], Guard);
pub async fn large(one: Large, two: Large) { y().await; }
pub async fn larger(f: impl Fn() -> [Large; 1 << 10]) { let all = f(); y().await; drop(all); }
";
    Input::new(source).finds(3);
}

#[test]
fn an_expression_of_200_temporaries() {
    let mut source =
        String::from("pub fn join(_: &Guard, _: ()) {}\npub async fn all() {\nlet _ = (");
    for _ in 0..200 {
        source.push_str("see(&make()),\n");
    }
    source.push_str("y().await);\n}\n");
    Input::new(source).finds(200);
}
