//! Has nothing to do with the guards, so the entries are none of its business.

pub async fn nothing() {
    std::future::pending::<()>().await;
}
