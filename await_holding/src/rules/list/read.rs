//! From TOML to [`InvalidTypes`], with everything that is wrong in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_span::{BytePos, Span};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::entry::{InvalidType, InvalidTypes};
use super::key::AWAIT_HOLDING_INVALID_TYPES;
use super::nearest::nearest;
use super::path::{NotAPath, TypePath};
use super::problem::{self, Problem};

/// The element of the list that stands for what is forbidden by default.
const DEFAULT: &str = "..";
const LIST: &str = r#"await-holding-invalid-types = ["tracing::span::Entered"]"#;
const WRITE_A_PATH: &str = "write the path as in a `use`, for example `tracing::span::Entered`";
const ENTRY: &str = r#"{ path = "tracing::span::Entered", reason = "spans are left open" }"#;

/// The text of a configuration file, and where it begins in the source map.
#[derive(Clone, Copy)]
pub struct ConfigText<'t> {
    /// The text of the file.
    pub text: &'t str,
    /// The position of its first byte.
    pub start: BytePos,
}

impl ConfigText<'_> {
    /// The span of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let at = |offset: usize| self.start + BytePos(offset as u32);
        problem::span(at(range.start), at(range.end))
    }

    /// Where `text`, the value of the TOML string at `place`, begins in the file, if it is written
    /// there without escapes.
    fn text_start(&self, place: &Range<usize>, text: &str) -> Option<usize> {
        let written = &self.text[place.clone()];
        ["\"\"\"", "'''", "\"", "'"].iter().find_map(|quote| {
            let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
            // The first line of a multi-line string may be empty.
            let skipped = usize::from(inner.starts_with('\n'));
            (inner[skipped..] == *text).then_some(place.start + quote.len() + skipped)
        })
    }
}

/// Reads the value of the key. The problems are in no particular order.
pub fn read(source: ConfigText<'_>, value: &Spanned<DeValue<'_>>) -> (InvalidTypes, Vec<Problem>) {
    let mut reader = Reader {
        source,
        problems: Vec::new(),
    };
    let types = reader.types(value).unwrap_or_default();
    (types, reader.problems)
}

/// Reads this key of a whole file, for a host that reads all other keys itself and reports what is
/// not TOML.
pub fn read_document(source: ConfigText<'_>) -> (InvalidTypes, Vec<Problem>) {
    let Ok(table) = DeTable::parse(source.text) else {
        return Default::default();
    };
    let value = table.get_ref().get(AWAIT_HOLDING_INVALID_TYPES.name);
    let (types, mut problems) = value.map(|value| read(source, value)).unwrap_or_default();
    problems.sort_by_key(|problem| problem.span.lo());
    (types, problems)
}

