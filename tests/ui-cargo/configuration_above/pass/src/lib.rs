use std::time::{Duration, Instant};

pub async fn measure() -> Duration {
    let start = Instant::now();
    std::future::pending::<()>().await;
    start.elapsed()
}
