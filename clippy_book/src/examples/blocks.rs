//! Reads the examples of a page.
//!
//! The info string of a fenced block says what the block is:
//!
//! * `rust` is a crate of its own. Lines that begin with `# ` are compiled but not shown;
//! * `toml` is the `clippy.toml` for the `rust` blocks below it, up to the next heading. Unless it
//!   names a type of such a crate (`crate::`), it is also tried alone, in a build with all crates of
//!   `clippy_test_deps`;
//! * `toml,manifest` is a part of `Cargo.toml`, for the same blocks;
//! * `text,output` is the complete output for the example above it.
//!
//! A comment `reported: NAME` at the end of a line says that the lint NAME gives a warning that
//! begins on that line, `denied: NAME` that it gives an error. In `clippy.toml`, the comment has a
//! part of the message instead of a name. There are no other diagnostics.
//!
//! A block that only includes a file of the repository is not an example: the file is tested where
//! it is.

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A fenced block that is an example or a part of one.
#[derive(Clone, Debug)]
pub struct Block {
    pub page: PathBuf,
    /// The line of the page on which the text begins.
    pub line: usize,
    /// The text, with hidden lines, and its range in the page.
    pub text: String,
    pub range: Range<usize>,
}

/// The blocks that are linted as one package.
#[derive(Clone, Debug)]
pub struct Example {
    /// The name of its package.
    pub name: String,
    pub source: Option<Block>,
    pub conf: Option<Block>,
    pub manifest: Option<Block>,
    pub output: Option<Block>,
}

impl Example {
    /// The place of the example, as `FILE:LINE`.
    pub fn place(&self) -> String {
        let block = self.source.as_ref().or(self.conf.as_ref());
        let block = block
            .or(self.manifest.as_ref())
            .expect("an example has a block");
        format!("{}:{}", block.page.display(), block.line)
    }

    /// The blocks that diagnostics can point to, with their files in the package.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &Block)> {
        let files = [("src/lib.rs", &self.source), ("clippy.toml", &self.conf)];
        files
            .into_iter()
            .filter_map(|(file, block)| Some((file, block.as_ref()?)))
    }
}

enum Kind {
    Source,
    Conf,
    Manifest,
    Output,
}

impl Kind {
    /// `Ok(None)` for a block that is no part of an example.
    fn of(info: &str) -> Result<Option<Self>> {
        Ok(match info {
            "rust" => Some(Self::Source),
            "toml" => Some(Self::Conf),
            "toml,manifest" => Some(Self::Manifest),
            "text,output" => Some(Self::Output),
            _ if info.starts_with("rust") || info.starts_with("toml") => {
                bail!("a block marked `{info}` cannot be tested")
            }
            _ => None,
        })
    }
}

/// The examples of a page, in order. `page` is its name in messages.
pub fn examples(page: &Path, markdown: &str) -> Result<Vec<Example>> {
    let mut collector = Collector {
        stem: stem(page),
        examples: Vec::new(),
        conf: None,
        manifest: None,
    };
    let mut open: Option<(String, Block)> = None;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::End(TagEnd::Heading(_)) => {
                collector.conf = None;
                collector.manifest = None;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                // The text begins on the line after the fence. An empty block has no event for its text.
                let fence = markdown[range.start..].find('\n');
                let start = fence.map_or(range.end, |length| range.start + length + 1);
                let block = Block {
                    page: page.to_owned(),
                    line: markdown[..start].lines().count() + 1,
                    text: String::new(),
                    range: start..start,
                };
                open = Some((info.to_string(), block));
            }
            Event::Text(text) => {
                if let Some((_, block)) = &mut open {
                    block.range.end = range.end;
                    block.text += &text;
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, block)) = open.take()
                    && !block.text.trim_start().starts_with("{{#include ")
                {
                    let place = format!("{}:{}", page.display(), block.line);
                    collector.add(&info, block).context(place)?;
                }
            }
            _ => {}
        }
    }
    Ok(collector.examples)
}

/// The prefix of the names of a page's packages.
fn stem(page: &Path) -> String {
    let path = page.with_extension("").display().to_string();
    path.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
        .to_lowercase()
}

