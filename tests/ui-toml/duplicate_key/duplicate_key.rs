//! The same key twice is not TOML either.
//@error-in-other-file: not valid TOML
