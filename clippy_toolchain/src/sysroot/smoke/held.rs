//! The input of the smoke driver: one value is held across an `await` point, the other is not.

use std::rc::Rc;

pub async fn hold() {
    let _held = Rc::new([7_u16; 3]);
    {
        let _dropped = String::new();
    }
    std::future::ready(()).await;
}
