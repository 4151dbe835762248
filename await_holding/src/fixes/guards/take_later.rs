//! A guard is taken only for the statements that use it: after the `await` point, or before it and again
//! afterwards.
//!
//! Each run of statements that use the guard, without an `await` point between them, gets a declaration of
//! its own, and a block, if an `await` point follows. So it is for a loop that uses a guard that was taken
//! before it: its body is treated in the same way.
//!
//! What is guarded may have been changed by others when the guard is taken again, so this is only shown.

use std::ops::Range;

use rustc_errors::Applicability;
use rustc_hir::{self as hir, ExprKind, LoopSource, StmtKind};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::ForLoop;
use crate::fixes::code::variable_uses::{self, Use};
use crate::fixes::code::{authorship, source_text};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{borrowers, scope_end};
use crate::fixes::site::{Edits, Fix, Site};

pub(in crate::fixes) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let guard = NamedGuard::at(site)?;
    let declaration = guard.declaration.filter(|_| !guard.is_assigned(tcx))?;
    let runs = Runs::find(site, &guard, guard.scope.clone())?;
    if !runs.take_it_again() && !runs.waits_before(site, &guard) {
        return None;
    }
    let mut uses = guard.used_by_declaration(tcx).into_iter();
    if runs.take_it_again() && uses.any(|user| Use::of(site, user) == Use::Moved) {
        return None;
    }
    let message = match runs.take_it_again() {
        false => format!("take the {} after the `await` point", site.noun),
        true => format!(
            "drop the {} before the `await` point, and take it again afterwards; others may have changed \
             what it guards by then",
            site.noun
        ),
    };
    if !runs
        .runs
        .iter()
        .all(|run| runs.needs_guard(site, &guard, run))
    {
        return None;
    }
    let mut edits = vec![(source_text::removal(tcx, declaration.span)?, String::new())];
    for run in &runs.runs {
        edits.extend(runs.take_for(site, &guard, run)?);
    }
    Some(Fix {
        message,
        edits,
        applicability: Applicability::MaybeIncorrect,
    })
}

/// Statements of one block that use the guard.
struct Runs<'tcx> {
    parts: Vec<BlockPart<'tcx>>,
    /// Each without an `await` point.
    runs: Vec<Range<usize>>,
    is_in_loop: bool,
}

impl<'tcx> Runs<'tcx> {
    /// All that use `guard`, in `parts` or in the body of the loop that is the only one of them to use it.
    fn find(
        site: &Site<'tcx>,
        guard: &NamedGuard<'tcx>,
        parts: Vec<BlockPart<'tcx>>,
    ) -> Option<Self> {
        let mut runs = Self {
            parts,
            runs: Vec::new(),
            is_in_loop: false,
        };
        loop {
            if let Some(found) = runs.split(site, guard) {
                runs.runs = found;
                return guard
                    .can_be_declared_after(site, &guard.scope)
                    .then_some(runs);
            }
            let tcx = site.tcx;
            let mut users = runs
                .parts
                .iter()
                .filter(|&&part| variable_uses::is_used_in(tcx, part, guard.variable));
            let (Some(&user), None) = (users.next(), users.next()) else {
                return None;
            };
            let body = body_of_loop(user)?;
            let in_body = BlockPart::of_block(body).collect::<Vec<_>>();
            let number = |part| variable_uses::uses_of(tcx, part, guard.variable).len();
            if number(user) != in_body.iter().map(|&part| number(part)).sum::<usize>() {
                return None;
            }
            runs.parts = in_body;
            runs.is_in_loop = true;
        }
    }

    /// Whether the guard is declared more than once.
    fn take_it_again(&self) -> bool {
        self.runs.len() > 1 || self.is_in_loop
    }

