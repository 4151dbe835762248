//! The paths of `await-holding-invalid-types`: from text to a syntax tree.
//!
//! A path is what follows a `use`, such as `tracing::span::Entered`. Generic arguments at its end
//! narrow it: `tokio::sync::MutexGuard<'_, app::Db>`. They are written as in Rust, with `_` for any
//! type, and with numbers, `true` and `false` for constants.
//!
//! Where this deviates from Rust: lifetimes are ignored, missing arguments at the end stand for any,
//! and a keyword can be a name without `r#`. Function pointers, bounds after `+`, bindings such as
//! `Item = u8` and associated types are not supported.
//!
//! rustc's own parser is not used: it accepts what has no meaning here, offers all of Rust's syntax in
//! its errors (for `foo::Bar<a::B u8>` nine possible tokens), and may report one mistake twice.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use clippy_catalogue::CATALOGUE;
use rustc_hir::{Mutability, PrimTy};
use rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};
use rustc_span::Symbol;

/// A path. Two are equal if they mean the same, wherever they are written.
#[derive(Clone, Debug, Eq)]
pub struct TypePath {
    /// The names, without `r#`; at least two, or the name of a primitive type.
    pub segments: Vec<Symbol>,
    /// The generic arguments, without lifetimes.
    pub args: Vec<Type>,
    /// The names in the text.
    pub range: Range<usize>,
}

impl TypePath {
    /// The arguments that narrow it: all up to the last one that is not `_`.
    fn narrowing(&self) -> &[Type] {
        let last = self.args.iter().rposition(|arg| *arg != Type::Any);
        &self.args[..last.map_or(0, |last| last + 1)]
    }
}

impl PartialEq for TypePath {
    fn eq(&self, other: &Self) -> bool {
        self.segments == other.segments && self.narrowing() == other.narrowing()
    }
}

impl Hash for TypePath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.segments.hash(state);
        self.narrowing().hash(state);
    }
}

/// A generic argument, or a component of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `_`
    Any,
    /// A type with a path.
    Path(TypePath),
    /// `dyn` and the path of a trait.
    Dyn(TypePath),
    /// A number; `true` is 1 and `false` is 0.
    Const(u128),
    /// A type that Rust has a syntax for, and its components.
    Structural(Structural, Vec<Type>),
}

/// The kind of a type that Rust has a syntax for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Structural {
    /// `(A, B)`
    Tuple,
    /// `[A]`
    Slice,
    /// `[A; N]`
    Array,
    /// `&A` or `&mut A`
    Ref(Mutability),
    /// `*const A` or `*mut A`
    Pointer(Mutability),
    /// `!`
    Never,
}

/// Why a text is not a path.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAPath {
    /// What is wrong.
    pub reason: String,
    /// The part of the text that is wrong. It begins at the end of the text if something is missing
    /// there.
    pub range: Range<usize>,
    /// The path that the user probably means.
    pub meant: Option<String>,
}

impl NotAPath {
    fn new(reason: String, range: Range<usize>) -> Self {
        Self {
            reason,
            range,
            meant: None,
        }
    }
}

/// Deeper types would endanger the stack, and nobody writes them.
const MAX_DEPTH: usize = 100;

impl TypePath {
    /// Reads a path.
    ///
    /// # Errors
    /// If `text` is not one.
    pub fn parse(text: &str) -> Result<Self, NotAPath> {
        Parser::new(text).parse().map_err(|error| NotAPath {
            meant: meant(text),
            ..error
        })
    }
}

