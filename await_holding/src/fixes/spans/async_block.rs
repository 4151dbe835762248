//! The scope of a guard becomes one `async` block.
//!
//! Control flow does not leave an `async` block as it leaves the block around. Unless leaving the scope
//! is the same as reaching its end, another expression does it:
//!
//! * `continue` becomes `return`, if the loop continues at the end of the scope;
//! * `?`, `return Err(..)` and `return None` stay, and `?` behind the `async` block passes the failure on;
//! * `return` at the end of the scope moves in front of the `async` block;
//! * anything else, such as `break`, is written behind the `async` block, which says whether to go on.
//!   There can be only one such thing.

use rustc_hir::def_id::DefId;
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, Mutability, Node, PatKind, StmtKind};
use rustc_middle::ty::{self, Ty};
use rustc_span::{BytePos, Span};

use crate::fixes::code::block_end::BlockEnd;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::captures::Captures;
use crate::fixes::code::certain_types::is_certain;
use crate::fixes::code::guard_binding::GuardBinding;
use crate::fixes::code::return_type::{self, Failure};
use crate::fixes::code::{control_flow, leaving, names_in_scope, source_text, variable_uses};
use crate::fixes::site::{Edits, Site};
use crate::fixes::spans::async_value::AsyncValue;

/// `async { .. }`, with `after` on lines of their own, around the scope of `binding`, behind which `rest`
/// is left of the block.
///
/// `None` if control flow leaves the scope in a way that cannot be written, or if the result might not
/// compile.
pub(in crate::fixes) fn around_scope<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
    rest: &[BlockPart<'tcx>],
    after: &[&str],
) -> Option<Edits> {
    let tcx = site.tcx;
    let &last = binding.scope.last()?;
    let block = Scope::new(site, binding, rest)?.in_async_block()?;

    let inside = binding.statement.span.shrink_to_hi().to(last.span());
    let lines = first_line(site, binding.statement.span, inside)?;
    let indentation = source_text::indentation(tcx, binding.statement.span)?;
    let step = source_text::step(&indentation);
    let value = match &block.value[..] {
        "" => String::new(),
        value => format!("{indentation}{step}{value}\n"),
    };
    let after: String = after
        .iter()
        .map(|call| format!("\n{indentation}{call}"))
        .collect();
    let behind: Vec<_> = block.behind.split('\n').collect();
    let behind = behind.join(&format!("\n{indentation}"));
    let open = format!("{}async {{", block.before);
    let close = format!("{value}{indentation}}}{after}{behind}");
    let mut edits = source_text::enclose_lines(tcx, lines, &open, &close)?;
    // Two insertions at the same place are one.
    for (place, text) in block.edits {
        let mut insertions = edits.iter_mut();
        match insertions.find(|(other, _)| place.is_empty() && other.source_equal(place)) {
            Some((_, other)) if place.lo() < last.span().hi() => other.push_str(&text),
            Some((_, other)) => other.insert_str(0, &text),
            None => edits.push((place, text)),
        }
    }
    Some(edits)
}

/// How the scope is written as an `async` block.
#[derive(Default)]
struct AsyncBlock {
    /// What comes before `async`.
    before: String,
    edits: Edits,
    /// The last line in the block.
    value: String,
    /// What comes after `.await`.
    behind: String,
}

/// What the scope evaluates to.
#[derive(Clone, Copy)]
enum Value<'tcx> {
    Unit,
    Tail(&'tcx hir::Expr<'tcx>),
    /// Nothing: the end of it is not reached.
    Never,
}

/// How control flow leaves a scope.
struct WaysOut<'tcx> {
    /// What `?`, `return Err(..)` and `return None` return.
    failure: Option<Failure>,
    /// The type that the coroutine returns.
    returned: Ty<'tcx>,
    /// Whether one of them is a `return`.
    returns_failure: bool,
    /// These are the same as reaching the end.
    continues: Vec<&'tcx hir::Expr<'tcx>>,
    others: Vec<&'tcx hir::Expr<'tcx>>,
    /// The text of all the others.
    other: Option<String>,
}

