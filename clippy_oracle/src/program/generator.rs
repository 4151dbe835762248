//! What all productions of the grammar share: the program as far as it is written, and what is known
//! about its variables.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Flow, Place, State, Var};
use super::shapes::Shape;
use super::types::Ty;
use crate::choices::Choices;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    E2021,
    E2024,
}

pub(super) struct Generator {
    pub choices: Choices,
    pub edition: Edition,
    /// The line of the file that the program begins at.
    first_line: u32,
    pub lines: Vec<[String; 2]>,
    pub bodies: Vec<u32>,
    pub flow: Flow,
    /// The variables that are borrowed.
    pub pinned: Vec<usize>,
    pub body: Body,
    pub body_count: u32,
    /// How many more statements and composed expressions may be generated.
    fuel: usize,
    pub shapes: BTreeSet<Shape>,
    /// The lines of variables of which each value contains a guard, as the type says.
    pub certain: BTreeSet<u32>,
    /// The lines of arguments that a generic coroutine gets, and the coroutine.
    pub given: BTreeMap<u32, u32>,
}

/// A coroutine that is being generated.
pub(super) struct Body {
    id: u32,
    /// The first of its own variables.
    base: usize,
    pub loops: Vec<Loop>,
    pub returns: Returns,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Returns {
    Result,
    Unit,
    Guard,
}

impl Body {
    pub fn new(id: u32, base: usize, returns: Returns) -> Self {
        Self {
            id,
            base,
            loops: Vec::new(),
            returns,
        }
    }

    pub fn can_fail(&self) -> bool {
        self.returns == Returns::Result
    }

    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether it is the program itself, and not a coroutine that the program awaits.
    pub fn is_outermost(&self) -> bool {
        self.id == 0
    }
}

pub(super) struct Loop {
    pub label: u32,
    /// The state at the beginning of each iteration.
    pub entry: Flow,
    /// The states where the loop ends, or continues with its next iteration.
    pub exits: Vec<Flow>,
}

impl Generator {
    pub fn new(choices: Choices, edition: Edition, first_line: u32) -> Self {
        let mut generator = Self {
            choices,
            edition,
            first_line,
            lines: Vec::new(),
            bodies: Vec::new(),
            flow: Flow {
                vars: Vec::new(),
                reached: true,
            },
            pinned: Vec::new(),
            body: Body::new(0, 0, Returns::Result),
            body_count: 1,
            fuel: 0,
            shapes: BTreeSet::new(),
            certain: BTreeSet::new(),
            given: BTreeMap::new(),
        };
        generator.fuel = 4 + generator.choices.below(25);
        generator
    }

    /// The number of the line that is written next.
    pub fn next_line(&self) -> u32 {
        self.first_line + self.lines.len() as u32
    }

    /// Writes a line of both versions and returns its number.
    pub fn line(&mut self, text: &str) -> u32 {
        self.line_pair(text, text)
    }

    /// Writes a line that differs between the versions, and returns its number.
    pub fn line_pair(&mut self, linted: &str, run: &str) -> u32 {
        let line = self.next_line();
        self.lines.push([linted.to_owned(), run.to_owned()]);
        self.bodies.push(self.body.id);
        line
    }

    /// Records that the program contains this shape.
    pub fn note(&mut self, shape: Shape) {
        if self.flow.reached {
            self.shapes.insert(shape);
        }
    }

    /// Spends fuel on a statement or a composed expression, if any is left.
    pub fn spend(&mut self) -> bool {
        let may = self.fuel > 0 && self.flow.reached;
        self.fuel -= usize::from(may);
        may
    }

    pub fn declare(&mut self, name: &str, ty: Ty, line: u32, state: State) {
        if ty.is_certain() {
            self.certain.insert(line);
        }
        self.flow.vars.push(Var {
            name: name.to_owned(),
            ty,
            line,
            state,
        });
    }

    /// A name for a variable. It may shadow another.
    pub fn name(&mut self) -> String {
        self.choices.pick(&["a", "b", "c", "d", "e"]).to_owned()
    }

    /// Ends the scopes of all variables but the first `count`.
    pub fn end_scope(&mut self, count: usize) {
        self.flow.vars.truncate(count);
    }

    pub fn is_visible(&self, var: usize) -> bool {
        let vars = &self.flow.vars;
        var >= self.body.base && vars[var + 1..].iter().all(|v| v.name != vars[var].name)
    }

    fn places(&self) -> Vec<Place> {
        (self.flow.vars.iter().enumerate())
            .filter(|&(index, _)| self.is_visible(index) && !self.pinned.contains(&index))
            .flat_map(|(index, var)| var.places(index))
            .collect()
    }

    /// One of the places that can be moved from here and are `wanted`.
    pub fn movable(&mut self, wanted: impl Fn(&Place) -> bool) -> Option<Place> {
        let loops = &self.body.loops;
        let innermost = loops.last().map_or(0, |l| l.entry.vars.len());
        let mut places = self.places();
        // What one iteration moves has to be restored for the next one.
        places.retain(|place| {
            matches!(place.state, State::Whole { .. })
                && (place.var >= innermost || self.flow.vars[place.var].ty.is_expressible())
                && wanted(place)
        });
        self.one_of(places)
    }

    /// One of the places that can be assigned to.
    pub fn assignable(&mut self) -> Option<Place> {
        let mut places = self.places();
        places.retain(|place| place.ty.is_expressible());
        self.one_of(places)
    }

    fn one_of<T>(&mut self, mut all: Vec<T>) -> Option<T> {
        if all.is_empty() {
            return None;
        }
        let choice = self.choices.below(all.len());
        Some(all.swap_remove(choice))
    }

    pub fn set(&mut self, place: &Place, state: State) {
        let var = &mut self.flow.vars[place.var];
        *var.state.part(var.ty, &place.path) = state;
    }

    /// The line of the binding that `place` is in.
    pub fn binding_line(&self, place: &Place) -> u32 {
        self.flow.vars[place.var].line
    }

    /// Generates one of several branches that begin in the state `start` and join again.
    pub fn branch(
        &mut self,
        joined: &mut Option<Flow>,
        start: &Flow,
        generate: impl FnOnce(&mut Self),
    ) {
        self.flow = start.clone();
        generate(self);
        self.end_scope(start.vars.len());
        match joined {
            Some(joined) => joined.join(&self.flow),
            None => *joined = Some(self.flow.clone()),
        }
    }
}
