use std::sync::Mutex;

pub struct Connection;

impl Connection {
    async fn send(&self) {
        runtime::wait().await;
        futures::ready().await;
    }
}

pub async fn mutex(connection: &Mutex<Connection>) {
    let guard = connection.lock().unwrap();
    guard.send().await;
}
