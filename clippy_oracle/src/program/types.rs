//! The types of values that own guards, and how values of them are written.

/// The types of values that own guards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ty {
    Guard,
    Pair,
    Both,
    Array,
    /// A struct with a type parameter.
    Wrap,
    Boxed,
    Vec,
    /// The standard library's `Rc` in the linted text. It can be cloned.
    Shared,
    Sealed,
    /// An enum of ours; which variant it is, is a decision.
    Maybe,
    /// The standard library's `Option` in the linted text, [`Ty::Maybe`] in the one that is run.
    Option,
    Manual,
    /// A union, which drops nothing, and a struct that drops what is in one.
    Slot,
    Keeper,
    /// `Box<dyn Trait>`: what is in it is not known.
    Veiled,
    Items,
    /// A type parameter of the function: what it stands for is not known.
    Parameter,
    /// The following have no names. A closure can be called several times; an async closure too,
    /// or once, or with a guard as its argument.
    Closure,
    AsyncClosure,
    AsyncOnce,
    AsyncWith,
    /// Is awaited once.
    Future,
}

/// What is before, between and behind the parts of a value that is made of others.
pub struct Constructor {
    pub open: [&'static str; 2],
    pub parts: &'static [Ty],
    pub between: &'static str,
    pub close: String,
}

impl Ty {
    /// The types that any expression can have.
    pub const MADE: [(usize, Ty); 16] = [
        (10, Ty::Guard),
        (3, Ty::Pair),
        (2, Ty::Both),
        (2, Ty::Boxed),
        (1, Ty::Vec),
        (2, Ty::Shared),
        (1, Ty::Sealed),
        (3, Ty::Maybe),
        (4, Ty::Option),
        (1, Ty::Manual),
        (1, Ty::Array),
        (2, Ty::Wrap),
        (1, Ty::Slot),
        (1, Ty::Keeper),
        (1, Ty::Veiled),
        (2, Ty::Items),
    ];

    pub fn is_made(self) -> bool {
        Self::MADE.iter().any(|(_, made)| *made == self)
    }

    /// Whether it has no name, and so is made by a statement.
    pub fn is_unnamed(self) -> bool {
        !self.is_made() && self != Ty::Parameter
    }

    /// Its name in the text that is linted and in the one that is run.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Ty::Guard => ["Guard"; 2],
            Ty::Pair => ["(Guard, Guard)"; 2],
            Ty::Both => ["Both"; 2],
            Ty::Array => ["[Guard; 2]"; 2],
            Ty::Wrap => ["Wrap<Guard>"; 2],
            Ty::Boxed => ["Box<Guard>"; 2],
            Ty::Vec => ["Vec<Guard>"; 2],
            Ty::Shared => ["Rc<Guard>", "Clones"],
            Ty::Sealed => ["Sealed"; 2],
            Ty::Maybe => ["Maybe"; 2],
            Ty::Option => ["Option<Guard>", "Maybe"],
            Ty::Manual => ["ManuallyDrop<Guard>"; 2],
            Ty::Slot => ["Slot"; 2],
            Ty::Keeper => ["Keeper"; 2],
            Ty::Veiled => ["Box<dyn Owns>"; 2],
            Ty::Items => ["Items"; 2],
            Ty::Parameter => ["T"; 2],
            Ty::Closure | Ty::AsyncClosure | Ty::AsyncOnce | Ty::AsyncWith | Ty::Future => {
                unreachable!("it has no name")
            }
        }
    }

    /// Whether it is full or empty is a decision.
    pub fn is_optional(self) -> bool {
        matches!(self, Ty::Maybe | Ty::Option)
    }

    /// What can be moved out of a value, with the place of each part. A part without a place is
    /// reached by patterns only.
    pub fn parts(self) -> &'static [(&'static str, Ty)] {
        match self {
            Ty::Pair => &[(".0", Ty::Guard), (".1", Ty::Guard)],
            Ty::Both => &[(".left", Ty::Guard), (".right", Ty::Pair)],
            Ty::Array => &[("", Ty::Guard), ("", Ty::Guard)],
            Ty::Wrap => &[(".value", Ty::Guard)],
            Ty::Boxed => &[("*", Ty::Guard)],
            _ => &[],
        }
    }

    /// The path of the variant with a guard, in the linted text and in the one that is run.
    pub fn full(self) -> [&'static str; 2] {
        match self {
            Ty::Option => ["Some", "Maybe::Full"],
            _ => ["Maybe::Full"; 2],
        }
    }

    /// The pattern of the variant without one.
    pub fn empty(self) -> [&'static str; 2] {
        match self {
            Ty::Option => ["None", "Maybe::Empty(_)"],
            _ => ["Maybe::Empty(_)"; 2],
        }
    }

    /// How a value is made of others. It is at `line`.
    pub fn constructor(self, line: u32) -> Constructor {
        const GUARD: &[Ty] = &[Ty::Guard];
        const TWO: &[Ty] = &[Ty::Guard, Ty::Guard];
        let of = |open, parts, between, close: &str| Constructor {
            open,
            parts,
            between,
            close: close.to_owned(),
        };
        match self {
            Ty::Pair => of(["("; 2], TWO, ",", ")"),
            Ty::Both => of(["Both { left:"; 2], &[Ty::Guard, Ty::Pair], ", right:", "}"),
            Ty::Array => of(["["; 2], TWO, ",", "]"),
            Ty::Wrap => of(["Wrap { value:"; 2], GUARD, "", "}"),
            Ty::Boxed => of(["Box::new("; 2], GUARD, "", ")"),
            Ty::Vec => of(["Vec::from(["; 2], TWO, ",", "])"),
            Ty::Shared => of(["Rc::new(", "Clones::new("], GUARD, "", ")"),
            Ty::Sealed => of(["Sealed("; 2], GUARD, "", ")"),
            Ty::Maybe => of(["wrap("; 2], GUARD, "", &format!(", {line})")),
            Ty::Option => of(["wrap_option(", "wrap("], GUARD, "", &format!(", {line})")),
            Ty::Manual => of(["ManuallyDrop::new("; 2], GUARD, "", ")"),
            Ty::Slot => of(["Slot { guard:"; 2], &[Ty::Manual], "", "}"),
            Ty::Keeper => of(["Keeper("; 2], &[Ty::Slot], "", ")"),
            Ty::Veiled => of(["(Box::new("; 2], GUARD, "", ") as Box<dyn Owns>)"),
            Ty::Items => of(["Items::new("; 2], GUARD, "", ")"),
            _ => unreachable!("it is not made of others"),
        }
    }

    /// The shortest new value, in one line. It says itself that it is at `line`.
    pub fn literal(self, line: u32) -> [String; 2] {
        match self {
            Ty::Guard => [format!("make({line})"), format!("make({line})")],
            Ty::Maybe => [format!("maybe({line})"), format!("maybe({line})")],
            Ty::Option => [format!("option({line})"), format!("maybe({line})")],
            _ => {
                let Constructor {
                    open,
                    parts,
                    between,
                    close,
                } = self.constructor(line);
                let parts: Vec<_> = parts.iter().map(|part| part.literal(line)).collect();
                let [linted, run] = [0, 1].map(|text| {
                    let parts: Vec<_> = parts.iter().map(|part| part[text].as_str()).collect();
                    format!("{}{}{close}", open[text], parts.join(between))
                });
                [linted, format!("put({line}, {run})")]
            }
        }
    }
}
