//! The compiler's shared library as the distribution ships it: the code that our driver calls.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
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
    /// The one `librustc_driver-HASH.so` in `dir`.
    pub fn find(dir: &Path) -> Result<Self> {
        let entries =
            fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
        let mut found: Vec<(PathBuf, String)> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name();
                let hash = name
                    .to_str()?
                    .strip_prefix("librustc_driver-")?
                    .strip_suffix(".so")?;
                Some((entry.path(), hash.to_owned()))
            })
            .collect();
        let (Some((path, hash)), None) = (found.pop(), found.pop()) else {
            bail!(
                "expected one librustc_driver-HASH.so in {}, found none or several\n\
                 reinstall the package of rustc and its dependencies",
                dir.display()
            );
        };
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
    fn none_and_several_libraries_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let message = |dir: &Path| Shipped::find(dir).unwrap_err().to_string();
        assert!(message(dir.path()).contains("found none or several"));
        for name in ["librustc_driver-1a.so", "librustc_driver-2b.so"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        assert!(message(dir.path()).contains("found none or several"));
        fs::remove_file(dir.path().join("librustc_driver-2b.so")).unwrap();
        assert!(message(dir.path()).contains("is not a library"));
    }
}
