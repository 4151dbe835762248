async fn wait() {}

pub async fn locked(total: &std::sync::Mutex<u64>) {
    let _guard = total.lock().unwrap();
    wait().await;
}
