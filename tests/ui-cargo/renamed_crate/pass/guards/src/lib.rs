//! Guards that, like any guard, do something at their end.

pub struct ByOwnName;

impl Drop for ByOwnName {
    fn drop(&mut self) {}
}

pub struct ByNewName;

impl Drop for ByNewName {
    fn drop(&mut self) {}
}
