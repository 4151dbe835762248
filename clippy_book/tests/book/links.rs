//! Every link in the book leads to a file of the book, to an anchor that the page has, or to a
//! well-formed web address. The network is not used.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Parser, Tag};
use scraper::{Html, Selector};
use ureq::http::Uri;

use crate::{BOOK, html_files};

struct Page {
    /// The fragments that a link to the page may have.
    anchors: HashSet<String>,
    links: Vec<String>,
}

fn select(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    html.select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(attribute))
        .map(str::to_owned)
        .collect()
}

fn read(file: &Path) -> Page {
    let html = Html::parse_document(&fs::read_to_string(file).unwrap());
    let mut links = select(&html, "[href]", "href");
    links.extend(select(&html, "[src]", "src"));
    Page {
        anchors: select(&html, "[id]", "id").into_iter().collect(),
        links,
    }
}

/// What is wrong with a link in `page`.
fn problem(link: &str, page: &Path, pages: &BTreeMap<PathBuf, Page>) -> Option<String> {
    if link.contains("://") {
        return external_problem(link).map(str::to_owned);
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let file = match path {
        "" => page.to_owned(),
        path => page.parent().unwrap().join(path),
    };
    let Ok(file) = file.canonicalize() else {
        return Some("no such file".to_owned());
    };
    if fragment.is_empty() {
        return (!file.is_file()).then(|| "not a file".to_owned());
    }
    match pages.get(&file) {
        Some(page) if page.anchors.contains(fragment) => None,
        Some(_) => Some("no such anchor".to_owned()),
        None => Some("an anchor in a file that is not a page".to_owned()),
    }
}

fn external_problem(link: &str) -> Option<&'static str> {
    let Ok(uri) = link.parse::<Uri>() else {
        return Some("not a web address");
    };
    if uri.scheme_str() != Some("https") {
        return Some("not https");
    }
    let host = uri.host().unwrap_or_default();
    (!host.contains('.')).then_some("no host")
}

#[test]
fn links_lead_somewhere() {
    let pages: BTreeMap<_, _> = html_files(&BOOK)
        .into_iter()
        // It is served for any path, so its links are relative to the root of the site.
        .filter(|file| !file.ends_with("404.html"))
        .map(|file| (file.clone(), read(&file)))
        .collect();
    // mdBook's scripts insert the table of contents. Without them it is a page of its own.
    let contents = &pages[&BOOK.join("toc.html")];
    assert!(contents.links.len() > 5, "{:?}", contents.links);

    let mut problems = Vec::new();
    for (file, page) in &pages {
        for link in &page.links {
            if let Some(problem) = problem(link, file, &pages) {
                let file = file.strip_prefix(&*BOOK).unwrap().display();
                problems.push(format!("{file}: {link}: {problem}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn included_files_exist() {
    for file in html_files(&BOOK) {
        let html = Html::parse_document(&fs::read_to_string(&file).unwrap());
        for block in html.select(&Selector::parse("pre code").unwrap()) {
            let text: String = block.text().collect();
            // If the file does not have the anchor, the block is empty.
            assert!(
                !text.trim().is_empty(),
                "an empty block in {}",
                file.display()
            );
            assert!(!text.contains("{{#"), "{} in {}", text, file.display());
        }
    }
}

#[test]
fn files_of_the_repository_that_the_book_names_exist() {
    let root = clippy_book::root();
    let dirs: HashSet<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for file in html_files(&BOOK) {
        let html = Html::parse_document(&fs::read_to_string(&file).unwrap());
        for code in html.select(&Selector::parse("code").unwrap()) {
            let path: String = code.text().collect();
            let Some((dir, _)) = path.split_once('/') else {
                continue;
            };
            // `target` exists only after a build, and `.git` is not in every copy.
            let is_checked = dirs.contains(dir) && !matches!(dir, "target" | ".git");
            if is_checked && !path.contains(char::is_whitespace) {
                let exists = root.join(&path).exists();
                assert!(exists, "{path} in {}", file.display());
            }
        }
    }
}

/// The texts that people read in the repository.
#[test]
fn links_of_the_repository_lead_to_files() {
    for text in [
        "README.md",
        "CONTRIBUTING.md",
        "examples/journeyx/README.md",
    ] {
        let file = clippy_book::root().join(text);
        let markdown = fs::read_to_string(&file).unwrap();
        let links = Parser::new(&markdown).filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url),
            _ => None,
        });
        for link in links.filter(|link| !link.contains("://")) {
            let (path, _) = link.split_once('#').unwrap_or((&link, ""));
            let exists = file.parent().unwrap().join(path).exists();
            assert!(exists, "{link} in {text}");
        }
    }
}

#[test]
fn wrong_links_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().canonicalize().unwrap().join("a.html");
    fs::write(&file, "<h1 id=here></h1>").unwrap();
    let pages = BTreeMap::from([(file.clone(), read(&file))]);
    let problem = |link| problem(link, &file, &pages);
    for right in ["#here", "a.html", "a.html#here", "https://docs.rs/tracing"] {
        assert_eq!(problem(right), None, "{right}");
    }
    for wrong in [
        "#there",
        "b.html",
        "a.html#there",
        "http://docs.rs/",
        "https://docs",
        "https://docs.rs/a b",
    ] {
        assert!(problem(wrong).is_some(), "{wrong}");
    }
}
