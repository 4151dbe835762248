use rustc_span::{BytePos, Span, create_default_session_globals_then};

use super::*;

const START: u32 = 1000;

fn source(text: &str) -> ConfigText<'_> {
    ConfigText {
        text,
        start: BytePos(START),
    }
}

/// The parts of `text` that are wrong, and what is said of them.
fn problems(text: &str) -> Vec<(&str, String)> {
    create_default_session_globals_then(|| {
        let (_, problems) = read(source(text));
        let marked =
            |span: Span| &text[(span.lo().0 - START) as usize..(span.hi().0 - START) as usize];
        problems
            .into_iter()
            .map(|problem| (marked(problem.span), problem.message))
            .collect()
    })
}

/// The entries of a `text` without errors, in short, and whether the default is kept.
fn entries(text: &str) -> (Vec<String>, bool) {
    create_default_session_globals_then(|| {
        let (conf, problems) = read(source(text));
        assert!(problems.is_empty(), "{text}: {problems:?}");
        let types = conf.await_holding_invalid_types;
        let entries = types.entries.iter().map(|entry| {
            let mut words = vec![entry.path.clone()];
            words.extend(entry.reason.clone());
            let mut flag = |flag: bool, word: &str| words.extend(flag.then(|| word.to_owned()));
            flag(entry.allow_invalid, "allow-invalid");
            flag(!entry.owned_by, "alone");
            flag(entry.allow, "allow");
            words.join(" ")
        });
        (entries.collect(), types.keep_default)
    })
}

#[test]
fn entries_may_have_any_shape_of_toml() {
    let all = "a::B why allow-invalid alone allow";
    for text in [
        "await-holding-invalid-types = [{ path = 'a::B', reason = \"why\", allow-invalid = true, owned-by = false, allow = true }]",
        "\"await-holding-invalid-types\" = [ # comment\n  { path = '''\na::B''', 'reason' = \"w\\u0068y\", allow-invalid = true,\n owned-by = false, allow = true, },\n]",
        "[[await-holding-invalid-types]]\npath = \"\"\"a::B\"\"\"\nallow = true\nowned-by = false\nallow-invalid = true\nreason = 'why'\n",
    ] {
        assert_eq!(entries(text).0, [all], "{text}");
    }
}

#[test]
fn entries_keep_their_order() {
    let text = "await-holding-invalid-types = ['b::B', { path = 'c::C' }, 'a::A']";
    assert_eq!(entries(text).0, ["b::B", "c::C", "a::A"]);
}

#[test]
fn of_a_path_and_a_table_with_the_same_path_the_table_counts() {
    let list = |list: &str| entries(&format!("await-holding-invalid-types = [{list}]")).0;
    assert_eq!(
        list("'a::B', { path = 'a::B', reason = 'why' }"),
        ["a::B why"]
    );
    assert_eq!(
        list("{ path = 'a::B', reason = 'why' }, ' a::B'"),
        ["a::B why"]
    );
}

#[test]
fn the_default_is_kept_without_a_list_or_on_request() {
    let none: [&str; 0] = [];
    for (text, listed, keep_default) in [
        ("", &none[..], true),
        ("msrv = '1.80'", &none, true),
        ("await-holding-invalid-types = []", &none, false),
        ("await-holding-invalid-types = ['a::B']", &["a::B"], false),
        ("await-holding-invalid-types = ['..']", &none, true),
        (
            "await-holding-invalid-types = ['a::B', '..', 'c::D']",
            &["a::B", "c::D"],
            true,
        ),
    ] {
        let (entries, kept) = entries(text);
        assert_eq!(
            (&*entries, kept),
            (
                &*listed
                    .iter()
                    .map(|path| path.to_string())
                    .collect::<Vec<_>>(),
                keep_default
            ),
            "{text}"
        );
    }
}

