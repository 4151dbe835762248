//! The attribute `#[tracing::instrument]` for a function whose body begins with entering a span.

use rustc_hir::def::DefKind;
use rustc_hir::{self as hir, ExprKind, LocalSource, Node, PatKind, StmtKind, TyKind};
use rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};
use rustc_span::Symbol;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::guard_binding::GuardBinding;
use crate::fixes::code::import;
use crate::fixes::code::{names_in_scope, return_type, source_text, variable_uses};
use crate::fixes::site::{Edits, Site};

const MACRO: &str = "instrument";

/// The attribute for the `async fn` of `site`, and the removal of the guard at `binding` and of the span.
///
/// `None` unless they are the first statements of the function, and the attribute can say the same as
/// the macro that makes the span: a level, a name, and fields that are parameters.
pub(in crate::fixes) fn on_function<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
) -> Option<Edits> {
    let tcx = site.tcx;
    // The attribute writes the return type into the body.
    let returned = return_type::written(site)?;
    let is_type = !matches!(returned.kind, TyKind::Never)
        && !source_text::of(tcx, returned.span)?.contains("impl ");
    if !is_type || !is_body(site, binding.block) {
        return None;
    }
    let ExprKind::MethodCall(_, mut span, [], _) = binding.init.kind else {
        return None;
    };
    let before: Vec<_> = binding
        .block
        .stmts
        .iter()
        .take_while(|statement| statement.hir_id != binding.statement.hir_id)
        .collect();
    let mut removed = vec![binding.statement.span];
    match before[..] {
        [] => {}
        [statement] => {
            let StmtKind::Let(local) = statement.kind else {
                return None;
            };
            let PatKind::Binding(_, variable, _, None) = local.pat.kind else {
                return None;
            };
            let scope = BlockPart::of_block(binding.block);
            let uses: usize = scope
                .map(|part| variable_uses::uses_of(tcx, part, variable).len())
                .sum();
            if variable_uses::variable(span) != Some(variable) || uses != 1 || local.els.is_some() {
                return None;
            }
            span = local.init?;
            removed.push(statement.span);
        }
        _ => return None,
    }

    let function = tcx.local_parent(site.coroutine);
    let tracing = site.ty.ty_adt_def()?.did().krate;
    let has_attribute = names_in_scope::children(tcx, tracing.as_def_id()).any(|(name, def_id)| {
        name.as_str() == MACRO && matches!(tcx.def_kind(def_id), DefKind::Macro(_))
    });
    let mut expansion = span.span.ctxt().outer_expn_data();
    while expansion.call_site.from_expansion() {
        expansion = expansion.call_site.ctxt().outer_expn_data();
    }
    let is_of_tracing = expansion
        .macro_def_id
        .is_some_and(|made_by| made_by.krate == tracing);
    if !has_attribute || !is_of_tracing {
        return None;
    }
    let call = source_text::of(tcx, span.span.source_callsite())?;
    let arguments = arguments(
        &call,
        tcx.item_name(function.to_def_id()).as_str(),
        &parameters(site),
    )?;

    let item = tcx.hir_span_with_body(tcx.local_def_id_to_hir_id(function));
    if !source_text::begins_its_line(tcx, item) {
        return None;
    }
    let krate = import::name_in_code(tcx, tracing)?;
    let scope = names_in_scope::NamesInScope::at(tcx, site.node);
    let root = match scope.has_name(tcx, krate) {
        true => "::",
        false => "",
    };
    let indentation = source_text::indentation(tcx, item)?;
    let attribute = format!("#[{root}{krate}::{MACRO}({arguments})]\n{indentation}");
    let mut edits = vec![(item.shrink_to_lo(), attribute)];
    for statement in removed {
        edits.push((source_text::removal(tcx, statement)?, String::new()));
    }
    Some(edits)
}

