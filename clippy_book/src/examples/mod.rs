//! The examples of the book are run: what it says is reported is reported, and nothing else is.

mod blocks;
mod packages;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};
use mdbook_driver::MDBook;
use mdbook_driver::book::BookItem;

use blocks::announced;
pub use blocks::{Block, Example};
use packages::Said;

/// The examples of all pages, and what was said of them.
pub struct Run {
    pub examples: Vec<Example>,
    said: Said,
}

impl Run {
    /// Lints the examples of the pages that the book's summary names.
    ///
    /// # Errors
    /// If a block cannot be run, or cargo-clippy cannot.
    pub fn new() -> Result<Self> {
        let mut examples = Vec::new();
        let book = MDBook::load(crate::root().join("book"))?;
        for item in book.iter() {
            if let BookItem::Chapter(chapter) = item
                && let Some(path) = &chapter.source_path
            {
                // Not `chapter.content`: places are those of the file.
                let markdown = fs::read_to_string(crate::source().join(path))?;
                examples.extend(blocks::examples(path, &markdown)?);
            }
        }
        let said = packages::lint(&examples)?;
        Ok(Self { examples, said })
    }

    /// What is not as the book says, in words for people.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.examples.iter().flat_map(|example| {
            let problems = problems(example, self.said(example));
            problems
                .into_iter()
                .map(|problem| format!("{}: {problem}", example.place()))
        });
        problems.collect()
    }

    /// Writes into the pages what was really said where they show other output. Returns the files.
    ///
    /// # Errors
    /// If a page cannot be read or written.
    pub fn bless(&self) -> Result<Vec<PathBuf>> {
        let mut pages: HashMap<&Path, Vec<(&Block, String)>> = HashMap::new();
        for example in &self.examples {
            if let Some(block) = &example.output {
                let output = output(example, self.said(example));
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

    fn said(&self, example: &Example) -> &[Diagnostic] {
        self.said.get(&example.name).map_or(&[], Vec::as_slice)
    }
}

fn problems(example: &Example, said: &[Diagnostic]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut open: Vec<&Diagnostic> = said.iter().collect();
    for (file, block) in example.files() {
        let comment = if file.ends_with(".rs") { "//" } else { "#" };
        for expected in announced(&block.text, comment) {
            let fits = |diagnostic: &&Diagnostic| {
                let span = primary_span(diagnostic);
                span.file_name == format!("{}/{file}", example.name)
                    && span.line_start == expected.line
                    && level(diagnostic) == expected.level
                    && is(diagnostic, expected.what)
            };
            match open.iter().position(fits) {
                Some(index) => {
                    open.remove(index);
                }
                None => problems.push(format!(
                    "line {} of the block: no {} `{}`",
                    expected.line, expected.level, expected.what
                )),
            }
        }
    }
    for diagnostic in open {
        problems.push(format!("not announced:\n{}", rendered(example, diagnostic)));
    }
    if let Some(block) = &example.output {
        let output = output(example, said);
        if block.text != output {
            problems.push(format!(
                "the output shown in line {} is not what is said; `./x book --bless` \
                 makes it anew:\n{output}",
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

/// Whether `what` names the lint, or is in the message of what is no lint.
fn is(diagnostic: &Diagnostic, what: &str) -> bool {
    match &diagnostic.code {
        Some(code) => code.code.trim_start_matches("clippy::") == what,
        None => diagnostic.message.contains(what),
    }
}

fn output(example: &Example, said: &[Diagnostic]) -> String {
    let text: String = said
        .iter()
        .map(|diagnostic| rendered(example, diagnostic))
        .collect();
    format!("{}\n", text.trim_end())
}

/// What the terminal would show, in a package whose root is the current directory.
fn rendered(example: &Example, diagnostic: &Diagnostic) -> String {
    let text = diagnostic.rendered.as_deref().unwrap_or_default();
    text.replace(&format!("{}/", example.name), "")
}
