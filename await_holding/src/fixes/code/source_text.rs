//! The text around the code that is edited: comments, indentation and line breaks stay.

use rustc_data_structures::fx::FxHashSet;
use rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};
use rustc_middle::ty::TyCtxt;
use rustc_span::{BytePos, Span};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::site::Edits;

pub(in crate::fixes) fn of(tcx: TyCtxt<'_>, span: Span) -> Option<String> {
    tcx.sess.source_map().span_to_snippet(span).ok()
}

/// The next `number` characters after `place`, with their span.
pub(in crate::fixes) fn following(
    tcx: TyCtxt<'_>,
    place: Span,
    number: usize,
) -> Option<(Span, String)> {
    let source_map = tcx.sess.source_map();
    let next = source_map.span_to_source(place, |source, _, hi| {
        let next: String = source[hi..].chars().take(number).collect();
        Ok(next)
    });
    let next = next.ok()?;
    let span = place.with_hi(place.hi() + BytePos(next.len() as u32));
    Some((span, next))
}

/// The part of the line before `span`, and the part after it up to the line break.
fn line_around(tcx: TyCtxt<'_>, span: Span) -> Option<(String, String)> {
    let source_map = tcx.sess.source_map();
    source_map
        .span_to_source(span, |source, lo, hi| {
            let before = source[..lo].rsplit('\n').next().unwrap_or_default();
            let after = source[hi..].split('\n').next().unwrap_or_default();
            Ok((before.to_owned(), after.to_owned()))
        })
        .ok()
}

/// The white space before `span` on its line.
pub(in crate::fixes) fn indentation(tcx: TyCtxt<'_>, span: Span) -> Option<String> {
    tcx.sess.source_map().indentation_before(span)
}

/// One more step of indentation, with tabs if `indentation` has them.
pub(in crate::fixes) fn step(indentation: &str) -> &'static str {
    if indentation.starts_with('\t') {
        "\t"
    } else {
        "    "
    }
}

pub(in crate::fixes) fn begins_its_line(tcx: TyCtxt<'_>, span: Span) -> bool {
    line_around(tcx, span).is_some_and(|(before, _)| before.trim().is_empty())
}

/// `span` with the semicolon after it, which rustc leaves out of a statement that is a macro call.
pub(in crate::fixes) fn with_semicolon(tcx: TyCtxt<'_>, span: Span) -> Option<Span> {
    let (_, after) = line_around(tcx, span)?;
    let position = after.find(|c: char| !c.is_whitespace())?;
    let end = span.hi() + BytePos(position as u32 + 1);
    after[position..]
        .starts_with(';')
        .then(|| span.with_hi(end))
}

/// What to remove so that nothing is left of `span`: whole lines if nothing else is on them.
pub(in crate::fixes) fn removal(tcx: TyCtxt<'_>, span: Span) -> Option<Span> {
    let (before, after) = line_around(tcx, span)?;
    let indentation = BytePos(before.len() as u32);
    let blank = after.len() - after.trim_start().len();
    let end = span.hi() + BytePos(blank as u32);
    if before.trim().is_empty() && after.trim().is_empty() {
        Some(
            span.with_lo(span.lo() - indentation)
                .with_hi(end + BytePos(1)),
        )
    } else {
        Some(span.with_hi(end))
    }
}

/// Removes the statements `parts`.
pub(in crate::fixes) fn removals(tcx: TyCtxt<'_>, parts: &[BlockPart<'_>]) -> Option<Edits> {
    let spans = parts.iter().map(|part| {
        let span = with_semicolon(tcx, part.span()).unwrap_or(part.span());
        Some((removal(tcx, span)?, String::new()))
    });
    spans.collect()
}

/// Inserts `statement` after the statement at `span`, on a line of its own if that ends its line.
pub(in crate::fixes) fn insert_after(
    tcx: TyCtxt<'_>,
    span: Span,
    statement: &str,
) -> Option<(Span, String)> {
    let span = with_semicolon(tcx, span).unwrap_or(span);
    let (_, after) = line_around(tcx, span)?;
    let indentation = indentation(tcx, span)?;
    match rest_of_line(&after) {
        Some(rest) => {
            let end = span.with_hi(span.hi() + BytePos(rest as u32));
            Some((end.shrink_to_hi(), format!("\n{indentation}{statement}")))
        }
        None => Some((span.shrink_to_hi(), format!(" {statement}"))),
    }
}

/// Inserts `statement` before the statement at `span`, on a line of its own if that begins
/// its line.
pub(in crate::fixes) fn insert_before(
    tcx: TyCtxt<'_>,
    span: Span,
    statement: &str,
) -> Option<(Span, String)> {
    let separator = separator(tcx, span)?;
    Some((span.shrink_to_lo(), format!("{statement}{separator}")))
}

/// What is written between a new statement and the one at `span`.
pub(in crate::fixes) fn separator(tcx: TyCtxt<'_>, span: Span) -> Option<String> {
    match begins_its_line(tcx, span) {
        true => Some(format!("\n{}", indentation(tcx, span)?)),
        false => Some(" ".to_owned()),
    }
}

