//! The forms in which an expression refers to what is guarded.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LoanKind {
    /// A place that the expression names. The guard stands for the place that it dereferences to.
    Place,
    /// A reference that the expression returns.
    Reference,
    /// The same in an `Option`.
    Option,
    /// A value that does not borrow.
    Value,
    /// An iterator that a `for` loop visits.
    Items(Items),
}

/// What an iterator returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// References, and whether their referents can be copied.
    References { copy: bool },
    /// Pairs of references.
    Pairs { copy: [bool; 2] },
    /// Values that do not borrow.
    Values,
}
