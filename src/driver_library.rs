//! The compiler's shared library, `librustc_driver-HASH.so` or `.dylib`, which contains its crates.

use std::fs;
use std::path::Path;

/// Whether the library is in this directory. In rustup's toolchains it is in `lib`; Debian has it where
/// the loader looks by default.
pub fn is_in(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|files| {
        files.flatten().any(|file| {
            let name = file.file_name();
            name.to_string_lossy().starts_with("librustc_driver-")
        })
    })
}
