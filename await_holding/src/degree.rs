//! Whether what a value can own is there.

/// How sure it is that the value is there whenever its owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Degree {
    /// It is there.
    Certain,
    /// Something on the access path can be empty.
    Possible,
}