struct Scope<'a, 'tcx> {
    site: &'a Site<'tcx>,
    binding: &'a GuardBinding<'tcx>,
    last: BlockPart<'tcx>,
    /// The expressions by which control flow leaves it.
    leaving: Vec<&'tcx hir::Expr<'tcx>>,
    end: BlockEnd,
    value: Value<'tcx>,
    /// The variables that are used behind it.
    outputs: Vec<String>,
    captures: Captures<'a, 'tcx>,
}

impl<'a, 'tcx> Scope<'a, 'tcx> {
    fn new(
        site: &'a Site<'tcx>,
        binding: &'a GuardBinding<'tcx>,
        rest: &[BlockPart<'tcx>],
    ) -> Option<Self> {
        let tcx = site.tcx;
        let is_async = matches!(
            tcx.coroutine_kind(site.coroutine),
            Some(hir::CoroutineKind::Desugared(
                hir::CoroutineDesugaring::Async,
                _
            ))
        );
        let parts = &binding.scope;
        let &last = parts.last()?;
        let leaving: Vec<_> = parts
            .iter()
            .flat_map(|&part| control_flow::leaving(part))
            .collect();
        let yields = |expr: &&hir::Expr<'_>| matches!(expr.kind, ExprKind::Yield(..));
        if !is_async || leaving.iter().any(yields) {
            return None;
        }
        let ty = match tcx.parent_hir_node(binding.block.hir_id) {
            Node::Expr(expr) if !matches!(expr.kind, ExprKind::Loop(..)) => {
                site.typeck.expr_ty(expr)
            }
            _ => tcx.types.unit,
        };
        let end = match rest {
            [] => BlockEnd::of(tcx, binding.block.hir_id, site.coroutine),
            _ => BlockEnd::Other,
        };
        let has_no_value = !rest.is_empty() || ty.is_unit() || matches!(end, BlockEnd::Continue(_));
        let value = match last {
            BlockPart::Tail(expr) => Value::Tail(expr),
            BlockPart::Statement(_) if has_no_value => Value::Unit,
            BlockPart::Statement(_) => Value::Never,
        };
        Some(Self {
            site,
            binding,
            last,
            leaving,
            end,
            value,
            outputs: outputs(site, parts, rest)?,
            captures: Captures::of(site, parts),
        })
    }

    fn in_async_block(&self) -> Option<AsyncBlock> {
        let is_certain = |expr| is_certain(self.site, expr);
        let returns = self
            .leaving
            .iter()
            .filter_map(|expr| leaving::returned(expr));
        let tail_is_certain = match self.value {
            Value::Tail(expr) => is_certain(expr),
            Value::Unit | Value::Never => true,
        };
        if !self.captures.are_independent() || !tail_is_certain || !returns.clone().all(is_certain)
        {
            return None;
        }

        let jumps = self.leaving.iter().any(|expr| leaving::is_jump(expr));
        if !jumps && (self.end == BlockEnd::Return || self.leaving.is_empty()) {
            return self.as_it_is();
        }
        if !jumps && let Some(block) = self.returned() {
            return Some(block);
        }
        let block = self.binding.block.hir_id;
        match self.captures.moves_for_later(block, self.last) {
            true => None,
            false => self.with_exits(),
        }
    }

    /// Leaving the scope is reaching its end.
    fn as_it_is(&self) -> Option<AsyncBlock> {
        let ends = self.end == BlockEnd::Return;
        let (before, value, behind) = match (self.value, &self.outputs[..]) {
            (Value::Unit, [_, ..]) => (
                format!("let {} = ", tuple(&self.outputs)),
                tuple(&self.outputs),
                ";",
            ),
            (Value::Unit, []) => (String::new(), String::new(), ";"),
            (Value::Tail(expr), _) if ends || !self.type_of(expr).is_never() => {
                (String::new(), String::new(), "")
            }
            (Value::Never, _) if ends => (String::new(), String::new(), ""),
            _ => return None,
        };
        Some(AsyncBlock {
            before,
            value,
            behind: behind.to_owned(),
            edits: Vec::new(),
        })
    }

    /// The scope ends with `return`.
    fn returned(&self) -> Option<AsyncBlock> {
        let BlockPart::Statement(statement) = self.last else {
            return None;
        };
        let (Value::Never, StmtKind::Semi(expr)) = (self.value, statement.kind) else {
            return None;
        };
        let ExprKind::Ret(Some(value)) = expr.kind else {
            return None;
        };
        let before_value = expr.span.until(value.span.find_ancestor_inside(expr.span)?);
        let is_last = source_text::of(self.site.tcx, before_value)?.trim_end() == "return"
            && !statement.span.from_expansion();
        let behind_value = statement.span.with_lo(expr.span.hi());
        is_last.then(|| AsyncBlock {
            before: "return ".to_owned(),
            edits: vec![(before_value, String::new()), (behind_value, String::new())],
            value: String::new(),
            behind: ";".to_owned(),
        })
    }

    /// Control flow leaves the scope otherwise than by its end.
    fn with_exits(&self) -> Option<AsyncBlock> {
        let exits = self.ways_out()?;
        let is_unit = match self.value {
            Value::Unit => true,
            Value::Tail(expr) => self.type_of(expr).is_unit(),
            Value::Never => return None,
        };
        let has_value = !is_unit || !self.outputs.is_empty();
        if has_value && !exits.continues.is_empty() {
            return None;
        }
        let form = AsyncValue {
            failure: exits.failure,
            has_other: exits.other.is_some(),
            has_value,
        };

        let tcx = self.site.tcx;
        let mut edits = Vec::new();
        let mut last_line = String::new();
        let mut passes_operand_on = false;
        let span = self.last.span();
        match self.value {
            Value::Tail(expr) if !is_unit => match leaving::question_mark(expr) {
                Some(operand) if !form.has_other && self.can_be_last(operand, &exits) => {
                    passes_operand_on = self.has_error_of(operand, &exits);
                    let operand = operand.span.find_ancestor_inside(span)?;
                    edits.push((span.with_lo(operand.hi()), String::new()));
                }
                _ => {
                    let (before, behind) = form.around_value();
                    edits.push((span.shrink_to_lo(), before));
                    edits.push((span.shrink_to_hi(), behind));
                }
            },
            _ => {
                last_line = form.of_value(&tuple(&self.outputs));
                let is_tail = matches!(self.value, Value::Tail(_));
                if last_line == "()" {
                    last_line = String::new();
                } else if is_tail && needs_semicolon(&source_text::of(tcx, span)?) {
                    edits.push((span.shrink_to_hi(), ";".to_owned()));
                }
            }
        }
        for expr in &exits.continues {
            let value = match &last_line[..] {
                "" => String::new(),
                value => format!(" {value}"),
            };
            edits.push((leaving::written(expr)?, format!("return{value}")));
        }
        for expr in &exits.others {
            edits.push((
                leaving::written(expr)?,
                format!("return {}", form.of_other()),
            ));
        }

        let ty = match form.failure {
            Some(Failure::Result) if !passes_operand_on => {
                Some(return_type::written_with(self.site, form.success_type())?)
            }
            _ => None,
        };
        let (before, behind) = self.passing_on(form, ty, exits.other, is_unit)?;
        Some(AsyncBlock {
            before,
            edits,
            value: last_line,
            behind,
        })
    }

    fn ways_out(&self) -> Option<WaysOut<'tcx>> {
        let returned = return_type::of(self.site)?;
        let failure = Failure::of(self.site, returned);
        let mut fails = false;
        let mut exits = WaysOut {
            failure,
            returned,
            returns_failure: false,
            continues: Vec::new(),
            others: Vec::new(),
            other: None,
        };
        for &expr in &self.leaving {
            if leaving::is_question_mark(expr) {
                fails = true;
            } else if failure.is_some_and(|failure| leaving::is_failure(self.site, expr, failure)) {
                fails = true;
                exits.returns_failure = true;
            } else if let ExprKind::Continue(to) = expr.kind
                // Otherwise nothing might use the label any more.
                && to.label.is_none()
                && let BlockEnd::Continue(end) = self.end
                && leaving::target(expr) == Some(end)
            {
                exits.continues.push(expr);
            } else {
                exits.others.push(expr);
            }
        }
        exits.failure = match fails {
            true => Some(failure?),
            false => None,
        };
        exits.other = self.the_same(&exits.others)?;
        Some(exits)
    }

