//! What every diagnostic of these lints ends with.

use std::env;

use rustc_errors::Diag;
use rustc_lint_defs::Lint;

/// The page of the lint list that belongs to this compiler: later pages may say other things.
const LINT_LIST: &str = "https://rust-lang.github.io/rust-clippy/rust-1.96.0/index.html";

/// The lint's name without the tool, as users look it up: `await_holding_lock`.
pub fn bare_name(lint: &Lint) -> String {
    let name = lint.name_lower();
    name.strip_prefix("clippy::")
        .map(str::to_owned)
        .unwrap_or(name)
}

/// Adds the link to the lint's documentation, unless `CLIPPY_DISABLE_DOCS_LINKS` is set.
pub fn docs_link(diag: &mut Diag<'_, ()>, lint: &Lint) {
    if env::var_os("CLIPPY_DISABLE_DOCS_LINKS").is_none() {
        let name = bare_name(lint);
        diag.help(format!("for further information visit {LINT_LIST}#{name}"));
    }
}
