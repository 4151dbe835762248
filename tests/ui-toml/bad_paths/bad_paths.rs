//! Paths that are none, and one that is there twice. A raw identifier is a good segment.
//@error-in-other-file: the path is empty
//@error-in-other-file: `tracing::span::` is not a path
//@error-in-other-file: `tracing span` is not a path
//@error-in-other-file: `tracing::span::Entered<` is not a path
//@error-in-other-file: `tracing::span::Entered` is listed twice
//@error-in-other-file: `..` is listed twice
