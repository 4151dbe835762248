//! What is wrong in `clippy.toml`, and where.

use rustc_errors::DiagCtxtHandle;
use rustc_span::{BytePos, Span, SyntaxContext};

/// An error in the file; it becomes one diagnostic.
#[derive(Debug)]
pub struct Problem {
    /// The text that is wrong.
    pub span: Span,
    /// What is wrong with it.
    pub message: String,
    /// Another place that is involved, and how.
    pub note: Option<(Span, &'static str)>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// An error at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            note: None,
            help: None,
        }
    }

    /// Points at another place, too.
    pub fn with_note(mut self, span: Span, note: &'static str) -> Self {
        self.note = Some((span, note));
        self
    }

    /// Says what to do.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Reports the error.
    pub fn emit(self, dcx: DiagCtxtHandle<'_>) {
        let mut error = dcx.struct_span_err(self.span, self.message);
        if let Some((span, note)) = self.note {
            error.span_note(span, note);
        }
        if let Some(help) = self.help {
            error.help(help);
        }
        error.emit();
    }
}

/// The text of the source map from `start` to `end`.
pub(super) fn span(start: BytePos, end: BytePos) -> Span {
    Span::new(start, end, SyntaxContext::root(), None)
}
