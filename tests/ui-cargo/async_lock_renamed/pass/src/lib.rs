use std::sync::Mutex;

pub struct Connection;

impl Connection {
    async fn send(&self) {
        runtime::yield_now().await;
    }
}

pub async fn mutex(connection: &Mutex<Connection>) {
    let guard = connection.lock().unwrap();
    guard.send().await;
}
