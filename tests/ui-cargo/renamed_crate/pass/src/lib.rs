async fn wait() {}

pub async fn by_own_name() {
    let _guard = ours::ByOwnName;
    wait().await;
}

pub async fn by_new_name() {
    let _guard = ours::ByNewName;
    wait().await;
}
