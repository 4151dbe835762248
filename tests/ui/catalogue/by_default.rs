//! Each type that `await_holding_invalid_type` finds without a list in `clippy.toml`.

use fastrace::local::LocalSpan;
use tracing::Span;

include!("case.inc");

case!(entered(span: &Span) {
    let guard: tracing::span::Entered<'_> = span.enter(); //~ await_holding_invalid_type
});
case!(entered_span(span: Span) {
    let guard: tracing::span::EnteredSpan = span.entered(); //~ await_holding_invalid_type
});
case!(runtime(handle: &tokio::runtime::Handle) {
    let guard: tokio::runtime::EnterGuard<'_> = handle.enter(); //~ await_holding_invalid_type
});
case!(context(context: opentelemetry::Context) {
    let guard: opentelemetry::ContextGuard = context.attach(); //~ await_holding_invalid_type
});
case!(local_span() {
    let guard: fastrace::local::LocalSpan = //~ await_holding_invalid_type
        LocalSpan::enter_with_local_parent("child");
});
