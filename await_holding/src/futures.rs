//! What a future owns depends on whether it has been polled.

/// Whether the futures in a value have been polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Futures {
    /// They may not have been, and own what they have captured.
    Unpolled,
    /// They have been. Each is checked on its own, as a coroutine with its own body.
    Polled,
}