/// Puts `statement` and the code at `span` into a block. `span` is indented except for `replaced`, which
/// other edits replace. Lines that begin in a literal or a comment stay as they are.
pub(in crate::fixes) fn enclose_body(
    tcx: TyCtxt<'_>,
    span: Span,
    statement: &str,
    replaced: Span,
) -> Option<Vec<(Span, String)>> {
    let text = of(tcx, span)?;
    let indentation = indentation(tcx, span)?;
    let step = step(&indentation);
    let open = format!("{{\n{indentation}{step}{statement}\n{indentation}{step}");
    let mut edits = vec![(span.shrink_to_lo(), open)];
    for line in lines_to_indent(&text) {
        let position = span.lo() + BytePos(line as u32);
        let place = span.with_lo(position).with_hi(position);
        if position != span.lo() && !replaced.contains(place) {
            edits.push((place, step.to_owned()));
        }
    }
    edits.push((span.shrink_to_hi(), format!("\n{indentation}}}")));
    Some(edits)
}

/// `span` without the parentheses around all of it.
pub(in crate::fixes) fn without_parentheses(tcx: TyCtxt<'_>, span: Span) -> Option<Span> {
    let text = of(tcx, span)?;
    let mut inner = 0..text.len();
    while is_in_parentheses(&text[inner.clone()]) {
        inner = inner.start + 1..inner.end - 1;
        let trimmed = text[inner.clone()].trim_start();
        inner.start = inner.end - trimmed.len();
        inner.end = inner.start + trimmed.trim_end().len();
    }
    let at = |position: usize| span.lo() + BytePos(position as u32);
    Some(span.with_lo(at(inner.start)).with_hi(at(inner.end)))
}

/// Whether `text` is an expression in parentheses. Those of a tuple are part of it, and those with a
/// comment stay.
fn is_in_parentheses(text: &str) -> bool {
    let Some(inside) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    else {
        return false;
    };
    let mut depth = 0;
    let mut is_one = !inside.is_empty();
    for token in tokenize(inside, FrontmatterAllowed::No) {
        match token.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => depth += 1,
            TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => depth -= 1,
            TokenKind::Comma => is_one &= depth > 0,
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => is_one = false,
            _ => {}
        }
        // Otherwise the first parenthesis ends before the last one does.
        is_one &= depth >= 0;
    }
    is_one
}

/// The length of the rest of a line, including a comment, if it has no code.
fn rest_of_line(after: &str) -> Option<usize> {
    let comment = after.trim();
    (comment.is_empty() || comment.starts_with("//")).then(|| after.trim_end().len())
}

/// Puts `open` before the lines of `span` and `close` after them, and indents the lines.
///
/// Lines that begin in a literal or a comment stay as they are. If other code is on the line of `span`,
/// `open` and `close` are written on that line. `None` if there are several such lines.
pub(in crate::fixes) fn enclose_lines(
    tcx: TyCtxt<'_>,
    span: Span,
    open: &str,
    close: &str,
) -> Option<Vec<(Span, String)>> {
    let span = with_semicolon(tcx, span).unwrap_or(span);
    let (before, after) = line_around(tcx, span)?;
    let rest = rest_of_line(&after).filter(|_| before.trim().is_empty());
    let Some(rest) = rest else {
        let close = close.trim_start();
        let is_one_line = !of(tcx, span)?.contains('\n') && !close.contains('\n');
        let edits = || {
            let open = (span.shrink_to_lo(), format!("{open} "));
            let close = (span.shrink_to_hi(), format!(" {close}"));
            vec![open, close]
        };
        return is_one_line.then(edits);
    };
    let start = span.lo() - BytePos(before.len() as u32);
    let end = span.hi() + BytePos(rest as u32);
    let lines = span.with_lo(start).with_hi(end);
    let text = of(tcx, lines)?;
    let mut edits = vec![(lines.shrink_to_lo(), format!("{before}{open}\n"))];
    for line in lines_to_indent(&text) {
        let position = start + BytePos(line as u32);
        let place = lines.with_lo(position).with_hi(position);
        edits.push((place, step(&before).to_owned()));
    }
    edits.push((lines.shrink_to_hi(), format!("\n{close}")));
    // Two insertions at the same place are one.
    let (_, first_step) = edits.remove(1);
    edits[0].1 += &first_step;
    Some(edits)
}

/// The positions in `text` at which its lines begin, except for empty ones and those that begin in a
/// literal or a comment: indenting them would change it.
fn lines_to_indent(text: &str) -> Vec<usize> {
    let mut position = 0;
    let mut inside = FxHashSet::default();
    for token in tokenize(text, FrontmatterAllowed::No) {
        let token_text = &text[position..position + token.len as usize];
        if token.kind != TokenKind::Whitespace {
            let ends = token_text.match_indices('\n');
            inside.extend(ends.map(|(end, _)| position + end + 1));
        }
        position += token.len as usize;
    }
    let mut begin = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() && !inside.contains(&begin) {
            lines.push(begin);
        }
        begin += line.len();
    }
    lines
}

/// `text`, which is inserted at `place`, with the line ends of that file.
pub(in crate::fixes) fn with_line_ends_of(tcx: TyCtxt<'_>, place: Span, text: String) -> String {
    let file = tcx.sess.source_map().lookup_source_file(place.lo());
    // Here rustc has removed a carriage return, or a byte order mark at the very beginning.
    let is_dos = file.normalized_pos.iter().any(|removed| removed.pos.0 > 0);
    match is_dos {
        true => text.replace('\n', "\r\n"),
        false => text,
    }
}
