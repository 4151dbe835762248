//! Paths that are none, and some that are there twice. A raw identifier is a good segment.
//@error-in-other-file: the path is empty
//@error-in-other-file: the path is empty
//@error-in-other-file: `tracing::span::` is not a path: expected a name, found the end
//@error-in-other-file: `tracing span` is not a path
//@error-in-other-file: `Entered` is not a path: `Entered` is only a name
//@error-in-other-file: `tracing-core::Span` is not a path
//@error-in-other-file: `self::Guard` is not a path
//@error-in-other-file: `tracing::span::Entered<` is not a path
//@error-in-other-file: `tokio::sync::MutexGuard<'_, Db>` is not a path
//@error-in-other-file: is not a path: expected `]`, found `,`
//@error-in-other-file: `tracing::span::Entered more` is not a path
//@error-in-other-file: `tracing :: span::r#Entered<'_>` is listed twice
//@error-in-other-file: `..` is listed twice
