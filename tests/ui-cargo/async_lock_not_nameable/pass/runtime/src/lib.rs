pub async fn wait() {
    tokio::yield_now().await;
}