struct Parser<'t> {
    text: &'t str,
    /// All that is not white space.
    tokens: Vec<(TokenKind, Range<usize>)>,
    next: usize,
    depth: usize,
    /// Names in place of paths. An error after one may be the better one.
    only_names: Vec<Range<usize>>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        let mut end = 0;
        let tokens = tokenize(text, FrontmatterAllowed::No).map(|token| {
            let start = end;
            end += token.len as usize;
            (token.kind, start..end)
        });
        Self {
            text,
            tokens: tokens
                .filter(|(kind, _)| *kind != TokenKind::Whitespace)
                .collect(),
            next: 0,
            depth: 0,
            only_names: Vec::new(),
        }
    }

    fn parse(&mut self) -> Result<TypePath, NotAPath> {
        let path = self.path()?;
        if self.next < self.tokens.len() {
            return self.unexpected(match self.tokens[self.next - 1].0 {
                TokenKind::Gt => "the end",
                _ => "`::`, `<` or the end",
            });
        }
        let Some(range) = self.only_names.first() else {
            return Ok(path);
        };
        let name = &self.text[range.clone()];
        let reason = format!("`{name}` is only a name, but a path begins with a crate");
        Err(NotAPath::new(reason, range.clone()))
    }

    fn path(&mut self) -> Result<TypePath, NotAPath> {
        let start = self.next;
        let mut segments = vec![self.name()?];
        let mut args = Vec::new();
        let mut end = self.next;
        while self.eats_colons()? {
            if self.sees(TokenKind::Lt) {
                break;
            }
            segments.push(self.name()?);
            end = self.next;
        }
        let range = self.tokens[start].1.start..self.tokens[end - 1].1.end;
        if let [name] = segments[..]
            && PrimTy::from_name(name).is_none()
        {
            self.only_names.push(range.clone());
        }
        if self.eats(TokenKind::Lt) {
            args = self.list(TokenKind::Gt, Self::argument)?;
        }
        Ok(TypePath {
            segments,
            args: args.into_iter().flatten().collect(),
            range,
        })
    }

    fn name(&mut self) -> Result<Symbol, NotAPath> {
        let Some((TokenKind::Ident | TokenKind::RawIdent, range)) = self.tokens.get(self.next)
        else {
            return self.unexpected("a name");
        };
        let text = &self.text[range.clone()];
        let name = text.strip_prefix("r#").unwrap_or(text);
        match name {
            "_" => return self.unexpected("a name"),
            "self" | "super" | "Self" => {
                let reason =
                    format!("`{name}` cannot be used here; `crate` is the crate that is linted");
                return Err(NotAPath::new(reason, range.clone()));
            }
            _ => {}
        }
        self.next += 1;
        Ok(Symbol::intern(name))
    }

    /// A generic argument; `None` for a lifetime.
    fn argument(&mut self) -> Result<Option<Type>, NotAPath> {
        if self.eats_lifetime() {
            return Ok(None);
        }
        self.ty().map(Some)
    }

    fn ty(&mut self) -> Result<Type, NotAPath> {
        if self.depth == MAX_DEPTH {
            let reason = format!("types are nested more than {MAX_DEPTH} deep");
            return Err(NotAPath::new(reason, self.tokens[self.next - 1].1.clone()));
        }
        self.depth += 1;
        let ty = self.ty_at_this_depth();
        self.depth -= 1;
        ty
    }

    fn ty_at_this_depth(&mut self) -> Result<Type, NotAPath> {
        if self.eats_word("_") {
            return Ok(Type::Any);
        }
        if self.eats_word("true") {
            return Ok(Type::Const(1));
        }
        if self.eats_word("false") {
            return Ok(Type::Const(0));
        }
        if self.eats_word("dyn") {
            return self.path().map(Type::Dyn);
        }
        let Some((kind, range)) = self.tokens.get(self.next).cloned() else {
            return self.unexpected("a type");
        };
        let structural = |kind, parts| Ok(Type::Structural(kind, parts));
        match kind {
            TokenKind::Ident | TokenKind::RawIdent => self.path().map(Type::Path),
            TokenKind::Literal {
                kind: LiteralKind::Int { .. },
                ..
            } => {
                let Ok(number) = self.text[range].replace('_', "").parse() else {
                    return self.unexpected("a number without prefix and suffix");
                };
                self.next += 1;
                Ok(Type::Const(number))
            }
            TokenKind::Bang => {
                self.next += 1;
                structural(Structural::Never, Vec::new())
            }
            TokenKind::And => {
                self.next += 1;
                self.eats_lifetime();
                let mutability = self.mutability();
                structural(Structural::Ref(mutability), vec![self.ty()?])
            }
            TokenKind::Star => {
                self.next += 1;
                let mutability = self.mutability();
                if mutability.is_not() && !self.eats_word("const") {
                    return self.unexpected("`const` or `mut`");
                }
                structural(Structural::Pointer(mutability), vec![self.ty()?])
            }
            TokenKind::OpenBracket => {
                self.next += 1;
                let mut parts = vec![self.ty()?];
                let mut kind = Structural::Slice;
                if self.eats(TokenKind::Semi) {
                    kind = Structural::Array;
                    parts.push(self.ty()?);
                }
                if !self.eats(TokenKind::CloseBracket) {
                    return self.unexpected("`]`");
                }
                structural(kind, parts)
            }
            TokenKind::OpenParen => {
                self.next += 1;
                let mut parts = self.list(TokenKind::CloseParen, Self::ty)?;
                let trailing_comma = matches!(self.tokens[self.next - 2].0, TokenKind::Comma);
                match parts.pop() {
                    Some(only) if parts.is_empty() && !trailing_comma => Ok(only),
                    last => {
                        parts.extend(last);
                        structural(Structural::Tuple, parts)
                    }
                }
            }
            _ => self.unexpected("a type"),
        }
    }

    /// What stands between commas until `end`, which is eaten.
    fn list<T>(
        &mut self,
        end: TokenKind,
        item: fn(&mut Self) -> Result<T, NotAPath>,
    ) -> Result<Vec<T>, NotAPath> {
        let mut items = Vec::new();
        loop {
            if self.eats(end) {
                return Ok(items);
            }
            items.push(item(self)?);
            if !self.eats(TokenKind::Comma) && !self.sees(end) {
                return self.unexpected(match end {
                    TokenKind::Gt => "`,` or `>`",
                    _ => "`,` or `)`",
                });
            }
        }
    }

    fn sees(&self, kind: TokenKind) -> bool {
        self.tokens
            .get(self.next)
            .is_some_and(|(next, _)| *next == kind)
    }

    fn eats(&mut self, kind: TokenKind) -> bool {
        let eats = self.sees(kind);
        self.next += usize::from(eats);
        eats
    }

    fn eats_word(&mut self, word: &str) -> bool {
        let next = self.tokens.get(self.next);
        let eats = next.is_some_and(|(kind, range)| {
            *kind == TokenKind::Ident && self.text[range.clone()] == *word
        });
        self.next += usize::from(eats);
        eats
    }

    fn mutability(&mut self) -> Mutability {
        match self.eats_word("mut") {
            true => Mutability::Mut,
            false => Mutability::Not,
        }
    }

    fn eats_lifetime(&mut self) -> bool {
        let next = self.tokens.get(self.next);
        let eats = next.is_some_and(|(kind, _)| {
            matches!(kind, TokenKind::Lifetime { .. } | TokenKind::RawLifetime)
        });
        self.next += usize::from(eats);
        eats
    }

    /// `::`, the two of it side by side.
    fn eats_colons(&mut self) -> Result<bool, NotAPath> {
        if !self.eats(TokenKind::Colon) {
            return Ok(false);
        }
        let end = self.tokens[self.next - 1].1.end;
        match self.tokens.get(self.next) {
            Some((TokenKind::Colon, range)) if range.start == end => {
                self.next += 1;
                Ok(true)
            }
            _ => Err(NotAPath::new(
                "expected `::`, found `:`".to_owned(),
                end - 1..end,
            )),
        }
    }

    fn unexpected<T>(&self, expected: &str) -> Result<T, NotAPath> {
        let (found, range) = match self.tokens.get(self.next) {
            Some((_, range)) => (format!("`{}`", &self.text[range.clone()]), range.clone()),
            None => ("the end".to_owned(), self.text.len()..self.text.len()),
        };
        let reason = format!("expected {expected}, found {found}");
        Err(NotAPath::new(reason, range))
    }
}