    /// Whether there is an `await` point before the guard is used.
    fn waits_before(&self, site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> bool {
        let first = self.runs.first().map_or(0, |run| run.start);
        let mut before = self.parts[..first].iter();
        before.any(|part| guard.is_held_in(site, part))
    }

    /// The runs, if no statement both uses the guard and waits.
    fn split(&self, site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Vec<Range<usize>>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut has_waited = true;
        for (index, part) in self.parts.iter().enumerate() {
            let waits = guard.is_held_in(site, part);
            let uses = variable_uses::is_used_in(site.tcx, *part, guard.variable);
            match (uses, runs.last_mut()) {
                (true, _) if waits => return None,
                (true, Some(run)) if !has_waited => run.end = index + 1,
                (true, _) => runs.push(index..index + 1),
                (false, _) => {}
            }
            has_waited = match uses {
                true => false,
                false => has_waited || waits,
            };
        }
        (!runs.is_empty()).then_some(runs)
    }

    /// Whether the statements of `run` need what is guarded. Those that only drop the guard protect
    /// something else with it.
    fn needs_guard(&self, site: &Site<'tcx>, guard: &NamedGuard<'tcx>, run: &Range<usize>) -> bool {
        let parts = self.parts[run.clone()].iter();
        let mut uses =
            parts.flat_map(|&part| variable_uses::uses_of(site.tcx, part, guard.variable));
        uses.any(|user| Use::of(site, user) != Use::Moved)
    }

    /// Declares the guard for one run.
    fn take_for(
        &self,
        site: &Site<'tcx>,
        guard: &NamedGuard<'tcx>,
        run: &Range<usize>,
    ) -> Option<Edits> {
        let tcx = site.tcx;
        let parts = &self.parts[run.clone()];
        let (first, last) = (parts.first()?, parts.last()?);
        let rest = &self.parts[run.end..];
        let declared = declaration(site, guard, parts)?;
        let waits_later = rest.iter().any(|part| guard.is_held_in(site, part));
        if !waits_later {
            return Some(vec![source_text::insert_before(
                tcx,
                first.span(),
                &declared,
            )?]);
        }
        let whole = NamedGuard {
            scope: self.parts.clone(),
            ..*guard
        };
        let declares = parts
            .iter()
            .any(|&part| scope_end::declares_for_later(site, &whole, run.end, part));
        if borrowers::is_borrowed_later(site, guard, parts, rest) {
            return None;
        }
        let as_block = || {
            let span = first.span().to(last.span());
            let indentation = source_text::indentation(tcx, span)?;
            let step = source_text::step(&indentation);
            let open = format!("{{\n{indentation}{step}{declared}");
            source_text::enclose_lines(tcx, span, &open, &format!("{indentation}}}"))
        };
        let with_drop = || -> Option<Edits> {
            if self.take_it_again() && guard.shadows_itself(tcx) {
                return None;
            }
            let drop = scope_end::drop_statement(site, guard, parts)?;
            Some(vec![
                source_text::insert_before(tcx, first.span(), &declared)?,
                source_text::insert_after(tcx, last.span(), &drop)?,
            ])
        };
        let block = if declares { None } else { as_block() };
        block.or_else(with_drop)
    }
}

/// The declaration of the guard for the statements `users`.
fn declaration<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    users: &[BlockPart<'tcx>],
) -> Option<String> {
    let tcx = site.tcx;
    let statement = guard.declaration?;
    let (_, local) = BlockPart::Statement(statement).local()?;
    let text = source_text::of(tcx, statement.span)?;
    let mut uses = users
        .iter()
        .flat_map(|&part| variable_uses::uses_of(tcx, part, guard.variable));
    let is_written_to = uses.any(|user| Use::of(site, user) != Use::Read);
    let pattern = source_text::of(tcx, local.pat.span)?;
    match is_written_to {
        true => Some(text),
        false => Some(text.replacen(&pattern, guard.name.as_str(), 1)),
    }
}

/// The block that `part`, a loop, repeats.
fn body_of_loop<'tcx>(part: BlockPart<'tcx>) -> Option<&'tcx hir::Block<'tcx>> {
    let expr = match part {
        BlockPart::Statement(statement) => match statement.kind {
            StmtKind::Expr(expr) | StmtKind::Semi(expr) => expr,
            _ => return None,
        },
        BlockPart::Tail(expr) => expr,
    };
    let expr = match expr.kind {
        ExprKind::DropTemps(inner) => inner,
        _ => expr,
    };
    if let Some(found) = ForLoop::of(expr) {
        return Some(found.body);
    }
    let ExprKind::Loop(block, _, source, _) = expr.kind else {
        return None;
    };
    match (source, block.expr.map(|expr| expr.kind)) {
        (LoopSource::Loop, _) => Some(block),
        (LoopSource::While, Some(ExprKind::If(_, body, _))) => match body.kind {
            ExprKind::Block(block, None) => Some(block),
            _ => None,
        },
        _ => None,
    }
}
