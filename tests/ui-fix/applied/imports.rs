//! `use tracing::Instrument;` is added where the trait is not in scope, and only there.

mod no_imports {
    async fn fetch() {}

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        fetch().await;
    }
}

mod groups {
    //! With documentation inside.
    #![allow(dead_code)]

    use std::sync::Arc;

    use parking_lot::Mutex;
    use tracing::{
        Span, info_span,
    };

    use super::fetch;

    async fn send(span: Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        fetch().await;
    }
}

mod before_others {
    use tracing_alike::Nothing; // a comment

    use crate::tracing_alike;

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod of_this_crate_only {
    use super::fetch; // a comment

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        fetch().await;
    }
}

mod imported {
    use tracing::Instrument as _;

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod imported_by_glob {
    use tracing::*;

    async fn send(span: Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod imported_in_the_function {
    async fn send(span: tracing::Span) {
        use tracing::Instrument;

        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod name_is_taken {
    struct Instrument;

    async fn send(span: tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod crate_name_is_taken {
    mod tracing {}

    async fn send(span: ::tracing::Span) {
        let _guard = span.enter(); //~ await_holding_invalid_type
        super::fetch().await;
    }
}

mod tracing_alike {
    pub struct Nothing;
}

async fn fetch() {}
