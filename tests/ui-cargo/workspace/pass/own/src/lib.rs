async fn wait() {}

pub async fn outer() {
    let _outer = guards::Outer;
    wait().await;
}

pub async fn inner() {
    let _inner = guards::Inner;
    wait().await;
}
