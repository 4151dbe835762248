//! Changes to files of Clippy, as data: `edits.toml` for its sources and documentation,
//! `packages.toml` for the lists of its packages, `differences.toml` for its tests.
//!
//! An edit finds its place by an anchor, a text that occurs there and nowhere else in the file. The
//! data has anchor and replacement without the indentation of their place, which differs between
//! releases. An edit is done if the file has the replacement, so a second run changes nothing. An edit
//! without a replacement removes its anchor, if that is there.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use toml_edit::{DocumentMut, Item, Table};

use super::tree::Tree;

const SOURCES: &str = include_str!("edits.toml");
const PACKAGE_LISTS: &str = include_str!("packages.toml");

#[derive(Clone, Debug)]
pub struct Edit {
    /// The path below Clippy's root.
    pub file: String,
    /// What the change is for.
    why: String,
    /// The anchor.
    find: String,
    replace: String,
    occurs: Occurs,
}

/// How often the anchor has to be in the file.
#[derive(Clone, Copy, Debug)]
enum Occurs {
    Once,
    AtLeastOnce,
}

/// The edits of Clippy's sources and documentation.
pub fn of_sources() -> Result<Vec<Edit>> {
    parse(SOURCES).context("in edits.toml")
}

/// The edits of its lists of packages.
pub fn of_package_lists() -> Result<Vec<Edit>> {
    parse(PACKAGE_LISTS).context("in packages.toml")
}

/// Reads the tables `[[edit]]` of the data.
pub fn parse(data: &str) -> Result<Vec<Edit>> {
    let document: DocumentMut = data.parse()?;
    let tables = document.get("edit").and_then(Item::as_array_of_tables);
    tables.into_iter().flatten().map(Edit::read).collect()
}

/// Does all of the edits, or none.
///
/// # Errors
/// Names every anchor that is missing or ambiguous, and its file.
pub fn apply(edits: &[Edit], tree: &mut Tree) -> Result<()> {
    let mut problems = String::new();
    for edit in edits {
        let Some(text) = tree.read(&edit.file)? else {
            writeln!(problems, "{}: there is no such file", edit.file)?;
            continue;
        };
        match edit.applied_to(&text) {
            Ok(text) => tree.write(&edit.file, text)?,
            Err(problem) => writeln!(problems, "{}: {problem}\n  (for: {})", edit.file, edit.why)?,
        }
    }
    if !problems.is_empty() {
        bail!(
            "these edits cannot be made, so nothing was changed\n{problems}\
             Check out the tag unchanged. If it is unchanged, this repository does not support it yet."
        );
    }
    Ok(())
}

impl Edit {
    fn read(table: &Table) -> Result<Self> {
        let text = |key: &str| {
            let text = table.get(key).and_then(Item::as_str);
            text.map(str::to_owned)
                .with_context(|| format!("an edit without `{key}`: {table}"))
        };
        Ok(Self {
            file: text("file")?,
            why: text("why")?,
            find: text("find")?,
            replace: text("replace")?,
            occurs: match table.get("occurs").and_then(Item::as_str) {
                None => Occurs::Once,
                Some("at-least-once") => Occurs::AtLeastOnce,
                Some(other) => bail!("unknown `occurs`: {other}"),
            },
        })
    }

    /// The text with the change.
    ///
    /// # Errors
    /// If the anchor is missing or ambiguous.
    pub fn applied_to(&self, text: &str) -> Result<String, String> {
        let indentation = indentation(text, &self.find)
            .or_else(|| indentation(text, &self.replace))
            .unwrap_or_default();
        let [find, replace] = [&self.find, &self.replace].map(|lines| indent(lines, indentation));
        let count = text.matches(&find).count();
        // An edit that adds text around its anchor leaves the anchor in the file.
        let is_done = text.contains(&replace) && (count == 0 || replace.contains(&find));
        match (self.occurs, count) {
            _ if is_done => Ok(text.to_owned()),
            (Occurs::Once, 1) | (Occurs::AtLeastOnce, 1..) => Ok(text.replace(&find, &replace)),
            (_, 0) => Err(format!("this text is missing:\n{}", quoted(&self.find))),
            (Occurs::Once, _) => Err(format!(
                "this text must occur once, and occurs {count} times:\n{}",
                quoted(&self.find)
            )),
        }
    }
}

/// The white space that begins the line of `text` in which `lines` would begin.
fn indentation<'t>(text: &'t str, lines: &str) -> Option<&'t str> {
    let line = text.lines().find(|line| line.contains(first_line(lines)))?;
    Some(&line[..line.len() - line.trim_start().len()])
}

fn first_line(lines: &str) -> &str {
    lines
        .trim_start_matches('\n')
        .lines()
        .next()
        .unwrap_or_default()
}

