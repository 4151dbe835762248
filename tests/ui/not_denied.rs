//! Without `-D warnings`, as most users call it: warnings.
//@compile-flags: -Wwarnings
//@check-pass

async fn wait() {}

async fn local(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}
