//! The compiler's shared library as the distribution ships it: the code that our driver calls.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use memchr::memmem;
use object::Object;

#[derive(Debug)]
pub struct Shipped {
    pub path: PathBuf,
    /// The hash in the file's name.
    pub hash: String,
    /// The linker's build ID in hexadecimal. It differs between any two builds.
    pub build_id: String,
}

impl Shipped {
    /// The `librustc_driver-HASH.so` in `dir` that the program `rustc` is linked to. After an upgrade, the
    /// library of the release before may still be there.
    pub fn find(rustc: &Path, dir: &Path) -> Result<Self> {
        let program =
            fs::read(rustc).with_context(|| format!("cannot read {}", rustc.display()))?;
        let entries =
            fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
        let mut libraries = entries.flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hash = name.strip_prefix("librustc_driver-")?.strip_suffix(".so")?;
            memmem::find(&program, name.as_bytes())?;
            Some((entry.path(), hash.to_owned()))
        });
        let (path, hash) = libraries.next().with_context(|| {
            format!(
                "{} is not linked to any librustc_driver-HASH.so in {}\n\
                 reinstall the package of rustc and its dependencies",
                rustc.display(),
                dir.display()
            )
        })?;
        let data = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = object::File::parse(&*data)
            .with_context(|| format!("{} is not a library", path.display()))?;
        let id = file.build_id().ok().flatten().unwrap_or_default();
        ensure!(
            !id.is_empty(),
            "{} has no build ID, so a sysroot for it cannot be named",
            path.display()
        );
        let build_id = id.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            path,
            hash,
            build_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_library_that_rustc_is_linked_to_counts() {
        let dir = tempfile::tempdir().unwrap();
        let rustc = dir.path().join("rustc");
        fs::write(&rustc, "\0librustc_driver-2b.so\0").unwrap();
        let message = || {
            let error = Shipped::find(&rustc, dir.path()).unwrap_err();
            error.to_string()
        };
        fs::write(dir.path().join("librustc_driver-1a.so"), "").unwrap();
        assert!(message().contains("is not linked to any"));
        fs::write(dir.path().join("librustc_driver-2b.so"), "").unwrap();
        assert!(message().contains("librustc_driver-2b.so is not a library"));
    }
}
