//! Calls git.

use std::path::Path;
use std::process::Command;

/// git in `dir`, whatever repository the environment names, with messages in English.
pub fn git(dir: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(dir).env("LC_ALL", "C");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    git
}
