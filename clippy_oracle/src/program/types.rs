//! The types of values that own guards, and how to write such values.

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
    /// `Rc` in the linted version, `Clones` in the executed one. It can be cloned.
    Shared,
    /// The same with an `Option` in it.
    SharedOption,
    /// The same with a cell in it.
    SharedCell,
    /// A cell that has a guard.
    Cell,
    /// A `Vec` of cells that have a guard each.
    Cells,
    /// A cell with an `Option` in it.
    CellOfOption,
    /// A handle to such a cell. It can be cloned.
    Handle,
    Sealed,
    /// An enum of the runtime. Which variant it is is a decision.
    Maybe,
    /// `Option` in the linted version, [`Ty::Maybe`] in the executed one.
    Option,
    Manual,
    /// A union, which drops nothing.
    Slot,
    /// A struct that drops the guard in a [`Ty::Slot`].
    Keeper,
    /// `Box<dyn Trait>`, whose content is unknown.
    Dyn,
    /// A stream.
    Items,
    /// A type parameter of the function, which may stand for any type.
    Parameter,
    /// A closure that can be called several times. This type and the following ones have no names.
    Closure,
    /// An async closure that can be called several times.
    AsyncClosure,
    /// An async closure that can be called once.
    AsyncOnce,
    /// An async closure that can be called several times, with a guard as its argument.
    AsyncWith,
    /// A future that can be awaited once.
    Future,
}

/// How a value is composed of its parts: the text before, between and after them.
pub struct Constructor {
    pub open: [&'static str; 2],
    pub parts: &'static [Ty],
    pub between: &'static str,
    pub close: String,
}

impl Ty {
    /// The types that an expression can have, with their weights.
    pub const EXPRESSIBLE: [(usize, Ty); 22] = [
        (10, Ty::Guard),
        (3, Ty::Pair),
        (2, Ty::Both),
        (2, Ty::Boxed),
        (1, Ty::Vec),
        (2, Ty::Shared),
        (1, Ty::SharedOption),
        (1, Ty::SharedCell),
        (1, Ty::Cell),
        (1, Ty::Cells),
        (1, Ty::CellOfOption),
        (1, Ty::Handle),
        (1, Ty::Sealed),
        (3, Ty::Maybe),
        (4, Ty::Option),
        (1, Ty::Manual),
        (1, Ty::Array),
        (2, Ty::Wrap),
        (1, Ty::Slot),
        (1, Ty::Keeper),
        (1, Ty::Dyn),
        (2, Ty::Items),
    ];

    pub fn is_expressible(self) -> bool {
        Self::EXPRESSIBLE.iter().any(|(_, ty)| *ty == self)
    }

    /// Whether the type has no name. Only statements create such values.
    pub fn is_unnamed(self) -> bool {
        !self.is_expressible() && self != Ty::Parameter
    }

    /// Its name in the linted and in the executed version.
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
            Ty::SharedOption => ["Rc<Option<Guard>>", "Clones"],
            Ty::SharedCell => ["Rc<Locked<Guard>>", "Clones"],
            Ty::Cell => ["RefCell<Guard>"; 2],
            Ty::Cells => ["Vec<Locked<Guard>>"; 2],
            Ty::CellOfOption => ["Locked<Option<Guard>>", "Locked<Maybe>"],
            Ty::Handle => ["Handle"; 2],
            Ty::Sealed => ["Sealed"; 2],
            Ty::Maybe => ["Maybe"; 2],
            Ty::Option => ["Option<Guard>", "Maybe"],
            Ty::Manual => ["ManuallyDrop<Guard>"; 2],
            Ty::Slot => ["Slot"; 2],
            Ty::Keeper => ["Keeper"; 2],
            Ty::Dyn => ["Box<dyn Owns>"; 2],
            Ty::Items => ["Items"; 2],
            Ty::Parameter => ["T"; 2],
            Ty::Closure | Ty::AsyncClosure | Ty::AsyncOnce | Ty::AsyncWith | Ty::Future => {
                unreachable!("it has no name")
            }
        }
    }

    /// Whether its values may contain a guard or not, which is a decision.
    pub fn is_optional(self) -> bool {
        matches!(self, Ty::Maybe | Ty::Option)
    }

    /// Whether its values can be cloned.
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Ty::Shared | Ty::SharedOption | Ty::SharedCell | Ty::Handle
        )
    }

    /// Whether each of its values contains a guard, and the type says so.
    pub fn is_certain(self) -> bool {
        matches!(
            self,
            Ty::Pair
                | Ty::Both
                | Ty::Array
                | Ty::Wrap
                | Ty::Boxed
                | Ty::Shared
                | Ty::SharedCell
                | Ty::Cell
                | Ty::Sealed
                | Ty::Items
        )
    }

    /// The parts that can be moved out of a value, each with the text that selects it. Only patterns
    /// can move out a part without such a text.
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

    /// The path of the variant with a guard, in the linted and in the executed version.
    pub fn full(self) -> [&'static str; 2] {
        match self {
            Ty::Option => ["Some", "Maybe::Full"],
            _ => ["Maybe::Full"; 2],
        }
    }

    /// The pattern of the variant without a guard.
    pub fn empty(self) -> [&'static str; 2] {
        match self {
            Ty::Option => ["None", "Maybe::Empty(_)"],
            _ => ["Maybe::Empty(_)"; 2],
        }
    }

    /// How a value at `line` is composed of others.
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
            Ty::SharedOption => of(["Rc::new(", "Clones::of("], &[Ty::Option], "", ")"),
            Ty::SharedCell => of(["Rc::new(Locked::new(", "Clones::new(("], GUARD, "", "))"),
            Ty::Cell => of(["RefCell::new("; 2], GUARD, "", ")"),
            Ty::Cells => of(["Vec::from([Locked::new("; 2], GUARD, "", ")])"),
            Ty::CellOfOption => of(["Locked::new("; 2], &[Ty::Option], "", ")"),
            Ty::Handle => of(["Handle::new("; 2], &[Ty::Maybe], "", ")"),
            Ty::Sealed => of(["Sealed("; 2], GUARD, "", ")"),
            Ty::Maybe => of(["wrap("; 2], GUARD, "", &format!(", {line})")),
            Ty::Option => of(["wrap_option(", "wrap("], GUARD, "", &format!(", {line})")),
            Ty::Manual => of(["ManuallyDrop::new("; 2], GUARD, "", ")"),
            Ty::Slot => of(["Slot { guard:"; 2], &[Ty::Manual], "", "}"),
            Ty::Keeper => of(["Keeper("; 2], &[Ty::Slot], "", ")"),
            Ty::Dyn => of(["(Box::new("; 2], GUARD, "", ") as Box<dyn Owns>)"),
            Ty::Items => of(["Items::new("; 2], GUARD, "", ")"),
            _ => unreachable!("it is not composed of others"),
        }
    }

    /// The shortest new value. The executed version puts it at `line`.
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
