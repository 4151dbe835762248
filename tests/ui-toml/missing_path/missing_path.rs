//! An entry that says why, but not what.
//@error-in-other-file: this entry has no `path`
