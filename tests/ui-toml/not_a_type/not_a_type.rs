//! Paths that lead to something that is neither a type nor a function with a result, or through one.
//@check-pass

async fn wait() {}

async fn nothing() {
    wait().await;
}
