//! A checkout as it is going to be. Steps read and write this; the disk is only written to once all
//! of them have succeeded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;

pub struct Tree {
    root: PathBuf,
    /// By path below the root. Only what differs from the disk; `None` for a file to be removed.
    changes: BTreeMap<String, Option<String>>,
}

impl Tree {
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            changes: BTreeMap::new(),
        }
    }

    /// The text of a file, or `None` if there is none.
    pub fn read(&self, path: &str) -> Result<Option<String>> {
        match self.changes.get(path) {
            Some(change) => Ok(change.clone()),
            None => self.read_from_disk(path),
        }
    }

    fn read_from_disk(&self, path: &str) -> Result<Option<String>> {
        let path = self.root.join(path);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    pub fn write(&mut self, path: &str, text: String) -> Result<()> {
        self.change(path, Some(text))
    }

    pub fn remove(&mut self, path: &str) -> Result<()> {
        self.change(path, None)
    }

    /// Makes `dir` have these files, by path below it. Other files are removed unless `keep` says
    /// otherwise.
    pub fn replace_dir(
        &mut self,
        dir: &str,
        files: BTreeMap<String, String>,
        keep: impl Fn(&str) -> bool,
    ) -> Result<()> {
        for path in files::below(&self.root.join(dir))? {
            if !files.contains_key(&path) && !keep(&path) {
                self.remove(&format!("{dir}/{path}"))?;
            }
        }
        for (path, text) in files {
            self.write(&format!("{dir}/{path}"), text)?;
        }
        Ok(())
    }

    /// The content of a file that is there.
    pub fn read_bytes(&self, path: &str) -> Result<Vec<u8>> {
        match self.changes.get(path) {
            Some(Some(text)) => Ok(text.clone().into_bytes()),
            _ => files::read_bytes(&self.root.join(path)),
        }
    }

    /// The paths of all files.
    pub fn files(&self) -> Result<BTreeSet<String>> {
        let mut files: BTreeSet<String> = files::below(&self.root)?.into_iter().collect();
        for (path, change) in &self.changes {
            match change {
                Some(_) => files.insert(path.clone()),
                None => files.remove(path),
            };
        }
        Ok(files)
    }

    fn change(&mut self, path: &str, change: Option<String>) -> Result<()> {
        if self.read_from_disk(path)? == change {
            self.changes.remove(path);
        } else {
            self.changes.insert(path.to_owned(), change);
        }
        Ok(())
    }

    /// The files that would change.
    pub fn changed(&self) -> impl ExactSizeIterator<Item = &str> {
        self.changes.keys().map(String::as_str)
    }

    /// Makes all changes on disk. Everything that may take long or need space is done before the first
    /// file is replaced.
    pub fn save(&self) -> Result<()> {
        let mut written = Vec::new();
        for (path, change) in &self.changes {
            if let Some(text) = change {
                let path = self.root.join(path);
                written.push((files::write_beside(&path, text)?, path));
            }
        }
        for (temporary, path) in written {
            temporary
                .persist(&path)
                .with_context(|| format!("cannot replace {}", path.display()))?;
        }
        for (path, change) in &self.changes {
            if change.is_none() {
                let path = self.root.join(path);
                fs::remove_file(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_before_it_is_saved() {
        let dir = tempfile::tempdir().unwrap();
        let mut tree = Tree::new(dir.path());
        tree.write("src/a.rs", "new".to_owned()).unwrap();
        assert_eq!(tree.read("src/a.rs").unwrap().as_deref(), Some("new"));
        assert!(!dir.path().join("src").exists());
        tree.save().unwrap();
        assert_eq!(
            fs::read_to_string(dir.path().join("src/a.rs")).unwrap(),
            "new"
        );
    }

    #[test]
    fn if_one_file_cannot_be_written_none_is_changed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        fs::write(dir.path().join("not_a_directory"), "").unwrap();
        let mut tree = Tree::new(dir.path());
        tree.write("a", "new".to_owned()).unwrap();
        tree.changes
            .insert("not_a_directory/b".to_owned(), Some(String::new()));
        tree.save().unwrap_err();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
    }

    #[test]
    fn a_text_that_is_there_already_is_no_change() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "same").unwrap();
        let mut tree = Tree::new(dir.path());
        tree.write("a", "other".to_owned()).unwrap();
        tree.write("a", "same".to_owned()).unwrap();
        assert_eq!(tree.changed().len(), 0);
    }

    #[test]
    fn a_replaced_directory_loses_its_other_files_except_those_to_keep() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["old.rs", "old.stderr", "same.rs"] {
            files::write(&dir.path().join("tests").join(name), "").unwrap();
        }
        let mut tree = Tree::new(dir.path());
        let new = ["new.rs", "same.rs"].map(|name| (name.to_owned(), String::new()));
        tree.replace_dir("tests", new.into(), |path| path.ends_with(".stderr"))
            .unwrap();
        assert_eq!(
            tree.changed().collect::<Vec<_>>(),
            ["tests/new.rs", "tests/old.rs"]
        );
        tree.save().unwrap();
        assert_eq!(
            files::below(&dir.path().join("tests")).unwrap(),
            ["new.rs", "old.stderr", "same.rs"]
        );
    }
}
