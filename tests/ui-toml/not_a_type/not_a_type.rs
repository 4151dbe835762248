//! Paths that lead to something that is not a type, or through a type.
//@check-pass

async fn wait() {}

async fn nothing() {
    wait().await;
}
