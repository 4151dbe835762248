//! One `clippy.toml` serves a whole workspace: a crate that does not use the type is none of the
//! entry's business.
//@check-pass

async fn wait() {}

async fn nothing() {
    wait().await;
}
