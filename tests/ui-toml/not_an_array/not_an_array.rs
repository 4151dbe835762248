//! A single path where an array belongs.
//@error-in-other-file: expected an array, found string
