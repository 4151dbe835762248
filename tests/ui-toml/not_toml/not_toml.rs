//! A file that is not TOML: a comma is missing.
//@error-in-other-file: not valid TOML
