//! Keeps two runs from writing to the same directory.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};

/// Waits until this process alone holds the lock; says `waiting` if that takes time. The lock is
/// released with the returned file, however the process ends.
///
/// # Errors
/// If the file cannot be made, or cannot be locked where it is.
pub fn lock(path: &Path, waiting: &str) -> Result<File> {
    let context = || format!("cannot lock {}", path.display());
    let file = File::create(path).with_context(context)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!("{waiting}");
            file.lock().with_context(context)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(context),
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_excludes_others_and_ends_with_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let held = lock(&path, "").unwrap();
        assert!(matches!(
            File::open(&path).unwrap().try_lock(),
            Err(TryLockError::WouldBlock)
        ));
        drop(held);
        assert!(File::open(&path).unwrap().try_lock().is_ok());
    }
}