/// Whether `block` is all that the author wrote of the coroutine.
fn is_body(site: &Site<'_>, block: &hir::Block<'_>) -> bool {
    let tcx = site.tcx;
    let coroutine = tcx.local_def_id_to_hir_id(site.coroutine);
    let mut around = tcx
        .hir_parent_iter(block.hir_id)
        .take_while(|&(id, _)| id != coroutine);
    around.all(|(_, node)| match node {
        Node::Expr(expr) => matches!(expr.kind, ExprKind::Block(..) | ExprKind::DropTemps(_)),
        // An `async fn` first binds its parameters.
        Node::Block(block) => block.stmts.iter().all(|statement| {
            matches!(statement.kind, StmtKind::Let(local) if matches!(local.source, LocalSource::AsyncFn))
        }),
        _ => false,
    })
}

/// The names of the parameters of the function that is `site`'s coroutine.
fn parameters(site: &Site<'_>) -> Vec<Symbol> {
    let function = site.tcx.local_parent(site.coroutine);
    let body = site.tcx.hir_body_owned_by(function);
    let names = body.params.iter().filter_map(|param| match param.pat.kind {
        PatKind::Binding(_, _, name, None) => Some(name.name),
        _ => None,
    });
    names.collect()
}

/// The arguments of the attribute that say the same as `call`, such as `info_span!("name", id = %id)`.
fn arguments(call: &str, function: &str, parameters: &[Symbol]) -> Option<String> {
    let (path, arguments) = call.split_once('!')?;
    let arguments = arguments
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')?;
    let level = path.trim().rsplit("::").next()?.strip_suffix("_span")?;
    let mut arguments = arguments.split(',').map(str::trim);
    let name = arguments.next()?;
    let is_name = {
        let mut tokens = tokenize(name, FrontmatterAllowed::No);
        let first = tokens.next()?;
        tokens.next().is_none() && matches!(first.kind, TokenKind::Literal { .. })
    };
    if !is_name || !name.starts_with('"') {
        return None;
    }

    let mut result = Vec::new();
    if level != "info" {
        result.push(format!("level = \"{level}\""));
    }
    if name.trim_matches('"') != function {
        result.push(format!("name = {name}"));
    }
    result.push("skip_all".to_owned());
    let mut fields = Vec::new();
    for field in arguments.filter(|field| !field.is_empty()) {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.trim(), value.trim()),
            None => (field.trim_start_matches(['%', '?']), field),
        };
        let variable = value.strip_prefix(['%', '?']).unwrap_or(value);
        let is_parameter = parameters.iter().any(|name| name.as_str() == variable);
        let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_parameter || !is_key || key.is_empty() {
            return None;
        }
        fields.push(format!("{key} = {value}"));
    }
    if !fields.is_empty() {
        result.push(format!("fields({})", fields.join(", ")));
    }
    Some(result.join(", "))
}

#[cfg(test)]
mod tests {
    use rustc_span::{Symbol, create_default_session_globals_then};

    fn arguments(call: &str) -> Option<String> {
        create_default_session_globals_then(|| {
            let parameters = ["id", "user"].map(Symbol::intern);
            super::arguments(call, "run", &parameters)
        })
    }

    #[test]
    fn say_the_same() {
        let all = [
            (r#"info_span!("run")"#, "skip_all"),
            (r#"tracing::info_span!("a b")"#, r#"name = "a b", skip_all"#),
            (
                r#"debug_span!("run", id, user = ?user, %id)"#,
                r#"level = "debug", skip_all, fields(id = id, user = ?user, id = %id)"#,
            ),
        ];
        for (call, expected) in all {
            assert_eq!(arguments(call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn cannot_say_the_same() {
        for call in [
            r#"info_span!(target: "t", "run")"#,
            r#"info_span!(parent: None, "run")"#,
            r#"info_span!("run", n = 3)"#,
            r#"info_span!("run", id.len())"#,
            r#"info_span!("run", other)"#,
            r#"info_span!("run", id = %id, "message")"#,
            r#"info_span!("run", user.id = id)"#,
            r#"info_span!(NAME)"#,
            r#"span!(Level::INFO, "run")"#,
            r#"info_span!["run"]"#,
        ] {
            assert_eq!(arguments(call), None, "{call}");
        }
    }
}
