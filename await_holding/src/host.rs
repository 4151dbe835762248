//! What a host tells the lints, and what it does for them.

use clippy_catalogue::LintKind;
use rustc_errors::Diag;
use rustc_hir::HirId;
use rustc_lint_defs::{Lint, LintId};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use crate::compat;
use crate::rules::list::InvalidTypes;

/// Everything that the lints need to know about the driver that they run in.
pub struct Host {
    /// The lints, as the host has declared them.
    pub lints: Lints,
    /// The value of `await-holding-invalid-types`.
    pub list: InvalidTypes,
    /// Whether [`print_listing`](crate::print_listing) prints the listing.
    pub listing: Listing,
    /// The attribute that diagnostics offer to those who want to silence them, in place of fixes.
    pub silencer: Option<Silencer>,
}

/// Whether to list what became of each entry of the user's list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Do not.
    Off,
    /// Print it. Everything that is held is counted, even where the lints are allowed. The host must
    /// disable incremental compilation, for example by `config.opts.incremental = None`: modules that
    /// have not changed would not be checked, and what they hold would not be counted.
    Print,
}

/// An attribute that silences a diagnostic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Silencer {
    /// `#[expect(..)]`
    Expect,
    /// `#[allow(..)]`, before Rust 1.81
    Allow,
}

impl Silencer {
    /// What the suggestion says. It is for a program, which finds it by this text.
    pub const MESSAGE: &str = "silence this finding";

    /// The attribute for a package with this `rust-version` in its `Cargo.toml`.
    pub fn for_package(rust_version: Option<&str>) -> Self {
        let mut numbers = rust_version.unwrap_or_default().split('.');
        let mut number = || numbers.next()?.parse::<u32>().ok();
        match number().zip(number()) {
            Some(version) if version < (1, 81) => Self::Allow,
            _ => Self::Expect,
        }
    }
}

/// The lints, by their names in Clippy.
#[derive(Clone, Copy)]
pub struct Lints {
    /// `await_holding_invalid_type`
    pub invalid_type: &'static Lint,
    /// `await_holding_lock`
    pub lock: &'static Lint,
    /// `await_holding_refcell_ref`
    pub refcell_ref: &'static Lint,
}

/// How a host emits a lint.
pub trait EmitLint {
    /// Emits `lint` at `span`, at the level that is in force at `node`. `decorate` adds everything
    /// after the message, and need not be called if the lint is allowed.
    fn emit(
        &self,
        lint: &'static Lint,
        node: HirId,
        span: Span,
        message: String,
        decorate: &mut dyn FnMut(&mut Diag<'_, ()>),
    );
}

impl Host {
    /// Whether the lints can have something to say about this crate.
    pub(crate) fn is_needed(&self, tcx: TyCtxt<'_>) -> bool {
        let Lints {
            invalid_type,
            lock,
            refcell_ref,
        } = self.lints;
        let idle = compat::skippable_lints(tcx);
        let is_idle = |lint| idle.contains(&LintId::of(lint));
        self.listing == Listing::Print
            || ![invalid_type, lock, refcell_ref].into_iter().all(is_idle)
    }
}

impl Lints {
    pub(crate) fn get(self, kind: LintKind) -> &'static Lint {
        match kind {
            LintKind::InvalidType => self.invalid_type,
            LintKind::Lock => self.lock,
            LintKind::RefCell => self.refcell_ref,
        }
    }
}
