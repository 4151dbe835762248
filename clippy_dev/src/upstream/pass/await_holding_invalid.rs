use await_holding::rules::list::{self, ConfigText, InvalidTypes};
use await_holding::{EmitLint, Host, Lints, Listing, Silencer};
use clippy_config::Conf;
use clippy_utils::diagnostics::span_lint_hir_and_then;
use rustc_errors::Diag;
use rustc_hir::{Body, HirId};
use rustc_lint::{LateContext, LateLintPass, Lint};
use rustc_middle::ty::TyCtxt;
use rustc_middle::util::Providers;
use rustc_session::{Session, impl_lint_pass};
use rustc_span::Span;

// DECLARATIONS

impl_lint_pass!(AwaitHolding => [
    AWAIT_HOLDING_INVALID_TYPE,
    AWAIT_HOLDING_LOCK,
    AWAIT_HOLDING_REFCELL_REF,
]);

pub struct AwaitHolding;

impl AwaitHolding {
    pub(crate) fn new(_: TyCtxt<'_>, _: &'static Conf) -> Self {
        Self
    }
}

impl<'tcx> LateLintPass<'tcx> for AwaitHolding {
    fn check_crate(&mut self, cx: &LateContext<'tcx>) {
        cx.tcx
            .hir_for_each_module(|module| await_holding::check_module(cx.tcx, module));
        await_holding::check_crate(cx.tcx, &Emitter(cx));
    }

    fn check_body(&mut self, cx: &LateContext<'tcx>, body: &Body<'tcx>) {
        await_holding::check_body(cx.tcx, cx.tcx.hir_body_owner_def_id(body.id()), &Emitter(cx));
    }
}

struct Emitter<'a, 'tcx>(&'a LateContext<'tcx>);

impl EmitLint for Emitter<'_, '_> {
    fn emit(
        &self,
        lint: &'static Lint,
        node: HirId,
        span: Span,
        message: String,
        decorate: &mut dyn FnMut(&mut Diag<'_, ()>),
    ) {
        span_lint_hir_and_then(self.0, lint, node, span, message, |diag| decorate(diag));
    }
}

/// Sets up the analysis, and overrides the query that takes a coroutine's MIR: what the coroutine
/// holds is computed just before that.
pub fn provide(sess: &Session, providers: &mut Providers) {
    await_holding::start(Host {
        lints: Lints {
            invalid_type: AWAIT_HOLDING_INVALID_TYPE,
            lock: AWAIT_HOLDING_LOCK,
            refcell_ref: AWAIT_HOLDING_REFCELL_REF,
        },
        list: read_list(sess),
        listing: Listing::Off,
        silencer: silencer(),
    });
    await_holding::provide(&mut providers.queries);
}

/// Which attribute `cargo clippy --add-expect` asks for, if that runs.
fn silencer() -> Option<Silencer> {
    let args = std::env::var("CLIPPY_ARGS").unwrap_or_default();
    args.contains("--suggest-expect").then(|| {
        let rust_version = std::env::var("CARGO_PKG_RUST_VERSION").ok();
        Silencer::for_package(rust_version.as_deref())
    })
}

/// Reads the value of `await-holding-invalid-types`, which [`Conf`] only accepts: an error in it is
/// reported at the very character. Errors elsewhere in the file are left to [`Conf::read`].
fn read_list(sess: &Session) -> InvalidTypes {
    let Ok((Some(path), _)) = clippy_config::lookup_conf_file() else {
        return InvalidTypes::default();
    };
    // `Conf::read` has loaded the file, so this finds it in the source map.
    let Ok(file) = sess.source_map().load_file(&path) else {
        return InvalidTypes::default();
    };
    let Some(text) = file.src.as_deref() else {
        return InvalidTypes::default();
    };
    let (list, problems) = list::read_document(ConfigText {
        text,
        start: file.start_pos,
    });
    for problem in problems {
        problem.emit(sess.dcx());
    }
    list
}
