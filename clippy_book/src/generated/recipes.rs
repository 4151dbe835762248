//! The recipes: what the catalogue says of each library, and what is written by hand around it.
//!
//! A page that is written by hand has the rows of a library between two marks, of which the first
//! one names the library. The page `other_libraries.md` has those that no other page has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clippy_catalogue::CATALOGUE;

use super::catalogue;
use super::page::{Page, mark};

const BEGIN: &str = "<!-- The catalogue's rows of ";
const BY: &str = ", written by `./x book --bless`. -->\n";
const END: &str = "<!-- The end of the rows. -->\n";

const OTHERS: &str = "other_libraries.md";

pub struct Recipes {
    /// The name and the text of the page that a library has.
    own: BTreeMap<&'static str, (String, String)>,
}

impl Recipes {
    /// Reads the pages that are written by hand.
    ///
    /// # Errors
    /// If a page cannot be read or has marks that mean nothing.
    pub fn read() -> Result<Self> {
        let dir = crate::source().join("recipes");
        let mut own = BTreeMap::new();
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let file = entry?.path();
            let text = fs::read_to_string(&file);
            let read = text.map_err(Into::into).and_then(|text| with_rows(&text));
            let read = read.with_context(|| format!("in {}", file.display()))?;
            if let Some((library, text)) = read {
                let name = file.file_name().unwrap_or_default();
                let page = (name.to_string_lossy().into_owned(), text);
                if let Some((other, _)) = own.insert(library, page) {
                    bail!("{} and {other} have the rows of {library}", file.display());
                }
            }
        }
        Ok(Self { own })
    }

    /// The page of a library and the place in it, as a link from a page beside it.
    pub fn link(&self, library: &str) -> String {
        match self.own.get(library) {
            Some((page, _)) => page.clone(),
            None => format!("{OTHERS}#{}", library.replace(' ', "-")),
        }
    }

    pub fn pages(&self) -> Vec<Page> {
        let path = |name: &str| Path::new("recipes").join(name);
        let own = self
            .own
            .values()
            .map(|(page, text)| Page::new(path(page), text.clone()));
        let others = [
            Page::new(path("README.md"), self.list()),
            Page::new(path(OTHERS), self.others()),
        ];
        own.chain(others).collect()
    }

    fn list(&self) -> String {
        let mut text = mark("the table in `clippy_catalogue`");
        text += "# Recipes\n\n\
                 What is found of each library without any configuration, why, and what to write \
                 instead.\n\n\
                 | library | what finds its types |\n| --- | --- |\n";
        for library in catalogue::libraries(CATALOGUE.iter()) {
            text += &format!(
                "| [{library}]({}) | {} |\n",
                self.link(library),
                catalogue::lints_of(library)
            );
        }
        text + "\nAll examples in this book are compiled with the real libraries and linted. A \
                comment `// reported: LINT` stands where the lint warns. Where there is none, \
                nothing is said.\n"
    }

    fn others(&self) -> String {
        let mut text = mark("the table in `clippy_catalogue`") + "# Other libraries\n";
        for library in catalogue::libraries(CATALOGUE.iter()) {
            if !self.own.contains_key(library) {
                text += &format!("\n## {library}\n\n{}", catalogue::facts(library));
            }
        }
        text
    }
}

/// The library whose rows the page has, and the page with the current ones. `None` if it has none.
fn with_rows(text: &str) -> Result<Option<(&'static str, String)>> {
    let Some((before, rest)) = text.split_once(BEGIN) else {
        return Ok(None);
    };
    let (name, rest) = rest
        .split_once(BY)
        .with_context(|| format!("the mark at the beginning does not end in `{}`", BY.trim()))?;
    let library = catalogue::libraries(CATALOGUE.iter())
        .into_iter()
        .find(|library| *library == name)
        .with_context(|| format!("the catalogue has no rows of `{name}`"))?;
    let (_, after) = rest
        .split_once(END)
        .with_context(|| format!("there is no `{}`", END.trim()))?;
    ensure!(!after.contains(BEGIN), "there are rows twice");
    let rows = catalogue::facts(library);
    Ok(Some((
        library,
        format!("{before}{BEGIN}{library}{BY}\n{rows}\n{END}{after}"),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(library: &str) -> String {
        format!("before\n{BEGIN}{library}{BY}old\n{END}after\n")
    }

    #[test]
    fn rows_are_written_between_the_marks() {
        let (library, text) = with_rows(&page("spin")).unwrap().unwrap();
        let rows = catalogue::facts("spin");
        assert_eq!(library, "spin");
        assert_eq!(
            text,
            format!("before\n{BEGIN}spin{BY}\n{rows}\n{END}after\n")
        );
        assert_eq!(with_rows(&text).unwrap(), Some((library, text)));
        assert_eq!(with_rows("of no library\n").unwrap(), None);
    }

    #[test]
    fn wrong_marks_are_errors() {
        let error = |text: &str| with_rows(text).unwrap_err().to_string();
        assert_eq!(error(&page("pins")), "the catalogue has no rows of `pins`");
        assert_eq!(error(&page("spin").repeat(2)), "there are rows twice");
        let without_end = page("spin").replace(END, "");
        assert!(error(&without_end).contains("The end of the rows"));
        let without_command = page("spin").replace(BY, " -->\n");
        assert!(error(&without_command).contains("./x book --bless"));
    }
}
