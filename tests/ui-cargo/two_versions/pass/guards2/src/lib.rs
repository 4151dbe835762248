//! Version 2 of the guards.

pub struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {}
}

pub struct InBoth;

impl Drop for InBoth {
    fn drop(&mut self) {}
}

pub struct OnlyInNew;

impl Drop for OnlyInNew {
    fn drop(&mut self) {}
}
