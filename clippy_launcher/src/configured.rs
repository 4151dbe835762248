//! The compiler that cargo's configuration names.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::Table;

use crate::first_line;

/// `build.rustc` in the configuration that cargo reads in `dir`. Only cargo knows all the places where that
/// can be.
pub fn rustc(dir: &Path) -> Option<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(dir)
        .args([
            "-Zunstable-options",
            "config",
            "get",
            "--show-origin",
            "build.rustc",
        ])
        // For this one call, which compiles nothing.
        .env("RUSTC_BOOTSTRAP", "1");
    understand(&first_line(&mut command).ok()?)
}

/// Understands `build.rustc = "tools/rustc" # /home/me/.cargo/config.toml`. A path with a directory is
/// relative to the one that has `.cargo`.
fn understand(line: &str) -> Option<PathBuf> {
    let table: Table = line.parse().ok()?;
    let rustc = PathBuf::from(table["build"].get("rustc")?.as_str()?);
    if rustc.components().count() == 1 {
        return Some(rustc);
    }
    let origin = line.rsplit_once(" # ").map(|(_, origin)| Path::new(origin));
    let dir = origin.and_then(|file| file.parent()?.parent());
    Some(dir.map_or_else(|| rustc.clone(), |dir| dir.join(&rustc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_path_is_relative_to_the_directory_with_the_configuration() {
        let understand = |line| super::understand(line).unwrap();
        let line = r#"build.rustc = "tools/rustc" # /home/me/.cargo/config.toml"#;
        assert_eq!(understand(line), Path::new("/home/me/tools/rustc"));
        let line = r#"build.rustc = "/a #b/rustc" # /home/me/.cargo/config.toml"#;
        assert_eq!(understand(line), Path::new("/a #b/rustc"));
        let line = r#"build.rustc = "my-rustc" # environment variable `CARGO_BUILD_RUSTC`"#;
        assert_eq!(understand(line), Path::new("my-rustc"));
        let line = r#"build.rustc = "a/rustc" # environment variable `CARGO_BUILD_RUSTC`"#;
        assert_eq!(understand(line), Path::new("a/rustc"));
    }
}
