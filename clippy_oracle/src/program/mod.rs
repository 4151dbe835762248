//! The generator: from choices to a program, an async function by a grammar.
//!
//! A program is two texts with the same lines. One is linted, the other is run: there the runtime
//! is told at each line where the values are now. Each binding, each temporary that can own a
//! guard and each `.await` begins on a line of its own, so a line says which of them is meant.
//!
//! All conditions are decisions of the runtime, and none depends on an earlier one: every path of
//! the control flow can be run. Of an optional value that was matched, nothing is matched again.

mod captures;
mod expressions;
mod flow;
mod functions;
mod loops;
mod patterns;
pub mod shapes;
mod statements;
mod suspensions;
mod together;
mod types;

use std::collections::BTreeSet;

use crate::choices::Choices;
use flow::{Flow, Place, State, Var};
use shapes::Shape;
use types::Ty;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    E2021,
    E2024,
}

pub struct Program {
    /// The lines that are linted and the lines that are run.
    pub lines: Vec<[String; 2]>,
    /// The coroutine that each line is in.
    pub bodies: Vec<u32>,
    /// What it was made of.
    pub choices: Vec<u32>,
    /// What of the grammar is in it.
    pub shapes: BTreeSet<Shape>,
}

/// The program that `choices` make, as the function `case_N`. Its first line is the line `first`
/// of the file.
pub fn generate(choices: Choices, edition: Edition, number: usize, first: u32) -> Program {
    let mut generator = Generator {
        choices,
        edition,
        first,
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
    };
    generator.fuel = 4 + generator.choices.below(25);
    generator.line(&format!("async fn case_{number}() -> Result<(), ()> {{"));
    generator.statements(0);
    generator.line("Ok(()) }");
    Program {
        lines: generator.lines,
        bodies: generator.bodies,
        choices: generator.choices.into_made(),
        shapes: generator.shapes,
    }
}

struct Generator {
    choices: Choices,
    edition: Edition,
    first: u32,
    lines: Vec<[String; 2]>,
    bodies: Vec<u32>,
    flow: Flow,
    /// The variables that are borrowed.
    pinned: Vec<usize>,
    body: Body,
    body_count: u32,
    /// How many statements and composed expressions may follow.
    fuel: usize,
    shapes: BTreeSet<Shape>,
}

/// A coroutine, or the part of one that is being generated.
struct Body {
    id: u32,
    /// The first of its own variables.
    base: usize,
    loops: Vec<Loop>,
    returns: Returns,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Returns {
    Result,
    Unit,
    Guard,
}

impl Body {
    fn new(id: u32, base: usize, returns: Returns) -> Self {
        Self {
            id,
            base,
            loops: Vec::new(),
            returns,
        }
    }
}

struct Loop {
    label: u32,
    /// What holds at the beginning of each iteration.
    entry: Flow,
    /// What holds where the loop is left, or goes on to its next iteration.
    exits: Vec<Flow>,
}

impl Generator {
    /// The number of the line that is written next.
    fn next(&self) -> u32 {
        self.first + self.lines.len() as u32
    }

    /// Writes a line of both texts and returns its number.
    fn line(&mut self, text: &str) -> u32 {
        self.lines_of(text, text)
    }

    fn lines_of(&mut self, linted: &str, run: &str) -> u32 {
        let line = self.next();
        self.lines.push([linted.to_owned(), run.to_owned()]);
        self.bodies.push(self.body.id);
        line
    }

    /// Says what of the grammar is written here.
    fn note(&mut self, shape: Shape) {
        if self.flow.reached {
            self.shapes.insert(shape);
        }
    }

    /// Spends fuel for something composed, if some is left.
    fn spend(&mut self) -> bool {
        let may = self.fuel > 0 && self.flow.reached;
        self.fuel -= usize::from(may);
        may
    }

    fn declare(&mut self, name: &str, ty: Ty, line: u32, state: State) {
        self.flow.vars.push(Var {
            name: name.to_owned(),
            ty,
            line,
            state,
        });
    }

    /// A name, which may be taken.
    fn name(&mut self) -> String {
        ["a", "b", "c", "d", "e"][self.choices.below(5)].to_owned()
    }

    /// Ends the scopes of the variables that were declared since there were `count`.
    fn end_scope(&mut self, count: usize) {
        self.flow.vars.truncate(count);
    }

    fn is_visible(&self, var: usize) -> bool {
        let vars = &self.flow.vars;
        var >= self.body.base && vars[var + 1..].iter().all(|v| v.name != vars[var].name)
    }

    fn places(&self) -> Vec<Place> {
        (self.flow.vars.iter().enumerate())
            .filter(|&(index, _)| self.is_visible(index) && !self.pinned.contains(&index))
            .flat_map(|(index, var)| var.places(index))
            .collect()
    }

    /// One of the places that can be moved from now, with this property.
    fn movable(&mut self, wanted: impl Fn(&Place) -> bool) -> Option<Place> {
        let loops = &self.body.loops;
        let innermost = loops.last().map_or(0, |l| l.entry.vars.len());
        let mut places = self.places();
        // What an iteration takes has to be there in the next one.
        places.retain(|place| {
            matches!(place.state, State::Whole { .. })
                && (place.var >= innermost || self.flow.vars[place.var].ty.is_made())
                && wanted(place)
        });
        self.one_of(places)
    }

    /// One of the places that something can be assigned to.
    fn assignable(&mut self) -> Option<Place> {
        let mut places = self.places();
        places.retain(|place| place.ty.is_made());
        self.one_of(places)
    }

    fn one_of<T>(&mut self, mut all: Vec<T>) -> Option<T> {
        if all.is_empty() {
            return None;
        }
        let choice = self.choices.below(all.len());
        Some(all.swap_remove(choice))
    }

    fn set(&mut self, place: &Place, state: State) {
        let var = &mut self.flow.vars[place.var];
        *var.state.part(var.ty, &place.path) = state;
    }

    /// The line of the binding that `place` is in.
    fn line_of(&self, place: &Place) -> u32 {
        self.flow.vars[place.var].line
    }

    /// Generates one of several ways that lead to the same point.
    fn branch(&mut self, joined: &mut Option<Flow>, start: &Flow, way: impl FnOnce(&mut Self)) {
        self.flow = start.clone();
        way(self);
        self.end_scope(start.vars.len());
        match joined {
            Some(joined) => joined.join(&self.flow),
            None => *joined = Some(self.flow.clone()),
        }
    }
}