#[test]
fn every_problem_is_told_in_the_order_of_the_text() {
    let text = "\
await-holding-invalid-types = [
  'a::B', 1, { path = 'a::', reasons = '', allow = 'yes' }, { reason = 0 }, ' a::B ', '', '..', '..',
]
no-such-key-at-all = 1
";
    let expected = [
        ("1", "expected a path or a table with `path`, found integer"),
        ("'", "`a::` is not a path: expected a name, found the end"),
        ("reasons", "unknown key in this entry: `reasons`"),
        ("'yes'", "expected `true` or `false`, found string"),
        ("{ reason = 0 }", "this entry has no `path`"),
        ("0", "expected a string, found integer"),
        ("' a::B '", "`a::B` is listed twice"),
        ("''", "the path is empty"),
        ("'..'", "`..` is listed twice"),
        ("no-such-key-at-all", "unknown key: `no-such-key-at-all`"),
    ];
    assert_eq!(
        problems(text),
        expected.map(|(wrong, message)| (wrong, message.to_owned()))
    );
}

/// The part that is wrong with the path in `string`, which is TOML.
fn wrong_part(string: &str) -> String {
    let text = format!("await-holding-invalid-types = [{string}]");
    let problems = problems(&text);
    assert_eq!(problems.len(), 1, "{text}: {problems:?}");
    problems[0].0.to_owned()
}

#[test]
fn errors_in_a_path_are_at_the_part_that_is_wrong() {
    assert_eq!(wrong_part("\"foo::bar baz\""), "baz");
    assert_eq!(wrong_part("'foo::bar baz'"), "baz");
    assert_eq!(wrong_part("'''foo::bar baz'''"), "baz");
    assert_eq!(wrong_part("\"\"\"\nfoo::\n  bar baz\"\"\""), "baz");
    assert_eq!(wrong_part("\"größe::Maß größe\""), "größe");
    assert_eq!(wrong_part("{ path = \"foo::Bar<Baz>\" }"), "Baz");
}

#[test]
fn where_something_is_missing_at_the_end_the_quote_is_marked() {
    assert_eq!(wrong_part("\"foo::Bar<\""), "\"");
    assert_eq!(wrong_part("'''foo::'''"), "'");
}

#[test]
fn errors_in_a_path_with_escapes_are_at_the_whole() {
    assert_eq!(wrong_part(r#""foo::bar\tbaz""#), r#""foo::bar\tbaz""#);
    assert_eq!(
        wrong_part("\"\"\"foo::\\\n  bar baz\"\"\""),
        "\"\"\"foo::\\\n  bar baz\"\"\""
    );
}

#[test]
fn of_what_follows_a_syntax_error_only_the_syntax_is_judged() {
    let text = "no-such-key-at-all = 1\n[[await-holding-invalid-types]\npath = 'a::'\n";
    assert_eq!(
        problems(text),
        [
            (
                "no-such-key-at-all",
                "unknown key: `no-such-key-at-all`".to_owned()
            ),
            (
                "",
                "not valid TOML: unclosed array table, expected `]`".to_owned()
            ),
        ]
    );
}

#[test]
fn a_key_that_is_missing_is_one_mistake() {
    let expected = |wrong, message: &str| vec![(wrong, message.to_owned())];
    assert_eq!(
        problems("= 1\n"),
        expected(
            "=",
            "not valid TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`"
        )
    );
}

#[test]
fn a_value_that_is_missing_is_one_mistake() {
    for text in [
        "await-holding-invalid-types =\n",
        "await-holding-invalid-types = =\n'a",
    ] {
        let problems = problems(text);
        assert!(problems[0].1.starts_with("not valid TOML"), "{problems:?}");
    }
}

#[test]
fn of_many_problems_the_first_are_shown_and_the_others_counted() {
    let text: String = (0..250)
        .map(|number| format!("key{number} = 1\n"))
        .collect();
    let problems = problems(&text);
    assert_eq!(problems.len(), MAX_PROBLEMS + 1);
    assert_eq!(problems[99].1, "unknown key: `key99`");
    let rest = ("key100", "150 more errors from here on".to_owned());
    assert_eq!(problems[100], rest);
}
