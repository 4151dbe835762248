//! Entries that name no type although their crate is there: each is reported, and the others hold.
//@error-in-other-file: there is no type `tracing::span::Entred`
//@error-in-other-file: there is no type `tracing::Entered`
//@error-in-other-file: there is no type `tracing::trace::Entered`
//@error-in-other-file: there is no function `tracing::span::Entered::inner`
//@error-in-other-file: there is no type `tracing::span::NotEver`
//@error-in-other-file: there is no type `tracing::span::Entred`
//@error-in-other-file: `tokio::sync::MutexGuard` has 1 generic parameter besides lifetimes
//@error-in-other-file: `dashmap::mapref::one::Ref` has 2 generic parameters besides lifetimes
//@error-in-other-file: `std::string::String` is not a trait
//@error-in-other-file: `u8` has no generic parameters
//@error-in-other-file: there is no type `tracing::span::Entred`
//@error-in-other-file: there is no type `tracing::span::Entred`

use {dashmap as _, tokio as _};

async fn wait() {}

async fn entered(span: tracing::Span) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    wait().await;
}
