//! The edits around the `await` points: what is written in front of them and after them.

use rustc_hir::{self as hir, ExprKind, HirId, Node};
use rustc_span::Span;

use super::way::Way;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::{self, Await};
use crate::fixes::code::variable_uses::{self, Use};
use crate::fixes::code::{authorship, names_in_scope, source_text};
use crate::fixes::guards::await_first;
use crate::fixes::guards::borrowers;
use crate::fixes::guards::loan::{self, Cost, Value};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::{Edits, Site};

/// The edits around the `await` points of a guard.
pub(super) struct Around<'a, 'tcx> {
    pub site: &'a Site<'tcx>,
    pub guard: &'a NamedGuard<'tcx>,
    /// What the guard is called afterwards.
    pub name: String,
    /// `drop(guard);`
    pub drop: String,
    pub edits: Edits,
    /// What other edits replace of the uses of the guard.
    pub replaced: Vec<Span>,
    pub is_taken_again: bool,
}

impl<'tcx> Around<'_, 'tcx> {
    /// Clones what `point` needs and drops the guard before the statement with it. Afterwards the guard is
    /// taken again, and the statement is one of those `without` it, unless it is not used on the `way` from
    /// there.
    pub fn clone_and_drop(
        &mut self,
        point: Await<'tcx>,
        way: Option<Way<'tcx>>,
        without: &mut Vec<Span>,
    ) -> Option<Option<Way<'tcx>>> {
        let (site, guard) = (self.site, self.guard);
        let tcx = site.tcx;
        let statement = await_first::statement_of(site, point.expr)?;
        let span = statement.span();
        let points = control_flow::awaits(statement).len();
        if !statement.is_in_block(tcx) || points != 1 || self.is_borrowed_around(statement) {
            return None;
        }
        let is_used_in_point_only =
            self.uses(statement).len() == self.uses(BlockPart::Tail(point.expr)).len();
        let way = way.filter(|_| is_used_in_point_only);
        let take = match way {
            Some(_) => String::new(),
            None => self.assignment()?,
        };
        let separator = source_text::separator(tcx, span)?;

        let in_point = self.uses(BlockPart::Tail(point.expr));
        let values = Value::of_all(site, &in_point)?;
        let can_replace =
            |value: &Value<'tcx>| value.can_replace(site, guard.variable, &[statement]);
        if !values.iter().all(can_replace) || self.would_lose_changes(&values, span) {
            return None;
        }
        let whole = names_in_scope::local_name(tcx, site.coroutine, None, "value")?;
        let names = Value::names(site, &values, &whole)?;
        let mut first = String::new();
        for (value, name) in values.iter().zip(&names) {
            let (before, after) = value.loans[0].owned_around(site, value.user)?;
            let owned = format!("{before}{}{after}", self.name);
            first += &format!("let {} = {owned};{separator}", value.pattern(name));
            self.replaced
                .extend(value.loans.iter().map(|loan| loan.expr.span));
        }
        first += &self.drop;
        let replaced: Edits = values
            .iter()
            .zip(&names)
            .flat_map(|(value, name)| value.replaced(site, name))
            .collect();

        let needs_guard =
            |expr: &'tcx hir::Expr<'tcx>| self.uses(BlockPart::Tail(expr)).len() > in_point.len();
        if is_used_in_point_only {
            self.edits
                .push(source_text::insert_before(tcx, span, &first)?);
            self.edits.extend(replaced);
            match statement {
                _ if way.is_some() => {}
                BlockPart::Statement(_) => {
                    self.edits
                        .push(source_text::insert_after(tcx, span, &take)?);
                }
                BlockPart::Tail(expr) => {
                    self.edits.extend(self.after_tail(expr, &take, &separator)?);
                }
            }
        } else {
            // What is used of the guard after the point gets the value from a variable.
            let position = await_first::position_of(site, statement, point)?;
            let value = await_first::value_of(site, point, needs_guard)?;
            let (name, binding) = await_first::binding(site, statement, value)?;
            let binding = with_edits(tcx, value.span, &binding, &replaced)?;
            let all = format!("{first}{separator}{binding}{separator}{take}");
            self.edits
                .push(source_text::insert_before(tcx, position, &all)?);
            self.edits.push((value.span, name));
        }
        if way.is_none() {
            if !self.is_taken_again {
                self.edits.extend(self.mutable_pattern()?);
            }
            self.is_taken_again = true;
            without.push(span);
        }
        Some(way)
    }

    /// Whether all of what is guarded is cloned, and changed later: if it is cleared then, what others
    /// have added meanwhile would be lost.
    fn would_lose_changes(&self, values: &[Value<'tcx>], point: Span) -> bool {
        let site = self.site;
        let mut values = values.iter();
        let is_cloned = values.any(|value| {
            let loan = &value.loans[0];
            loan.is_all_of(value.user) && loan.cost(site) == Cost::Clone
        });
        let mut uses = self.guard.uses(site.tcx).into_iter();
        let is_changed = |user: &'tcx hir::Expr<'tcx>| Use::of(site, user) == Use::Mutable;
        is_cloned && uses.any(|user| user.span.lo() >= point.lo() && is_changed(user))
    }

    /// `guard = ..;`, if that may be written again.
    fn assignment(&self) -> Option<String> {
        let Self { site, guard, .. } = *self;
        let declaration = BlockPart::Statement(guard.declaration?);
        let (statement, local) = declaration.local()?;
        let init = local.init?.span.find_ancestor_inside(statement.span)?;
        let mut uses = guard.used_by_declaration(site.tcx).into_iter();
        let can_repeat = uses.all(|user| Use::of(site, user) != Use::Moved);
        let text = source_text::of(site.tcx, init)?;
        (can_repeat && guard.can_be_declared_after(site, &guard.scope))
            .then(|| format!("{} = {text};", self.name))
    }

    /// The edit after which the guard can be assigned.
    fn mutable_pattern(&self) -> Option<Option<(Span, String)>> {
        let (_, local) = BlockPart::Statement(self.guard.declaration?).local()?;
        let pattern = format!("mut {}", self.name);
        Some(loan::renamed(self.site.tcx, local.pat.span, &pattern))
    }

    /// The edits after which the guard has its new name where no other edit replaces it.
    pub fn renamed(&self) -> Option<Edits> {
        let tcx = self.site.tcx;
        if self.name == self.guard.name.to_string() {
            return Some(Edits::new());
        }
        let is_left = |user: &&hir::Expr<'_>| {
            let mut replaced = self.replaced.iter();
            !replaced.any(|span| span.contains(user.span))
        };
        let uses = self.guard.uses(tcx).into_iter().filter(is_left);
        let edits = uses.map(|user| {
            authorship::applicability(tcx, user.hir_id)?;
            Some((user.span, self.name.clone()))
        });
        let mut edits = edits.collect::<Option<Edits>>()?;
        if !self.is_taken_again {
            edits.push((self.guard.name.span, self.name.clone()));
        }
        Some(edits)
    }

    fn uses(&self, part: BlockPart<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
        variable_uses::uses_of(self.site.tcx, part, self.guard.variable)
    }

    /// `take` after `tail`, the value of which comes last.
    fn after_tail(&self, tail: &hir::Expr<'_>, take: &str, separator: &str) -> Option<Edits> {
        let span = tail.span.source_callsite();
        if self.site.typeck.expr_ty(tail).is_unit() {
            let after = format!(";{separator}{take}");
            return Some(vec![(span.shrink_to_hi(), after)]);
        }
        let name = names_in_scope::local_name(self.site.tcx, self.site.coroutine, None, "value")?;
        Some(vec![
            (span.shrink_to_lo(), format!("let {name} = ")),
            (
                span.shrink_to_hi(),
                format!(";{separator}{take}{separator}{name}"),
            ),
        ])
    }

    /// Whether a variable that got a reference to what is guarded before `statement` is used in it or
    /// after it.
    fn is_borrowed_around(&self, statement: BlockPart<'tcx>) -> bool {
        let Self { site, guard, .. } = *self;
        let tcx = site.tcx;
        let at = statement.span();
        let around = loop_around(site, guard, statement).map_or(at, |outer| outer);
        let borrowers = borrowers::borrowers(site, guard, &guard.scope);
        let is_older = |variable: HirId| tcx.hir_span(variable).lo() < at.lo();
        let mut uses = guard
            .scope
            .iter()
            .flat_map(|&part| variable_uses::all_uses(tcx, part));
        uses.any(|user| {
            let is_later = user.span.lo() >= at.lo() || around.contains(user.span);
            let is_borrower = |variable| borrowers.contains(&variable) && is_older(variable);
            is_later && variable_uses::variable(user).is_some_and(is_borrower)
        })
    }
}