    /// What comes before `async` and behind `.await`, where the block around is left or goes on. `ty` is the
    /// type of the `async` block if it has to be written.
    fn passing_on(
        &self,
        form: AsyncValue,
        ty: Option<String>,
        other: Option<String>,
        is_unit: bool,
    ) -> Option<(String, String)> {
        let name = |name| names_in_scope::fresh_name(self.site.tcx, self.site.coroutine, name);
        let fails = match form.failure {
            Some(_) => "?",
            None => "",
        };
        let result = match ty {
            Some(_) => Some(name("result")?),
            None => None,
        };
        let (open, close) = match other {
            Some(other) if form.has_value => {
                let (pattern, value) = match is_unit {
                    true => (tuple(&self.outputs), String::new()),
                    false => {
                        let name = name("value")?;
                        (name.clone(), format!("\n{name}"))
                    }
                };
                let separator = match result {
                    Some(_) => " ",
                    // Behind several lines.
                    None => "\n",
                };
                let close = format!("{separator}else {{\n    {other};\n}};{value}");
                (format!("let Some({pattern}) = "), close)
            }
            Some(other) if result.is_none() => {
                let name = name("goes_on")?;
                let close = format!(";\nif !{name} {{\n    {other};\n}}");
                (format!("let {name} = "), close)
            }
            Some(other) => ("if !".to_owned(), format!(" {{\n    {other};\n}}")),
            None if !self.outputs.is_empty() => {
                (format!("let {} = ", tuple(&self.outputs)), ";".to_owned())
            }
            None if is_unit => (String::new(), ";".to_owned()),
            None => (String::new(), String::new()),
        };
        Some(match (result, ty) {
            (Some(result), Some(ty)) => (
                format!("let {result}: {ty} = "),
                format!(";\n{open}{result}{fails}{close}"),
            ),
            _ => (open, format!("{fails}{close}")),
        })
    }

