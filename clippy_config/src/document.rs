//! From the text of `clippy.toml` to [`Conf`], with everything that is wrong in it.

use await_holding::rules::list::key::AWAIT_HOLDING_INVALID_TYPES;
use await_holding::rules::list::{self, ConfigText, Problem, nearest};

use crate::syntax::{self, SyntaxError};
use crate::{Conf, upstream};

/// Nobody reads more errors than this, and a file of some other kind would have one for each line.
const MAX_PROBLEMS: usize = 100;

/// Reads `source`. The problems are in the order of the text.
pub(crate) fn read(source: ConfigText<'_>) -> (Conf, Vec<Problem>) {
    let (conf, mut problems) = document(source);
    problems.sort_by_key(|problem| problem.span.lo());
    if let Some(Problem { span, .. }) = problems.get(MAX_PROBLEMS) {
        let more = problems.len() - MAX_PROBLEMS;
        let rest = Problem::new(*span, format!("{more} more errors from here on"));
        problems.truncate(MAX_PROBLEMS);
        problems.push(rest);
    }
    (conf, problems)
}

fn document(source: ConfigText<'_>) -> (Conf, Vec<Problem>) {
    let mut conf = Conf::default();
    let mut problems = Vec::new();
    let (table, errors) = syntax::parse(source.text);
    let mut keys: Vec<_> = table.get_ref().iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in keys {
        let name = &**key.get_ref();
        if name == AWAIT_HOLDING_INVALID_TYPES.name {
            let (types, wrong) = list::read(source, value);
            conf.await_holding_invalid_types = types;
            problems.extend(wrong);
        } else if !upstream::keys().any(|known| known == name) {
            let span = source.span(key.span());
            let mut problem = Problem::new(span, format!("unknown key: `{name}`"));
            // Looking for the nearest name takes long where nearly every line is wrong.
            if problems.len() < MAX_PROBLEMS {
                problem.help =
                    nearest(upstream::keys(), name).map(|meant| format!("did you mean `{meant}`?"));
            }
            problems.push(problem);
        }
    }
    if let [first, ..] = &errors[..] {
        // What touches the first syntax error or follows it may look wrong only because of it, and
        // an empty span stands for something that is missing.
        let end = source.span(first.range.clone()).lo();
        problems.retain(|Problem { span, .. }| !span.is_empty() && span.hi() < end);
    }
    let syntax_problem = |SyntaxError { range, message }| Problem::new(source.span(range), message);
    problems.extend(errors.into_iter().map(syntax_problem));
    (conf, problems)
}

#[cfg(test)]
mod tests;
