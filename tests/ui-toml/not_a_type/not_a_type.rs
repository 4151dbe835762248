//! Paths that lead to a trait, a function and a module: no value has these for a type.
//@check-pass

async fn wait() {}

async fn nothing() {
    wait().await;
}
