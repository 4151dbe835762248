//! Guards that, like any guard, do something at their end.

pub struct Inner;

impl Drop for Inner {
    fn drop(&mut self) {}
}

pub struct Outer;

impl Drop for Outer {
    fn drop(&mut self) {}
}
