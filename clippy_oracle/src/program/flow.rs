//! What is known about the variables at a point of the program that is being generated: just enough
//! to satisfy the borrow checker, and to keep every condition independent of earlier ones.

use super::types::Ty;

/// What a variable, or a part of one, contains.
#[derive(Clone, PartialEq, Debug)]
pub enum State {
    /// A value, on every path. Once it was matched, whether it contains a guard is *decided*.
    Whole { decided: bool },
    /// Nothing, at least on some paths.
    Gone,
    /// Its parts have states of their own.
    Parts(Vec<State>),
}

impl State {
    pub const FRESH: Self = Self::Whole { decided: false };

    /// Whether it can be used like a new value.
    pub fn is_fresh(&self) -> bool {
        *self == Self::FRESH
    }

    /// Whether everything that can be done with `entry` can be done with `self`.
    pub fn covers(&self, entry: &Self, ty: Ty) -> bool {
        match (entry, self) {
            (Self::Gone, _) | (_, Self::Whole { decided: false }) => true,
            (Self::Whole { decided }, Self::Whole { .. }) => *decided,
            (Self::Parts(entry), Self::Parts(parts)) => (ty.parts().iter())
                .zip(entry.iter().zip(parts))
                .all(|((_, ty), (entry, part))| part.covers(entry, *ty)),
            _ => false,
        }
    }

    fn join(&self, other: &Self, ty: Ty) -> Self {
        match (self, other) {
            (Self::Gone, _) | (_, Self::Gone) => Self::Gone,
            (Self::Whole { decided }, Self::Whole { decided: other }) => Self::Whole {
                decided: *decided || *other,
            },
            _ => {
                let (one, two) = (self.opened(ty), other.opened(ty));
                let parts = ty.parts().iter().zip(one.iter().zip(&two));
                Self::Parts(parts.map(|((_, ty), (a, b))| a.join(b, *ty)).collect())
            }
        }
    }

    fn opened(&self, ty: Ty) -> Vec<Self> {
        match self {
            Self::Parts(parts) => parts.clone(),
            _ => vec![self.clone(); ty.parts().len()],
        }
    }

    /// The state of the part that `path` leads to. Gives the parts along the path their own states.
    pub fn part(&mut self, ty: Ty, path: &[usize]) -> &mut Self {
        let Some((&first, rest)) = path.split_first() else {
            return self;
        };
        if !matches!(self, Self::Parts(_)) {
            *self = Self::Parts(self.opened(ty));
        }
        let Self::Parts(parts) = self else {
            unreachable!("it was opened")
        };
        parts[first].part(ty.parts()[first].1, rest)
    }
}

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    /// The line of its binding.
    pub line: u32,
    pub state: State,
}

/// The variables that are in scope, and whether this point of the program is reachable.
#[derive(Clone, Debug)]
pub struct Flow {
    pub vars: Vec<Var>,
    pub reached: bool,
}

impl Flow {
    /// Joins `other` into this state. `other` may have more variables, whose scopes have ended.
    pub fn join(&mut self, other: &Self) {
        if !other.reached {
            return;
        }
        if !self.reached {
            let count = self.vars.len();
            self.vars = other.vars[..count].to_vec();
            self.reached = true;
            return;
        }
        for (var, other) in self.vars.iter_mut().zip(&other.vars) {
            var.state = var.state.join(&other.state, var.ty);
        }
    }
}

/// A variable or a part of it.
#[derive(Clone, Debug)]
pub struct Place {
    pub var: usize,
    pub path: Vec<usize>,
    pub text: String,
    pub ty: Ty,
    pub state: State,
}

impl Place {
    /// Whether this is a collection without elements. Nothing in it could be reported if it were no
    /// longer known to be empty.
    pub fn is_known_empty(&self) -> bool {
        self.ty == Ty::Vec && !self.state.is_fresh()
    }
}

impl Var {
    /// The variable and its parts.
    pub fn places(&self, index: usize) -> Vec<Place> {
        let mut places = vec![Place {
            var: index,
            path: Vec::new(),
            text: self.name.clone(),
            ty: self.ty,
            state: self.state.clone(),
        }];
        let mut next = 0;
        while let Some(place) = places.get(next).cloned() {
            next += 1;
            // Parts of a value that was moved can be neither used nor assigned.
            if place.state == State::Gone {
                continue;
            }
            for (part, &(text, ty)) in place.ty.parts().iter().enumerate() {
                if text.is_empty() {
                    continue;
                }
                let mut path = place.path.clone();
                path.push(part);
                let state = match &place.state {
                    State::Parts(parts) => parts[part].clone(),
                    whole => whole.clone(),
                };
                places.push(Place {
                    var: index,
                    path,
                    text: match text {
                        "*" => format!("(*{})", place.text),
                        _ => format!("{}{text}", place.text),
                    },
                    ty,
                    state,
                });
            }
        }
        places
    }
}
