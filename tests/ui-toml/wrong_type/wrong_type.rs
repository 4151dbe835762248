//! Values of another type than the key's.
//@error-in-other-file: expected a path or a table with `path`, found integer
//@error-in-other-file: expected a path or a table with `path`, found array
//@error-in-other-file: expected a string, found float
//@error-in-other-file: expected a string, found boolean
//@error-in-other-file: expected `true` or `false`, found string
//@error-in-other-file: expected `true` or `false`, found integer
//@error-in-other-file: expected `true` or `false`, found array