/// The path that is probably meant by `text`, which is none: packages have hyphens where their crates
/// have underscores, and code names types without their paths.
fn meant(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    let is_of_name = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let hyphens = text.match_indices('-').map(|(at, _)| at);
    let hyphens: Vec<_> = hyphens
        .filter(|&at| {
            let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
            is_of_name(before.last()) && is_of_name(after.first())
        })
        .collect();
    for at in hyphens {
        text.replace_range(at..=at, "_");
    }
    let mut parser = Parser::new(&text);
    parser.path().ok()?;
    let names = parser.only_names;
    for range in names.into_iter().rev() {
        let path = path_of(&text[range.clone()])?;
        text.replace_range(range, &path);
    }
    let is_path = Parser::new(&text).parse().is_ok();
    is_path.then_some(text)
}

/// The path of the type that a mere name most likely means: one of the prelude, one of the catalogue, or
/// else one of the linted crate. `None` if it is hardly that of a type.
fn path_of(name: &str) -> Option<String> {
    let prelude = [
        "std::boxed::Box",
        "std::option::Option",
        "std::result::Result",
        "std::string::String",
        "std::vec::Vec",
    ];
    let known = CATALOGUE.iter().flat_map(|row| row.paths).copied();
    let mut paths = prelude.into_iter().chain(known).filter(|path| {
        let last = path.rsplit("::").next();
        last == Some(name)
    });
    match (paths.next(), paths.next()) {
        (Some(path), None) => Some(path.to_owned()),
        // That of `std` is the first one of the catalogue.
        (Some(path), Some(_)) if path.starts_with("std::") => Some(path.to_owned()),
        _ if name.starts_with(char::is_lowercase) => None,
        _ => Some(format!("crate::{name}")),
    }
}

#[cfg(test)]
mod tests;