/// The outermost loop around `statement` in the scope of the guard.
fn loop_around<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    statement: BlockPart<'tcx>,
) -> Option<Span> {
    let id = match statement {
        BlockPart::Statement(statement) => statement.hir_id,
        BlockPart::Tail(expr) => expr.hir_id,
    };
    let is_in_scope = |span: Span| guard.scope.iter().any(|part| part.span().contains(span));
    let loops = site
        .tcx
        .hir_parent_iter(id)
        .filter_map(|(_, node)| match node {
            Node::Expr(expr) if matches!(expr.kind, ExprKind::Loop(..)) => {
                Some(expr.span.source_callsite())
            }
            _ => None,
        });
    loops.filter(|&span| is_in_scope(span)).last()
}

/// `binding`, which has the code at `span`, with the `edits` in that.
fn with_edits(
    tcx: rustc_middle::ty::TyCtxt<'_>,
    span: Span,
    binding: &str,
    edits: &Edits,
) -> Option<String> {
    let text = source_text::of(tcx, span)?;
    let mut edited = text.clone();
    let mut edits = edits.clone();
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.lo()));
    for (place, replacement) in edits {
        let range = [place.lo(), place.hi()].map(|at| (at - span.lo()).0 as usize);
        edited.replace_range(range[0]..range[1], &replacement);
    }
    Some(binding.replacen(&text, &edited, 1))
}
