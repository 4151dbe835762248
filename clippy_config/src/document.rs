//! From the text of `clippy.toml` to [`Conf`], with all that is wrong in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_span::{BytePos, Span};
use toml::Spanned;
use toml::de::{DeArray, DeValue};

use crate::keys::AWAIT_HOLDING_INVALID_TYPES;
use crate::nearest::nearest;
use crate::path::{NotAPath, TypePath};
use crate::problem::{self, Problem};
use crate::syntax::{self, SyntaxError};
use crate::{Conf, InvalidType, upstream};

/// The element of a list that stands for what is forbidden by default.
const DEFAULT: &str = "..";
const LIST: &str = r#"await-holding-invalid-types = ["tracing::span::Entered"]"#;
const ENTRY: &str = r#"{ path = "tracing::span::Entered", reason = "spans are left open" }"#;
/// More errors nobody reads, and of a file that is something else there would be one for each line.
const MAX_PROBLEMS: usize = 100;

/// Reads `text`, which is at `start` in the source map. The problems are in the order of the text.
pub(crate) fn read(text: &str, start: BytePos) -> (Conf, Vec<Problem>) {
    let mut reader = Reader {
        text,
        start,
        problems: Vec::new(),
    };
    let conf = reader.document();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.span.lo());
    if let Some(Problem { span, .. }) = problems.get(MAX_PROBLEMS) {
        let more = problems.len() - MAX_PROBLEMS;
        let rest = Problem::new(*span, format!("from here on {more} more errors"));
        problems.truncate(MAX_PROBLEMS);
        problems.push(rest);
    }
    (conf, problems)
}

struct Reader<'t> {
    text: &'t str,
    start: BytePos,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        let at = |offset: usize| self.start + BytePos(offset as u32);
        problem::span(at(range.start), at(range.end))
    }

    fn document(&mut self) -> Conf {
        let mut conf = Conf::default();
        let (table, errors) = syntax::parse(self.text);
        let mut keys: Vec<_> = table.get_ref().iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let name = &**key.get_ref();
            if name == AWAIT_HOLDING_INVALID_TYPES.name {
                self.invalid_types(value, &mut conf);
            } else if !upstream::keys().any(|known| known == name) {
                self.unknown_key(key, "unknown key", upstream::keys());
            }
        }
        if let [first, ..] = &errors[..] {
            // What touches it or follows may look wrong for no other reason than that, and what is
            // nowhere stands for something that is missing.
            let end = self.span(first.range.clone()).lo();
            self.problems
                .retain(|Problem { span, .. }| !span.is_empty() && span.hi() < end);
        }
        for SyntaxError { range, message } in errors {
            let span = self.span(range);
            self.problems.push(Problem::new(span, message));
        }
        conf
    }

    fn invalid_types(&mut self, value: &Spanned<DeValue<'_>>, conf: &mut Conf) {
        let Some(elements) = self.array(value) else {
            return;
        };
        let (default, entries): (Vec<_>, Vec<_>) = elements
            .iter()
            .partition(|element| element.get_ref().as_str() == Some(DEFAULT));
        conf.keep_default = !default.is_empty();
        if let [first, second, ..] = default[..] {
            self.listed_twice(DEFAULT, self.span(first.span()), self.span(second.span()));
        }
        let mut first_places = HashMap::new();
        let mut types = Vec::new();
        for element in entries {
            let Some(entry) = self.invalid_type(element) else {
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
        // Once as a path and once as a table that says more is how every Dioxus app begins; what
        // is meant is clear.
        let is_outdone =
            |ty: &TypePath, is_bare| is_bare && first_places.contains_key(&(ty.clone(), false));
        types.retain(|(is_bare, entry)| !is_outdone(&entry.ty, *is_bare));
        conf.await_holding_invalid_types = types.into_iter().map(|(_, entry)| entry).collect();
    }

    fn listed_twice(&mut self, path: &str, first: Span, second: Span) {
        self.problems.push(
            Problem::new(second, format!("`{path}` is listed twice"))
                .with_note(first, "it is listed here first")
                .with_help("remove one of the two entries"),
        );
    }

    fn invalid_type(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<InvalidType> {
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
                _ => {
                    let known = AWAIT_HOLDING_INVALID_TYPES.fields.iter();
                    self.unknown_key(key, "unknown key in this entry", known.map(|f| f.name));
                }
            }
        }
        if !table.contains_key("path") {
            let span = self.span(entry.span());
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

    /// An entry with this path that says no more.
    fn path(&mut self, value: &Spanned<DeValue<'_>>) -> Option<InvalidType> {
        let text = self.string(value)?;
        let place = value.span();
        let text_start = self.text_start(&place, text);
        let span_of = |part: Range<usize>| match text_start {
            Some(start) => self.span(start + part.start..start + part.end),
            None => self.span(place.clone()),
        };
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
                span: self.span(place),
                text_start: text_start.map(|start| self.start + BytePos(start as u32)),
            }),
            Err(NotAPath { reason, mut range }) => {
                let mut message = format!("`{path}` is not a path: {reason}");
                let mut span = self.span(place.clone());
                if path.is_empty() {
                    message = "the path is empty".to_owned();
                } else {
                    // Where something is missing at the end, the closing quote is marked.
                    range.end = range.end.max(range.start + 1);
                    span = span_of(range);
                }
                self.problems.push(Problem::new(span, message).with_help(
                    "a path is written as in a `use`, for example `tracing::span::Entered`",
                ));
                None
            }
        }
    }

    /// Where `text`, the value of the TOML string at `place`, begins in the file, if it stands
    /// there as it is: without escapes.
    fn text_start(&self, place: &Range<usize>, text: &str) -> Option<usize> {
        let written = &self.text[place.clone()];
        ["\"\"\"", "'''", "\"", "'"].iter().find_map(|quote| {
            let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
            // The first line of a string of several lines may be left empty.
            let skipped = usize::from(inner.starts_with('\n'));
            (inner[skipped..] == *text).then_some(place.start + quote.len() + skipped)
        })
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
                self.span(value.span()),
                format!("expected {expected}, found {found}"),
            )
            .with_help(format!("for example: `{example}`")),
        );
    }

    fn unknown_key<'k>(
        &mut self,
        key: &Spanned<impl AsRef<str>>,
        message: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let name = key.get_ref().as_ref();
        let mut problem = Problem::new(self.span(key.span()), format!("{message}: `{name}`"));
        if self.problems.len() < MAX_PROBLEMS {
            problem.help = nearest(known, name)
                .map(|meant| format!("a key with a similar name exists: `{meant}`"));
        }
        self.problems.push(problem);
    }
}

#[cfg(test)]
mod tests;
