//! A key with underscores is not the key, as for upstream Clippy; the right one is offered.
//@error-in-other-file: unknown key: `await_holding_invalid_types`
