//! How lints emit their diagnostics.

use std::env;

use rustc_errors::{Diag, DiagDecorator};
use rustc_hir::HirId;
use rustc_lint_defs::Lint;
use rustc_middle::ty::TyCtxt;
use rustc_session::Session;
use rustc_span::Span;

/// Has a lint list for each release.
const LINT_LISTS: &str = "https://rust-lang.github.io/rust-clippy";

/// The lint list says that this one has no default. Ours has one.
const DOCUMENTED_HERE: &str = "await_holding_invalid_type";

/// The name of the lint without the tool, as users look it up: `await_holding_lock`.
pub fn bare_name(lint: &Lint) -> String {
    let name = lint.name_lower();
    name.strip_prefix("clippy::")
        .map(str::to_owned)
        .unwrap_or(name)
}

/// Emits `lint` with `message` at `span`, at the level that is in force at `node`. After what
/// `decorate` adds comes where the lint is documented.
pub fn span_lint_hir_and_then(
    tcx: TyCtxt<'_>,
    lint: &'static Lint,
    node: HirId,
    span: Span,
    message: String,
    decorate: impl FnOnce(&mut Diag<'_, ()>),
) {
    tcx.emit_node_span_lint(
        lint,
        node,
        span,
        DiagDecorator(|diag| {
            diag.primary_message(message);
            decorate(diag);
            docs_link(diag, tcx.sess, lint);
        }),
    );
}

/// Adds where the lint is documented, unless `CLIPPY_DISABLE_DOCS_LINKS` is set. The lint list is that of
/// the compiler's release, since that of a later one may differ.
fn docs_link(diag: &mut Diag<'_, ()>, sess: &Session, lint: &Lint) {
    if env::var_os("CLIPPY_DISABLE_DOCS_LINKS").is_some() {
        return;
    }
    let name = bare_name(lint);
    diag.help(if name == DOCUMENTED_HERE {
        format!("for further information run `cargo clippy --explain {name}`")
    } else {
        // As in `1.96.0 (ac68faa20 2026-05-25)`.
        let release = sess.cfg_version.split(' ').next().unwrap_or_default();
        format!("for further information visit {LINT_LISTS}/rust-{release}/index.html#{name}")
    });
}
