//! What the smoke driver is run on: one value that is held across an await, and one that is not.

use std::rc::Rc;

pub async fn hold() {
    let _held = Rc::new([7_u16; 3]);
    {
        let _dropped = String::new();
    }
    std::future::ready(()).await;
}
