use std::time::{Duration, Instant};

pub async fn measure() -> Duration {
    let start = Instant::now();
    async {}.await;
    start.elapsed()
}
