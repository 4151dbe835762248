//! The entries of the list.

use std::ops::Range;
use std::ptr;

use rustc_span::{BytePos, Span};

use super::path::TypePath;

/// What the user forbids and allows.
#[derive(Debug)]
pub struct InvalidTypes {
    /// The entries, in the order of the file.
    pub entries: Vec<InvalidType>,
    /// Whether types that are forbidden by default stay so beside the entries: if there is no list,
    /// or if it has the element `".."`.
    pub keep_default: bool,
    /// The element `".."`.
    pub default_span: Option<Span>,
}

impl Default for InvalidTypes {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            keep_default: true,
            default_span: None,
        }
    }
}

impl InvalidTypes {
    /// Which of the entries `entry` is.
    pub(crate) fn index_of(&self, entry: &InvalidType) -> Option<usize> {
        self.entries.iter().position(|other| ptr::eq(other, entry))
    }
}

/// An entry of `await-holding-invalid-types`.
#[derive(Debug)]
pub struct InvalidType {
    /// The path of the type or function, as written except for white space.
    pub path: String,
    /// The same, parsed.
    pub ty: TypePath,
    /// Why the type must not be held, in the user's words.
    pub reason: Option<String>,
    /// Whether the path may lead nowhere without a warning.
    pub allow_invalid: bool,
    /// Whether this also forbids values that own one of the type, as a field or an element does.
    pub owned_by: bool,
    /// Whether the type may be held, whatever else forbids it.
    pub allow: bool,
    /// The path in `clippy.toml`.
    pub span: Span,
    /// Where the text of the path begins, if `clippy.toml` has it without escapes.
    pub(super) text_start: Option<BytePos>,
}

impl InvalidType {
    /// The place of a part of the path, or of the whole path if it is written with escapes.
    pub fn span_of(&self, part: Range<usize>) -> Span {
        let Some(start) = self.text_start else {
            return self.span;
        };
        let at = |offset: usize| start + BytePos(offset as u32);
        self.span.with_lo(at(part.start)).with_hi(at(part.end))
    }
}