struct Collector {
    stem: String,
    examples: Vec<Example>,
    conf: Option<Block>,
    manifest: Option<Block>,
}

impl Collector {
    fn add(&mut self, info: &str, block: Block) -> Result<()> {
        match Kind::of(info)? {
            Some(Kind::Source) => self.push(Some(block)),
            Some(Kind::Conf) => {
                let is_complete = !block.text.contains("\"crate::");
                self.conf = Some(block);
                if is_complete {
                    self.push(None);
                }
            }
            Some(Kind::Manifest) => {
                self.manifest = Some(block);
                self.push(None);
            }
            Some(Kind::Output) => {
                let example = self.examples.last_mut();
                example
                    .context("there is no example above this output")?
                    .output = Some(block);
            }
            None => {}
        }
        Ok(())
    }

    fn push(&mut self, source: Option<Block>) {
        self.examples.push(Example {
            name: format!("{}_{}", self.stem, self.examples.len() + 1),
            source,
            conf: self.conf.clone(),
            manifest: self.manifest.clone(),
            output: None,
        });
    }
}

/// The text of a `rust` block, with its hidden lines as code.
pub fn unhidden(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let code = line.trim_start();
        match code.strip_prefix("# ") {
            Some(hidden) => hidden,
            None if code == "#" => "",
            None => line,
        }
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The diagnostic that a comment in an example calls for.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected<'a> {
    pub line: usize,
    pub level: &'static str,
    /// The name of the lint, or a part of the message.
    pub what: &'a str,
}

/// The diagnostics that the comments call for. `comment` is what comments begin with.
pub fn expected<'a>(text: &'a str, comment: &str) -> Vec<Expected<'a>> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (word, level) in [("reported", "warning"), ("denied", "error")] {
            if let Some((_, what)) = line.split_once(&format!("{comment} {word}: ")) {
                found.push(Expected {
                    line: index + 1,
                    level,
                    what: what.trim(),
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> Vec<Example> {
        examples(Path::new("a/page.md"), markdown).unwrap()
    }

    #[test]
    fn blocks_of_a_section_belong_together() {
        let page = "# A\n\n```toml\nx = 1\n```\n\n```rust\nfn a() {}\n```\n\n```text,output\nshown\n```\n\n# B\n\n```rust\nfn b() {}\n```\n";
        let found = of(page);
        let [alone, a, b] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(alone.name, "a_page_1");
        assert!(alone.source.is_none() && alone.output.is_none());
        assert_eq!(a.place(), "a/page.md:8");
        assert_eq!(a.conf.as_ref().unwrap().text, "x = 1\n");
        assert_eq!(a.output.as_ref().unwrap().text, "shown\n");
        assert_eq!(&page[a.output.as_ref().unwrap().range.clone()], "shown\n");
        assert!(b.conf.is_none());
        let own = of("```toml\nx = [\"crate::A\"]\n```\n\n```rust\nstruct A;\n```\n");
        assert_eq!(own.len(), 1);
        assert!(own[0].source.is_some() && own[0].conf.is_some());
        assert_eq!(b.place(), "a/page.md:18");
    }

    #[test]
    fn other_blocks_are_not_examples() {
        assert!(of("```console\n$ ls\n```\n\n```rust,ignore\n{{#include x.rs}}\n```\n").is_empty());
        let ignored = examples(Path::new("p.md"), "\n```rust,ignore\nfn f() {}\n```\n");
        assert_eq!(
            format!("{:#}", ignored.unwrap_err()),
            "p.md:3: a block marked `rust,ignore` cannot be tested"
        );
    }

    #[test]
    fn hidden_lines_keep_their_places() {
        assert_eq!(
            unhidden("# use a::b;\n#\n#[test]\nfn f() {}\n"),
            "use a::b;\n\n#[test]\nfn f() {}\n"
        );
    }

    #[test]
    fn comments_call_for_diagnostics() {
        let text = "a\nb; // reported: some_lint\nc; // denied: other\n";
        let expected: Vec<_> = expected(text, "//")
            .iter()
            .map(|e| (e.line, e.level, e.what))
            .collect();
        assert_eq!(
            expected,
            [(2, "warning", "some_lint"), (3, "error", "other")]
        );
    }
}
