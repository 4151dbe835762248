use rustc_span::create_default_session_globals_then;

use super::*;

fn parse(text: &str) -> Result<TypePath, NotAPath> {
    create_default_session_globals_then(|| TypePath::parse(text))
}

fn same(left: &str, right: &str) -> bool {
    create_default_session_globals_then(|| {
        TypePath::parse(left).unwrap() == TypePath::parse(right).unwrap()
    })
}

/// The reason, and the text that is wrong with what stands before it.
fn error(text: &str) -> (String, &str, &str) {
    let NotAPath { reason, range, .. } = parse(text).unwrap_err();
    (reason, &text[..range.start], &text[range])
}

#[test]
fn all_that_may_be_an_argument_is_read() {
    for text in [
        "u8",
        "a::B",
        "crate::r#type::B",
        "a::fn::B",
        "a::B<>",
        "a::B<'_>",
        "a::B<'static, c::D, _,>",
        "a::B::<u8>",
        "a::B<c::D<e::F<_>>, &'a mut [u8], &&str, *const u8, *mut _>",
        "a::B<(), (u8,), (u8), (u8, _), [u8; 4], [_; _], !, dyn c::D, 1_000, true, false>",
        " a :: B < 'a , u8 > ",
        "a::\n  B",
        "größe::Maß",
    ] {
        assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
    }
}

#[test]
fn equal_paths_mean_the_same() {
    assert!(same("a::B<u8,'_>", " a :: B::<'x, u8, > "));
    assert!(same("a::r#type::B", "a::type::B"));
    assert!(same("a::B", "a::B<'_, _, _>"));
    assert!(same("a::B<u8>", "a::B<u8, _>"));
    assert!(same("a::B<(u8)>", "a::B<u8>"));
    assert!(!same("a::B<(u8,)>", "a::B<u8>"));
    assert!(!same("a::B<_, u8>", "a::B<u8>"));
    assert!(!same("a::B<c::D>", "a::B<dyn c::D>"));
    assert!(!same("a::B<&u8>", "a::B<&mut u8>"));
    assert!(!same("a::B<[u8; 1]>", "a::B<[u8; 2]>"));
}

#[test]
fn errors_are_at_their_place() {
    let expect = |text, reason: &str, before: &str, wrong: &str| {
        assert_eq!(error(text), (reason.to_owned(), before, wrong), "{text}");
    };
    expect("", "expected a name, found the end", "", "");
    expect("  ", "expected a name, found the end", "  ", "");
    expect("foo::", "expected a name, found the end", "foo::", "");
    expect("::foo::Bar", "expected a name, found `:`", "", ":");
    expect("foo::::Bar", "expected a name, found `:`", "foo::", ":");
    expect("foo:Bar", "expected `::`, found `:`", "foo", ":");
    expect("foo: :Bar", "expected `::`, found `:`", "foo", ":");
    expect(
        "foo::Bar<",
        "expected a type, found the end",
        "foo::Bar<",
        "",
    );
    expect(
        "foo::Bar<u8",
        "expected `,` or `>`, found the end",
        "foo::Bar<u8",
        "",
    );
    expect(
        "foo::Bar>",
        "expected `::`, `<` or the end, found `>`",
        "foo::Bar",
        ">",
    );
    expect(
        "foo::Bar<u8>>",
        "expected the end, found `>`",
        "foo::Bar<u8>",
        ">",
    );
    expect(
        "foo::Bar<>::Baz",
        "expected the end, found `:`",
        "foo::Bar<>",
        ":",
    );
    expect(
        "foo::b ar",
        "expected `::`, `<` or the end, found `ar`",
        "foo::b ",
        "ar",
    );
    expect("foo::1", "expected a name, found `1`", "foo::", "1");
    expect("foo::_", "expected a name, found `_`", "foo::", "_");
    expect(
        "foo::Bar<a::B u8>",
        "expected `,` or `>`, found `u8`",
        "foo::Bar<a::B ",
        "u8",
    );
    expect(
        "foo::Bar<[u8, 4]>",
        "expected `]`, found `,`",
        "foo::Bar<[u8",
        ",",
    );
    expect(
        "foo::Bar<(u8; 4)>",
        "expected `,` or `)`, found `;`",
        "foo::Bar<(u8",
        ";",
    );
    expect(
        "foo::Bar<*u8>",
        "expected `const` or `mut`, found `u8`",
        "foo::Bar<*",
        "u8",
    );
    expect(
        "foo::Bar<0x1>",
        "expected a number without prefix and suffix, found `0x1`",
        "foo::Bar<",
        "0x1",
    );
    expect(
        "tracing-core::Span",
        "expected `::`, `<` or the end, found `-`",
        "tracing",
        "-",
    );
    expect(
        "Bar",
        "`Bar` is only a name, but a path begins with a crate",
        "",
        "Bar",
    );
    expect(
        "foo::Bar<Baz>",
        "`Baz` is only a name, but a path begins with a crate",
        "foo::Bar<",
        "Baz",
    );
    expect(
        "super::Bar",
        "`super` cannot be used here; `crate` is the crate that is linted",
        "",
        "super",
    );
    expect(
        "foo::\u{1F980}",
        "expected a name, found `\u{1F980}`",
        "foo::",
        "\u{1F980}",
    );
    expect(
        "foo::/* no */Bar",
        "expected a name, found `/* no */`",
        "foo::",
        "/* no */",
    );
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth| format!("a::B<{}u8>", "&".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH - 1)).is_ok());
    assert!(
        parse(&nested(MAX_DEPTH))
            .unwrap_err()
            .reason
            .contains("nested")
    );
    let long = "a::B<".repeat(100_000);
    assert!(parse(&long).unwrap_err().reason.contains("nested"));
}

#[test]
fn what_is_meant_is_a_path() {
    let meant = |text| parse(text).unwrap_err().meant;
    for (text, path) in [
        ("my-dep::Guard", "my_dep::Guard"),
        ("my-own-dep::Guard<Own>", "my_own_dep::Guard<crate::Own>"),
        ("Own", "crate::Own"),
        (" Own ", "crate::Own"),
        ("Entered", "tracing::span::Entered"),
        ("MutexGuard<'_, _>", "std::sync::MutexGuard<'_, _>"),
        ("RefMulti", "crate::RefMulti"),
        ("Renamed<String>", "crate::Renamed<std::string::String>"),
        (
            "a::B<Vec<\n  (Own, u8)>>",
            "a::B<std::vec::Vec< (crate::Own, u8)>>",
        ),
        ("a::B<dyn Own>", "a::B<dyn crate::Own>"),
    ] {
        assert_eq!(meant(text).as_deref(), Some(path), "{text}");
    }
    for text in [
        "",
        "tracing",
        "tokio-util",
        "my -dep::Guard",
        "my-dep::Guard<",
        "a::B<-1>",
        "a::b->C",
        "self::Own",
        "Own::",
    ] {
        assert_eq!(meant(text), None, "{text}");
    }
}
