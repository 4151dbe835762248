//! Without `-D warnings`, as most users call it: warnings.
//@compile-flags: --cap-lints=warn
//@check-pass

async fn wait() {}

async fn local(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}
