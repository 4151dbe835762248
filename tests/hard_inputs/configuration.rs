//! Configuration files that nobody would write: those of the UI tests, with parts left out,
//! doubled or replaced. Each is read or rejected; what is rejected has an error with a place.

use std::fs;
use std::path::{Path, PathBuf};

use rand_pcg::Pcg32;
use rand_pcg::rand_core::RngCore;

use super::Input;

/// How many files are made.
const FILES: usize = 120;

/// What the readers of TOML and of paths look at, and what neither expects.
const TOKENS: [&str; 24] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "#",
    ".",
    "::",
    "<",
    ">",
    "&",
    "*",
    "_",
    "..",
    "r#",
    "\\u{0}",
    "\u{0}",
    "\u{202e}",
    "é",
    "-9e999999999999999999",
];

fn corpus(dir: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            corpus(&entry, files);
        } else if entry.ends_with("clippy.toml") {
            files.push(entry);
        }
    }
}

struct Mutator(Pcg32);

impl Mutator {
    fn below(&mut self, bound: usize) -> usize {
        self.0.next_u32() as usize % bound.max(1)
    }

    fn mutated(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(3) {
            let from = self.below(chars.len());
            let length = self.below(12).min(chars.len() - from);
            let part: Vec<char> = chars[from..from + length].to_vec();
            match self.below(4) {
                0 => drop(chars.drain(from..from + length)),
                1 => drop(chars.splice(from..from, part.repeat(1 + self.below(40)))),
                _ => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    let many = if self.below(10) == 0 { 300 } else { 1 };
                    chars.splice(from..from, token.repeat(many).chars());
                }
            }
        }
        chars.into_iter().collect()
    }
}

#[test]
fn each_file_is_read_or_rejected_at_a_place() {
    let mut files = Vec::new();
    corpus(Path::new("tests/ui-toml"), &mut files);
    assert!(files.len() > 10, "the UI tests have moved");
    let mut mutator = Mutator(Pcg32::new(1, 1));
    let (mut read, mut rejected) = (0, 0);
    for number in 0..FILES {
        let text = fs::read_to_string(&files[number % files.len()]).unwrap();
        let text = mutator.mutated(&text);
        if Input::new("").configured(&text).is_rejected() {
            rejected += 1;
        } else {
            read += 1;
        }
    }
    assert!(
        read > FILES / 20 && rejected > FILES / 20,
        "{read} read, {rejected} rejected"
    );
}

#[test]
fn what_is_nested_deep_is_rejected_or_read() {
    for (open, close) in [("[", "]"), ("{ a = ", "}"), ("\"Vec<", "")] {
        let value = open.repeat(5000) + "1" + &close.repeat(5000);
        Input::new("")
            .configured(&format!("await-holding-invalid-types = {value}"))
            .is_rejected();
    }
    let path = "Vec<".repeat(5000) + "u8" + &">".repeat(5000);
    let text = format!("await-holding-invalid-types = [\"std::vec::{path}\"]");
    Input::new("").configured(&text).is_rejected();
}
