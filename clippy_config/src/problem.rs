//! What is wrong in `clippy.toml`, and where.

use rustc_errors::DiagCtxtHandle;
use rustc_span::{BytePos, Span, SyntaxContext};

/// An error in the file; with what belongs to it, it is one diagnostic.
#[derive(Debug)]
pub(crate) struct Problem {
    pub span: Span,
    pub message: String,
    /// Another place that has to do with it.
    pub note: Option<(Span, &'static str)>,
    pub help: Option<String>,
}

impl Problem {
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            note: None,
            help: None,
        }
    }

    pub fn with_note(mut self, span: Span, note: &'static str) -> Self {
        self.note = Some((span, note));
        self
    }

    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

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

/// What stands in the source map from `start` to `end`.
pub(crate) fn span(start: BytePos, end: BytePos) -> Span {
    Span::new(start, end, SyntaxContext::root(), None)
}
