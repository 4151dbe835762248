//! The declaration of the key, with what the book says of it. The examples in it are run.

/// A key at the top of `clippy.toml`.
pub struct Key {
    /// The name, in kebab case.
    pub name: &'static str,
    /// What the key does, in Markdown.
    pub doc: &'static str,
    /// The value without the key, in TOML.
    pub default: &'static str,
    /// The lints that read it.
    pub lints: &'static [&'static str],
    /// What an element may have if it is a table.
    pub fields: &'static [Field],
}

/// A key of a table inside the value of a [`Key`].
pub struct Field {
    /// The name, in kebab case.
    pub name: &'static str,
    /// What it says, in Markdown.
    pub doc: &'static str,
    /// The value without it, in TOML, or nothing; `None` where it has to be there.
    pub default: Option<&'static str>,
}

/// The key that lists types whose values must not be held.
pub static AWAIT_HOLDING_INVALID_TYPES: Key = Key {
    name: "await-holding-invalid-types",
    doc: "\
The types whose values must not be held across an `.await`. An element is the path of a type, or a
table with the keys below. The element `\"..\"` keeps what is forbidden by default; without it the
list replaces that.

```toml
await-holding-invalid-types = [
  \"tracing::span::Entered\",
  { path = \"tracing::span::EnteredSpan\", reason = \"the span stays entered in other tasks\" },
]
```
",
    default: "[\"..\"]",
    lints: &["await_holding_invalid_type"],
    fields: &[
        Field {
            name: "path",
            doc: "The path of a struct, an enum, a union, a trait (for all types that implement it), a \
                  primitive type, a type alias, or a function (for what it returns), as code outside \
                  its crate would write it. \
                  Re-exports count, and generic arguments narrow it: \
                  `tokio::sync::MutexGuard<'_, crate::Db>`, with `_` for any.",
            default: None,
        },
        Field {
            name: "reason",
            doc: "Why the type must not be held. The diagnostic shows it.",
            default: Some(""),
        },
        Field {
            name: "allow-invalid",
            doc: "`true` silences the warning that the crate has no such type or function.",
            default: Some("false"),
        },
        Field {
            name: "owned-by",
            doc: "`false` forbids only values of the type itself, not values that own one, for \
                  example in a field.",
            default: Some("true"),
        },
        Field {
            name: "allow",
            doc: "`true` allows such values to be held, whatever else forbids it.",
            default: Some("false"),
        },
    ],
};
