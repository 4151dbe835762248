//! From the text of `clippy.toml` to [`Conf`].
//!
//! The text is taken from rustc's source map, so that a diagnostic points into the file as into
//! any source, and so that cargo is told that the result depends on it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::Arc;

use rustc_session::Session;
use rustc_span::{BytePos, SourceFile, Span, SyntaxContext};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::keys::AWAIT_HOLDING_INVALID_TYPES;
use crate::lookup::{Found, lookup};
use crate::nearest::nearest;
use crate::{Conf, InvalidType, stock};

/// The element of a list that stands for what is forbidden by default.
const DEFAULT: &str = "..";
const LIST: &str = r#"await-holding-invalid-types = ["tracing::span::Entered"]"#;
const ENTRY: &str = r#"{ path = "tracing::span::Entered", reason = "spans are left open" }"#;

/// Finds and reads the file. Returns what it says, and the file if there is one.
/// All that is wrong with it is reported through `sess`.
pub fn read(sess: &Session) -> (Conf, Option<Arc<SourceFile>>) {
    let found = match lookup() {
        Ok(Some(found)) => found,
        Ok(None) => return Default::default(),
        Err(message) => {
            sess.dcx().err(message);
            return Default::default();
        }
    };
    warn_of_second_file(sess, &found);
    match sess.source_map().load_file(&found.file) {
        Ok(file) => {
            let text = file.src.as_deref().map(String::as_str).unwrap_or_default();
            let conf = Reader { sess, file: &file }.document(text);
            (conf, Some(file))
        }
        Err(error) => {
            sess.dcx()
                .err(format!("cannot read `{}`: {error}", found.file.display()));
            Default::default()
        }
    }
}

fn warn_of_second_file(sess: &Session, found: &Found) {
    let name = |path: &Path| path.display().to_string();
    if let Some(ignored) = &found.ignored {
        let message = format!(
            "`{}` is read, `{}` is not",
            name(&found.file),
            name(ignored)
        );
        sess.dcx()
            .struct_warn(message)
            .with_help("keep one of the two files")
            .emit();
    }
}

struct Reader<'a> {
    sess: &'a Session,
    file: &'a SourceFile,
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let at = |offset: usize| self.file.start_pos + BytePos(offset as u32);
        Span::new(at(range.start), at(range.end), SyntaxContext::root(), None)
    }

    fn document(&self, text: &str) -> Conf {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let span = self.span(error.span().unwrap_or(0..0));
            self.sess
                .dcx()
                .span_err(span, format!("not valid TOML: {}", error.message()));
        }
        let mut conf = Conf::default();
        if !errors.is_empty() {
            return conf;
        }
        for (key, value) in table.get_ref() {
            let name = &**key.get_ref();
            if name == AWAIT_HOLDING_INVALID_TYPES.name {
                self.invalid_types(value, &mut conf);
            } else if !stock::keys().any(|known| known == name) {
                self.unknown_key(key, "unknown key", stock::keys());
            }
        }
        conf
    }

    fn invalid_types(&self, value: &Spanned<DeValue<'_>>, conf: &mut Conf) {
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
        let types: Vec<_> = entries
            .into_iter()
            .filter_map(|entry| self.invalid_type(entry))
            .collect();
        let mut first_places = HashMap::new();
        for InvalidType { path, span, .. } in &types {
            self.check_path(path, *span);
            match first_places.entry(path) {
                Entry::Vacant(place) => {
                    place.insert(*span);
                }
                Entry::Occupied(first) => self.listed_twice(path, *first.get(), *span),
            }
        }
        conf.await_holding_invalid_types = types;
    }

    fn listed_twice(&self, path: &str, first: Span, second: Span) {
        self.sess
            .dcx()
            .struct_span_err(second, format!("`{path}` is listed twice"))
            .with_span_note(first, "it is listed here first")
            .with_help("remove one of the two entries")
            .emit();
    }

    fn check_path(&self, path: &str, span: Span) {
        let message = if path.is_empty() {
            "the path is empty".to_owned()
        } else if path.split("::").all(is_segment) {
            return;
        } else {
            format!("`{path}` is not a path")
        };
        self.sess
            .dcx()
            .struct_span_err(span, message)
            .with_help("a path is written as in a `use`, for example `tracing::span::Entered`")
            .emit();
    }

    fn invalid_type(&self, entry: &Spanned<DeValue<'_>>) -> Option<InvalidType> {
        let table = match entry.get_ref() {
            DeValue::String(path) => {
                return Some(InvalidType {
                    path: path.to_string(),
                    reason: None,
                    allow_invalid: false,
                    owned_by: true,
                    allow: false,
                    span: self.span(entry.span()),
                });
            }
            DeValue::Table(table) => table,
            _ => {
                self.wrong_type(entry, "a path or a table with `path`", LIST);
                return None;
            }
        };

        let mut path = None;
        let mut reason = None;
        let mut allow_invalid = false;
        let mut owned_by = true;
        let mut allow = false;
        for (key, value) in table {
            match &**key.get_ref() {
                "path" => {
                    path = self
                        .string(value)
                        .map(|path| (path, self.span(value.span())))
                }
                "reason" => reason = self.string(value),
                "allow-invalid" => allow_invalid = self.boolean(key, value).unwrap_or(false),
                "owned-by" => owned_by = self.boolean(key, value).unwrap_or(true),
                "allow" => allow = self.boolean(key, value).unwrap_or(false),
                _ => {
                    let fields = AWAIT_HOLDING_INVALID_TYPES.fields.iter();
                    self.unknown_key(key, "unknown key in this entry", fields.map(|f| f.name));
                }
            }
        }
        if !table.contains_key("path") {
            self.sess
                .dcx()
                .span_err(self.span(entry.span()), "this entry has no `path`");
        }
        let (path, span) = path?;
        Some(InvalidType {
            path,
            reason,
            allow_invalid,
            owned_by,
            allow,
            span,
        })
    }

    fn array<'v, 'i>(&self, value: &'v Spanned<DeValue<'i>>) -> Option<&'v DeArray<'i>> {
        match value.get_ref() {
            DeValue::Array(array) => Some(array),
            _ => {
                self.wrong_type(value, "an array", LIST);
                None
            }
        }
    }

    fn string(&self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(string) => Some(string.to_string()),
            _ => {
                self.wrong_type(value, "a string", ENTRY);
                None
            }
        }
    }

    fn boolean(
        &self,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(*boolean),
            _ => {
                let example = format!("{} = true", key.get_ref().as_ref());
                self.wrong_type(value, "`true` or `false`", &example);
                None
            }
        }
    }

    fn wrong_type(&self, value: &Spanned<DeValue<'_>>, expected: &str, example: &str) {
        let found = value.get_ref().type_str();
        self.sess
            .dcx()
            .struct_span_err(
                self.span(value.span()),
                format!("expected {expected}, found {found}"),
            )
            .with_help(format!("for example: `{example}`"))
            .emit();
    }

    fn unknown_key<'k>(
        &self,
        key: &Spanned<impl AsRef<str>>,
        message: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let name = key.get_ref().as_ref();
        let mut error = self
            .sess
            .dcx()
            .struct_span_err(self.span(key.span()), format!("{message}: `{name}`"));
        if let Some(meant) = nearest(known, name) {
            error.help(format!("a key with a similar name exists: `{meant}`"));
        }
        error.emit();
    }
}

/// Whether `segment` is an identifier, raw or not.
fn is_segment(segment: &str) -> bool {
    rustc_lexer::is_ident(segment.strip_prefix("r#").unwrap_or(segment))
}
