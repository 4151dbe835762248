//! Nothing is suggested that might not compile; there is a help in words.

use std::sync::Arc;

use tracing::Span;

async fn fetch(n: u32) -> Result<u32, String> {
    Ok(n)
}

async fn used_by_name(span: Span, early: bool) {
    let guard = span.enter(); //~ await_holding_invalid_type
    if early {
        drop(guard);
    }
    let _ = fetch(1).await;
}

async fn span_behind_a_pointer(span: Arc<Span>) {
    let _guard = span.enter(); //~ await_holding_invalid_type
    let _ = fetch(1).await;
}

macro_rules! enter {
    ($span:ident) => {
        let _guard = $span.enter();
    };
}

async fn entered_by_a_macro(span: Span) {
    enter!(span); //~ await_holding_invalid_type
    let _ = fetch(1).await;
}

async fn leaves_from_a_macro(span: Span) -> u32 {
    loop {
        let _guard = span.enter(); //~ await_holding_invalid_type
        tokio::select! {
            _ = fetch(1) => break 1,
            _ = fetch(2) => {}
        }
    }
}

mod another_trait {
    trait Instrument: Sized {
        fn instrument(self, _: tracing::Span) -> Self {
            self
        }
    }
    impl<T> Instrument for T {}

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        let _ = super::fetch(1).await;
    }
}

mod another_trait_by_glob {
    mod prelude {
        pub trait Instrumented: Sized {
            fn instrument(self, _: tracing::Span) -> Self {
                self
            }
        }
        impl<T> Instrumented for T {}
    }
    use prelude::*;

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        let _ = super::fetch(1).await;
    }
}