struct Reader<'t> {
    source: ConfigText<'t>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn types(&mut self, value: &Spanned<DeValue<'_>>) -> Option<InvalidTypes> {
        let elements = self.array(value)?;
        let (default, entries): (Vec<_>, Vec<_>) = elements
            .iter()
            .partition(|element| element.get_ref().as_str() == Some(DEFAULT));
        if let [first, second, ..] = default[..] {
            let [first, second] = [first, second].map(|place| self.source.span(place.span()));
            self.listed_twice(DEFAULT, first, second);
        }
        let mut first_places = HashMap::new();
        let mut types = Vec::new();
        for element in entries {
            let Some(entry) = self.entry(element) else {
                continue;
            };
            let is_bare = matches!(element.get_ref(), DeValue::String(_));
            match first_places.entry((entry.ty.clone(), is_bare)) {
                Entry::Vacant(place) => {
                    place.insert(entry.span);
                    types.push((is_bare, entry));
                }
                Entry::Occupied(first) => self.listed_twice(&entry.path, *first.get(), entry.span),
            }
        }
        // A new Dioxus app lists each path once as a string and once as a table that says more. The
        // table is what is meant.
        let is_superseded =
            |ty: &TypePath, is_bare| is_bare && first_places.contains_key(&(ty.clone(), false));
        types.retain(|(is_bare, entry)| !is_superseded(&entry.ty, *is_bare));
        Some(InvalidTypes {
            entries: types.into_iter().map(|(_, entry)| entry).collect(),
            keep_default: !default.is_empty(),
            default_span: default.first().map(|place| self.source.span(place.span())),
        })
    }

    fn listed_twice(&mut self, path: &str, first: Span, second: Span) {
        self.problems.push(
            Problem::new(second, format!("`{path}` is listed twice"))
                .with_note(first, "first listed here")
                .with_help("remove one of the two entries"),
        );
    }

    fn entry(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<InvalidType> {
        let table = match entry.get_ref() {
            DeValue::String(_) => return self.path(entry),
            DeValue::Table(table) => table,
            _ => {
                self.wrong_type(entry, "a path or a table with `path`", LIST);
                return None;
            }
        };

        let mut entry_of_path = None;
        let mut reason = None;
        let mut allow_invalid = false;
        let mut owned_by = true;
        let mut allow = false;
        for (key, value) in table {
            match &**key.get_ref() {
                "path" => entry_of_path = self.path(value),
                "reason" => reason = self.string(value).map(str::to_owned),
                "allow-invalid" => self.boolean(key, value, &mut allow_invalid),
                "owned-by" => self.boolean(key, value, &mut owned_by),
                "allow" => self.boolean(key, value, &mut allow),
                unknown => {
                    let mut problem = Problem::new(
                        self.source.span(key.span()),
                        format!("unknown key in this entry: `{unknown}`"),
                    );
                    let known = AWAIT_HOLDING_INVALID_TYPES.fields.iter();
                    problem.help = nearest(known.map(|field| field.name), unknown)
                        .map(|meant| format!("did you mean `{meant}`?"));
                    self.problems.push(problem);
                }
            }
        }
        if !table.contains_key("path") {
            let span = self.source.span(entry.span());
            let problem = Problem::new(span, "this entry has no `path`");
            self.problems
                .push(problem.with_help(format!("for example: `{ENTRY}`")));
        }
        Some(InvalidType {
            reason,
            allow_invalid,
            owned_by,
            allow,
            ..entry_of_path?
        })
    }

    /// An entry that has this path and nothing else.
    fn path(&mut self, value: &Spanned<DeValue<'_>>) -> Option<InvalidType> {
        let text = self.string(value)?;
        let place = value.span();
        let text_start = self.source.text_start(&place, text);
        let words: Vec<_> = text.split_whitespace().collect();
        let path = words.join(" ");
        match TypePath::parse(text) {
            Ok(ty) => Some(InvalidType {
                path,
                ty,
                reason: None,
                allow_invalid: false,
                owned_by: true,
                allow: false,
                span: self.source.span(place),
                text_start: text_start.map(|start| self.source.start + BytePos(start as u32)),
            }),
            Err(NotAPath {
                reason,
                range,
                meant,
            }) => {
                let (message, range) = match text_start {
                    _ if path.is_empty() => ("the path is empty".to_owned(), place),
                    None => (format!("`{path}` is not a path: {reason}"), place),
                    Some(start) => {
                        // If something is missing at the end, this is the closing quote.
                        let end = range.end.max(range.start + 1);
                        let message = format!("`{path}` is not a path: {reason}");
                        (message, start + range.start..start + end)
                    }
                };
                let problem = Problem::new(self.source.span(range), message);
                self.problems.push(problem.with_help(match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => WRITE_A_PATH.to_owned(),
                }));
                None
            }
        }
    }

    fn array<'v, 'i>(&mut self, value: &'v Spanned<DeValue<'i>>) -> Option<&'v DeArray<'i>> {
        match value.get_ref() {
            DeValue::Array(array) => Some(array),
            _ => {
                self.wrong_type(value, "an array", LIST);
                None
            }
        }
    }

    fn string<'v>(&mut self, value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
        match value.get_ref() {
            DeValue::String(string) => Some(string),
            _ => {
                self.wrong_type(value, "a string", ENTRY);
                None
            }
        }
    }

    fn boolean(
        &mut self,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
        flag: &mut bool,
    ) {
        match value.get_ref() {
            DeValue::Boolean(boolean) => *flag = *boolean,
            _ => {
                let example = format!("{} = true", key.get_ref().as_ref());
                self.wrong_type(value, "`true` or `false`", &example);
            }
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, expected: &str, example: &str) {
        let found = value.get_ref().type_str();
        self.problems.push(
            Problem::new(
                self.source.span(value.span()),
                format!("expected {expected}, found {found}"),
            )
            .with_help(format!("for example: `{example}`")),
        );
    }
}