    fn type_of(&self, expr: &hir::Expr<'_>) -> Ty<'tcx> {
        self.site.typeck.expr_ty_adjusted(expr)
    }

    /// The text of all of `exits`, if that is the same and means the same behind the scope.
    ///
    /// `Some(None)` if there are none.
    fn the_same(&self, exits: &[&'tcx hir::Expr<'tcx>]) -> Option<Option<String>> {
        let mut texts = exits.iter().map(|exit| {
            let is_constant = match exit.kind {
                ExprKind::Continue(_) | ExprKind::Break(_, None) => true,
                ExprKind::Ret(value) => value.is_none_or(leaving::is_constant),
                _ => false,
            };
            let text = source_text::of(self.site.tcx, leaving::written(exit)?)?;
            is_constant.then_some(text)
        });
        let Some(first) = texts.next() else {
            return Some(None);
        };
        let first = first?;
        let mut targets = exits.iter().map(|exit| leaving::target(exit));
        let target = targets.next()?;
        let are_same =
            texts.all(|text| text.as_ref() == Some(&first)) && targets.all(|other| other == target);
        are_same.then_some(Some(first))
    }

    /// Whether the `async` block can end with `last` instead of `last?`.
    fn can_be_last(&self, last: &'tcx hir::Expr<'tcx>, exits: &WaysOut<'tcx>) -> bool {
        let returned = failure(exits.returned);
        failure(self.site.typeck.expr_ty(last)) == returned || self.has_error_of(last, exits)
    }

    /// Whether the failures of the scope all have the type that they have in `last`.
    fn has_error_of(&self, last: &'tcx hir::Expr<'tcx>, exits: &WaysOut<'tcx>) -> bool {
        let typeck = self.site.typeck;
        let wanted = failure(typeck.expr_ty(last));
        let parts = self.binding.scope.iter();
        let exprs = parts.flat_map(|&part| variable_uses::exprs_of(part));
        let mut operands = exprs.filter_map(|expr| leaving::question_mark(expr));
        let returned = failure(exits.returned);
        operands.all(|operand| failure(typeck.expr_ty(operand)) == wanted)
            && returned.map(|(adt, _)| adt) == wanted.map(|(adt, _)| adt)
            && (!exits.returns_failure || returned == wanted)
    }
}

/// The type of a failure: the `Result` or `Option`, and its error.
fn failure(ty: Ty<'_>) -> Option<(DefId, Option<Ty<'_>>)> {
    match ty.kind() {
        ty::Adt(adt, args) => Some((adt.did(), args.types().nth(1))),
        _ => None,
    }
}

/// The variables that `parts` declare and `rest` uses. `None` if they cannot be the value of a block.
fn outputs<'tcx>(
    site: &Site<'tcx>,
    parts: &[BlockPart<'tcx>],
    rest: &[BlockPart<'tcx>],
) -> Option<Vec<String>> {
    let tcx = site.tcx;
    let mut outputs = Vec::new();
    for &part in parts {
        if part.expr().is_none() && part.local().is_none() && !rest.is_empty() {
            // An item, which the rest may use.
            return None;
        }
        for (variable, name) in variable_uses::declarations(part) {
            let mut rest = rest.iter();
            if !rest.any(|&part| variable_uses::is_used_in(tcx, part, variable)) {
                continue;
            }
            let Node::Pat(pat) = tcx.hir_node(variable) else {
                return None;
            };
            let PatKind::Binding(BindingMode(ByRef::No, Mutability::Not), _, ident, None) =
                pat.kind
            else {
                return None;
            };
            let name = name.to_string();
            if ident.span.from_expansion()
                || site.may_refer(site.typeck.node_type(variable))
                || outputs.contains(&name)
            {
                return None;
            }
            outputs.push(name);
        }
    }
    Some(outputs)
}

fn tuple(names: &[String]) -> String {
    match names {
        [name] => name.clone(),
        names => format!("({})", names.join(", ")),
    }
}

/// From the first line after `statement` to the end of `inside`.
fn first_line(site: &Site<'_>, statement: Span, inside: Span) -> Option<Span> {
    let text = source_text::of(site.tcx, inside)?;
    let rest = text.split_once('\n')?;
    let comment = rest.0.trim();
    if !(comment.is_empty() || comment.starts_with("//")) {
        return None;
    }
    let skipped = rest.0.len() + 1;
    let indentation = rest.1.len() - rest.1.trim_start().len();
    let lo = statement.hi() + BytePos((skipped + indentation) as u32);
    Some(inside.with_lo(lo))
}

/// Whether the expression `text` needs a semicolon if another one follows.
fn needs_semicolon(text: &str) -> bool {
    let first = text.split(|c: char| c.is_whitespace() || c == '{').next();
    let is_block = matches!(
        first,
        Some("" | "if" | "match" | "for" | "while" | "loop" | "unsafe")
    );
    !(is_block && text.ends_with('}'))
}