/// Indents all lines but the first one, which begins within a line, and empty ones.
fn indent(lines: &str, indentation: &str) -> String {
    let mut parts = lines.split('\n');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, line| match line {
        "" => text + "\n",
        line => text + "\n" + indentation + line,
    })
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    | {line}")).collect();
    lines.join("\n")
}

#[cfg(test)]
impl Edit {
    /// Whether the anchor has to be there, unless the edit was made before.
    pub fn needs_anchor(&self) -> bool {
        !self.replace.is_empty()
    }

    /// `text` without the anchor.
    pub fn without_anchor(&self, text: &str) -> String {
        let indentation = indentation(text, &self.find).unwrap_or_default();
        text.replace(&indent(&self.find, indentation), "")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn edit(find: &str, replace: &str) -> Edit {
        Edit {
            file: "src/lib.rs".to_owned(),
            why: "a test".to_owned(),
            find: find.to_owned(),
            replace: replace.to_owned(),
            occurs: Occurs::Once,
        }
    }

    fn tree(text: &str) -> (tempfile::TempDir, Tree) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("src")).unwrap();
        fs::write(dir.path().join("src/lib.rs"), text).unwrap();
        let tree = Tree::new(dir.path());
        (dir, tree)
    }

    #[test]
    fn the_data_is_well_formed() {
        let sources = of_sources().unwrap();
        for edit in sources.into_iter().chain(of_package_lists().unwrap()) {
            // Otherwise a missing anchor could not be told from a change that was made before.
            assert_eq!(
                edit.find.contains(&edit.replace),
                !edit.needs_anchor(),
                "{}: {}",
                edit.file,
                edit.find
            );
            assert!(!edit.why.is_empty(), "{}: {}", edit.file, edit.find);
        }
    }

    #[test]
    fn an_edit_is_made_once() {
        let (dir, mut tree) = tree("mod a;\nmod b;\n");
        let edits = [
            edit("mod a;\n", "pub mod a;\n"),
            edit("mod b;", "mod b;\nmod c;"),
        ];
        apply(&edits, &mut tree).unwrap();
        tree.save().unwrap();
        let text = fs::read_to_string(dir.path().join("src/lib.rs")).unwrap();
        assert_eq!(text, "pub mod a;\nmod b;\nmod c;\n");

        let mut again = Tree::new(dir.path());
        apply(&edits, &mut again).unwrap();
        assert_eq!(again.changed().len(), 0);
    }

    #[test]
    fn an_edit_without_replacement_removes_the_anchor_if_it_is_there() {
        let edit = edit("\nb,\nc,", "");
        for text in [
            "list! {\n    a,\n    b,\n    c,\n    d,\n}\n",
            "list! {\n    a,\n    d,\n}\n",
        ] {
            assert_eq!(
                edit.applied_to(text).unwrap(),
                "list! {\n    a,\n    d,\n}\n"
            );
        }
    }

    #[test]
    fn the_indentation_is_that_of_the_place() {
        let edit = edit("| a =>", "| a\n| b =>");
        for indentation in ["", "    ", "        "] {
            let before = format!("match\n{indentation}| a => 1,\n");
            let after = format!("match\n{indentation}| a\n{indentation}| b => 1,\n");
            assert_eq!(edit.applied_to(&before).unwrap(), after);
            assert_eq!(edit.applied_to(&after).unwrap(), after);
        }
    }

    #[test]
    fn a_missing_anchor_is_named_with_its_file_and_nothing_is_changed() {
        let (dir, mut tree) = tree("mod a;\n");
        let error = apply(
            &[edit("mod a;", "mod z;"), edit("mod b;", "mod c;")],
            &mut tree,
        );
        let error = error.unwrap_err().to_string();
        assert!(error.contains("nothing was changed"), "{error}");
        assert!(
            error.contains("src/lib.rs: this text is missing:\n    | mod b;"),
            "{error}"
        );
        let text = fs::read_to_string(dir.path().join("src/lib.rs")).unwrap();
        assert_eq!(text, "mod a;\n");
    }

    #[test]
    fn an_ambiguous_anchor_is_an_error_unless_every_place_is_meant() {
        let (_dir, mut tree) = tree("mod a;\nmod a;\n");
        let mut edit = edit("mod a;", "mod b;");
        let error = apply(std::slice::from_ref(&edit), &mut tree).unwrap_err();
        assert!(error.to_string().contains("occurs 2 times"), "{error}");

        edit.occurs = Occurs::AtLeastOnce;
        apply(&[edit], &mut tree).unwrap();
        assert_eq!(
            tree.read("src/lib.rs").unwrap().unwrap(),
            "mod b;\nmod b;\n"
        );
    }
}
