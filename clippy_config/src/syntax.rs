//! From text to TOML, with one error for each mistake.
//!
//! The parser goes on after an error, which finds further mistakes and, with them, consequences of
//! the first ones. Two kinds of consequences are recognized and left out: a second error in a line,
//! and whatever is found in an array that was never closed, which swallows the rest of the file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// A syntax error: what is not TOML, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub range: Range<usize>,
    pub message: String,
}

/// Parses `text`. Entries after the first error may be wrong. The errors are in the
/// order of the text.
pub(crate) fn parse(text: &str) -> (Spanned<DeTable<'_>>, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| syntax_error(text, error))
        .collect();
    errors.sort_by_key(|error| (error.range.start, error.range.end));

    for value in table.get_ref().values() {
        let is_end = |error: &SyntaxError| error.range == (value.span().end..value.span().end);
        if matches!(value.get_ref(), DeValue::Array(_)) && errors.last().is_some_and(is_end) {
            let inside = |error: &SyntaxError| value.span().contains(&error.range.start);
            let first = errors.iter().position(inside).unwrap_or(errors.len());
            let mut position = 0..;
            errors.retain(|error| {
                let at = position.next();
                !inside(error) || at == Some(first)
            });
        }
    }

    let mut line_end = 0;
    errors.retain(|error| {
        let is_first = error.range.start >= line_end;
        if is_first {
            let rest = &text[error.range.start..];
            line_end = error.range.start + rest.find('\n').unwrap_or(rest.len()) + 1;
        }
        is_first
    });
    (table, errors)
}

fn syntax_error(text: &str, error: &Error) -> SyntaxError {
    let mut range = error.span().unwrap_or(0..0);
    if range == (0..0) {
        // To rustc an empty span where its first file begins is no place at all.
        range.end = text.chars().next().map_or(0, char::len_utf8);
    }
    SyntaxError {
        range,
        message: format!("not valid TOML: {}", error.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of each line, by its number.
    fn errors(text: &str) -> Vec<(usize, String)> {
        let (_, errors) = parse(text);
        let found = errors.into_iter().map(|SyntaxError { range, message }| {
            let line = text[..range.start].matches('\n').count() + 1;
            let message = message.strip_prefix("not valid TOML: ").unwrap().to_owned();
            (line, message)
        });
        found.collect()
    }

    #[test]
    fn every_mistake_is_reported() {
        let text = "a = 1\na = 2\nb = [\n  x,\n  y,\n]\nc = 'open\n[d\n";
        let expected = [
            (2, "duplicate key"),
            (4, "string values must be quoted, expected literal string"),
            (5, "string values must be quoted, expected literal string"),
            (7, "invalid literal string, expected `'`"),
            (8, "unclosed table, expected `]`"),
        ];
        assert_eq!(
            errors(text),
            expected.map(|(line, what)| (line, what.to_owned()))
        );
    }

    #[test]
    fn an_array_that_is_not_closed_is_one_mistake() {
        let expected = [
            (3, "string values must be quoted, expected literal string"),
            (4, "unclosed array, expected `]`"),
        ];
        let text = "a = [\n  'x',\nb = 1\nc = 2\n";
        assert_eq!(
            errors(text),
            expected.map(|(line, what)| (line, what.to_owned()))
        );
    }
}
