//! Code with type errors gets rustc's errors, and nothing of ours that may not be true.

async fn wait() {}

async fn wrong_type(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap();
    let _number: u64 = "1"; //~ ERROR: mismatched types
    wait().await;
}

async fn unknown_type() {
    let _guard: Unknown = todo!(); //~ ERROR: cannot find type
    wait().await;
}
