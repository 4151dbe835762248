//! Lints the examples of the book and compares the diagnostics with what the pages say.

mod blocks;
mod packages;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};
use mdbook_driver::MDBook;
use mdbook_driver::book::BookItem;

use blocks::expected;
pub use blocks::{Block, Example};
use packages::Diagnostics;

/// The examples of all pages, and their diagnostics.
pub struct Run {
    pub examples: Vec<Example>,
    diagnostics: Diagnostics,
}

impl Run {
    /// Lints the examples of the pages that the book's summary names.
    ///
    /// # Errors
    /// If a block cannot be tested, or cargo-clippy cannot be run.
    pub fn new() -> Result<Self> {
        let mut examples = Vec::new();
        let book = MDBook::load(crate::root().join("book"))?;
        for item in book.iter() {
            if let BookItem::Chapter(chapter) = item
                && let Some(path) = &chapter.source_path
            {
                // Places are those in the file, where `chapter.content` has the included files.
                let markdown = fs::read_to_string(crate::source().join(path))?;
                examples.extend(blocks::examples(path, &markdown)?);
            }
        }
        let diagnostics = packages::lint(&examples)?;
        Ok(Self {
            examples,
            diagnostics,
        })
    }

    /// The differences from what the book says, as messages.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.examples.iter().flat_map(|example| {
            let problems = problems(example, self.diagnostics(example));
            problems
                .into_iter()
                .map(|problem| format!("{}: {problem}", example.place()))
        });
        problems.collect()
    }

    /// Updates the output that the pages show. Returns the files that have changed.
    ///
    /// # Errors
    /// If a page cannot be read or written.
    pub fn bless(&self) -> Result<Vec<PathBuf>> {
        let mut pages: HashMap<&Path, Vec<(&Block, String)>> = HashMap::new();
        for example in &self.examples {
            if let Some(block) = &example.output {
                let output = output(example, self.diagnostics(example));
                if block.text != output {
                    pages.entry(&block.page).or_default().push((block, output));
                }
            }
        }
        let mut written = Vec::new();
        for (page, changes) in pages {
            let file = crate::source().join(page);
            let mut text = fs::read_to_string(&file)?;
            for (block, output) in changes.into_iter().rev() {
                text.replace_range(block.range.clone(), &output);
            }
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
            written.push(file);
        }
        Ok(written)
    }

    fn diagnostics(&self, example: &Example) -> &[Diagnostic] {
        self.diagnostics
            .get(&example.name)
            .map_or(&[], Vec::as_slice)
    }
}

fn problems(example: &Example, diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut unexpected: Vec<&Diagnostic> = diagnostics.iter().collect();
    for (file, block) in example.files() {
        let comment = if file.ends_with(".rs") { "//" } else { "#" };
        for expected in expected(&block.text, comment) {
            let matches = |diagnostic: &&Diagnostic| {
                let span = primary_span(diagnostic);
                span.file_name == format!("{}/{file}", example.name)
                    && span.line_start == expected.line
                    && level(diagnostic) == expected.level
                    && is(diagnostic, expected.what)
            };
            match unexpected.iter().position(matches) {
                Some(index) => {
                    unexpected.remove(index);
                }
                None => problems.push(format!(
                    "there is no {} `{}` on line {} of the block",
                    expected.level, expected.what, expected.line
                )),
            }
        }
    }
    for diagnostic in unexpected {
        problems.push(format!(
            "unexpected diagnostic:\n{}",
            rendered(example, diagnostic)
        ));
    }
    if let Some(block) = &example.output {
        let output = output(example, diagnostics);
        if block.text != output {
            problems.push(format!(
                "the output on line {} is out of date, `./x book --bless` updates it:\n{output}",
                block.line
            ));
        }
    }
    problems
}

fn primary_span(diagnostic: &Diagnostic) -> &DiagnosticSpan {
    let mut spans = diagnostic.spans.iter();
    spans
        .find(|span| span.is_primary)
        .expect("a diagnostic with spans has a primary one")
}

fn level(diagnostic: &Diagnostic) -> String {
    format!("{:?}", diagnostic.level).to_lowercase()
}

/// Whether `what` is the name of the lint, or in the message if it comes from no lint.
fn is(diagnostic: &Diagnostic, what: &str) -> bool {
    match &diagnostic.code {
        Some(code) => code.code.trim_start_matches("clippy::") == what,
        None => diagnostic.message.contains(what),
    }
}

fn output(example: &Example, diagnostics: &[Diagnostic]) -> String {
    let text: String = diagnostics
        .iter()
        .map(|diagnostic| rendered(example, diagnostic))
        .collect();
    format!("{}\n", text.trim_end())
}

/// What a terminal shows in the root directory of the example's package.
fn rendered(example: &Example, diagnostic: &Diagnostic) -> String {
    let text = diagnostic.rendered.as_deref().unwrap_or_default();
    with_shown_release(&text.replace(&format!("{}/", example.name), ""))
}

/// Links in diagnostics lead to the documentation of the compiler's release. The pages show this one,
/// whichever compiler checks them.
const SHOWN_RELEASE: &str = "1.96.0";

fn with_shown_release(text: &str) -> String {
    const LINK: &str = "rust-clippy/rust-";
    let mut parts = text.split(LINK);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.find('/').map_or("", |at| &part[at..]);
        shown += LINK;
        shown += SHOWN_RELEASE;
        shown += rest;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_show_one_release() {
        let text = "visit rust-clippy/rust-1.2.3/index.html, rust-clippy/rust-4.5.6/a";
        assert_eq!(
            with_shown_release(text),
            "visit rust-clippy/rust-1.96.0/index.html, rust-clippy/rust-1.96.0/a"
        );
    }
}
