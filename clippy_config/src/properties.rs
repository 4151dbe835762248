//! What holds of every input, whatever it is. The fuzzers in `fuzz/` look for inputs of which it
//! does not; those that they keep are checked again as unit tests.
//!
//! * [`configuration`]: a file is read, or each mistake in it is an error with a place in it. What
//!   is read says where it stands.
//! * [`path`]: a path is read, and means what it says when written differently; or the error is at
//!   a part of it, and what it suggests is a path.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::str;
use std::sync::Arc;

use rustc_errors::emitter::{ColorConfig, Emitter, HumanReadableErrorType};
use rustc_errors::json::JsonEmitter;
use rustc_errors::{DiagCtxt, DiagInner, DiagMessage, Level, MultiSpan, Style};
use rustc_span::source_map::{FilePathMapping, SourceMap};
use rustc_span::{BytePos, Span, create_default_session_globals_then};
use toml::de::DeTable;

use crate::Conf;
use crate::read::read_bytes;
use await_holding::rules::list::InvalidType;
use await_holding::rules::list::path::{NotAPath, Structural, Type, TypePath};

/// Reads `bytes` as a configuration file.
///
/// # Panics
/// If a property does not hold.
pub fn configuration(bytes: &[u8]) {
    create_default_session_globals_then(|| {
        let source_map = Arc::new(SourceMap::new(FilePathMapping::empty()));
        let dcx = DiagCtxt::new(Box::new(Judge::new(&source_map)));
        let path = Path::new("clippy.toml");
        let (conf, file) = read_bytes(bytes, path, &source_map, dcx.handle());

        // What is read of a rejected file is not used.
        if dcx.handle().has_errors().is_none() {
            let text = file.src.as_deref().expect("the file was just read");
            assert!(str::from_utf8(bytes).is_ok() && DeTable::parse(text).is_ok());
            judge(&conf, &source_map);
        }
    });
}

/// Reads `text` as a path.
///
/// # Panics
/// If a property does not hold.
pub fn path(text: &str) {
    create_default_session_globals_then(|| match TypePath::parse(text) {
        Ok(path) => {
            let words: Vec<_> = text.split_whitespace().collect();
            for same in [print(&path), words.join(" ")] {
                let read = TypePath::parse(&same);
                assert_eq!(read.as_ref(), Ok(&path), "from {same:?}");
                let hasher = RandomState::new();
                assert_eq!(hasher.hash_one(read.unwrap()), hasher.hash_one(&path));
            }
            for part in paths(&path) {
                let names = format!("{}<>", &text[part.range.clone()]);
                assert_eq!(TypePath::parse(&names).unwrap().segments, part.segments);
            }
        }
        Err(NotAPath {
            reason,
            range,
            meant,
        }) => {
            assert!(!reason.is_empty());
            assert!(meant.is_none_or(|meant| TypePath::parse(&meant).is_ok()));
            assert!(text.get(range.clone()).is_some(), "{range:?}");
        }
    });
}

/// Judges what is said of the file, and has rustc render it.
struct Judge {
    source_map: Arc<SourceMap>,
    /// Where the last error begins: they are in the order of the file.
    last: BytePos,
    rendering: JsonEmitter,
}

impl Judge {
    fn new(source_map: &Arc<SourceMap>) -> Self {
        let human = HumanReadableErrorType {
            short: false,
            unicode: false,
        };
        Self {
            source_map: Arc::clone(source_map),
            last: BytePos(0),
            rendering: JsonEmitter::new(
                Box::new(io::sink()),
                Some(Arc::clone(source_map)),
                false,
                human,
                ColorConfig::Never,
            ),
        }
    }

    fn judge(&self, messages: &[(DiagMessage, Style)], places: &MultiSpan) {
        let said: Vec<_> = messages
            .iter()
            .filter_map(|(text, _)| text.as_str())
            .collect();
        assert!(!said.concat().trim().is_empty());
        for &place in places.primary_spans() {
            written_at(&self.source_map, place);
        }
    }
}

impl Emitter for Judge {
    fn emit_diagnostic(&mut self, diagnostic: DiagInner) {
        assert_eq!(diagnostic.level(), Level::Error, "{diagnostic:?}");
        let place = diagnostic
            .span
            .primary_span()
            .expect("an error has a place");
        assert!(self.last <= place.lo(), "{diagnostic:?}");
        self.last = place.lo();
        self.judge(&diagnostic.messages, &diagnostic.span);
        for child in &diagnostic.children {
            self.judge(&child.messages, &child.span);
        }
        self.rendering.emit_diagnostic(diagnostic);
    }

    fn source_map(&self) -> Option<&SourceMap> {
        Some(&self.source_map)
    }
}

/// What stands at a place, which is one in the file.
fn written_at(source_map: &SourceMap, place: Span) -> String {
    assert!(!place.is_dummy());
    let snippet = source_map.span_to_snippet(place);
    snippet.unwrap_or_else(|error| panic!("{place:?} is no place: {error:?}"))
}

fn judge(conf: &Conf, source_map: &SourceMap) {
    let mut types = HashSet::new();
    for entry in &conf.await_holding_invalid_types.entries {
        assert!(types.insert(&entry.ty), "`{}` is there twice", entry.path);
        assert_eq!(TypePath::parse(&entry.path).as_ref(), Ok(&entry.ty));
        let literal = written_at(source_map, entry.span);
        assert!(literal.starts_with(['"', '\'']) && literal.ends_with(['"', '\'']));
        for part in paths(&entry.ty) {
            judge_place(entry, part, source_map);
        }
    }
}

/// A part of an entry is where the entry says it is.
fn judge_place(entry: &InvalidType, part: &TypePath, source_map: &SourceMap) {
    let place = entry.span_of(part.range.clone());
    let written = written_at(source_map, place);
    assert!(entry.span.contains(place));
    if place != entry.span {
        let names = TypePath::parse(&format!("{written}<>"));
        assert_eq!(names.unwrap().segments, part.segments);
    }
}

/// The path and all in its arguments.
fn paths(path: &TypePath) -> Vec<&TypePath> {
    fn of_types<'t>(types: &'t [Type], found: &mut Vec<&'t TypePath>) {
        for ty in types {
            match ty {
                Type::Path(path) | Type::Dyn(path) => {
                    found.push(path);
                    of_types(&path.args, found);
                }
                Type::Structural(_, parts) => of_types(parts, found),
                Type::Any | Type::Const(_) => {}
            }
        }
    }
    let mut found = vec![path];
    of_types(&path.args, &mut found);
    found
}

/// The path, written anew from what it was understood as.
fn print(path: &TypePath) -> String {
    let names: Vec<_> = path
        .segments
        .iter()
        .map(|name| format!("r#{name}"))
        .collect();
    format!("{}<{}>", names.join("::"), print_all(&path.args))
}

fn print_all(types: &[Type]) -> String {
    types.iter().map(|ty| print_type(ty) + ",").collect()
}

fn print_type(ty: &Type) -> String {
    match ty {
        Type::Any => "_".to_owned(),
        Type::Path(path) => print(path),
        Type::Dyn(path) => format!("dyn {}", print(path)),
        Type::Const(value) => value.to_string(),
        Type::Structural(kind, parts) => match (kind, &parts[..]) {
            (Structural::Tuple, parts) => format!("({})", print_all(parts)),
            (Structural::Slice, [element]) => format!("[{}]", print_type(element)),
            (Structural::Array, [element, length]) => {
                format!("[{}; {}]", print_type(element), print_type(length))
            }
            (Structural::Ref(mutability), [to]) => {
                format!("&{}{}", mutability.prefix_str(), print_type(to))
            }
            (Structural::Pointer(mutability), [to]) => {
                format!("*{} {}", mutability.ptr_str(), print_type(to))
            }
            (Structural::Never, []) => "!".to_owned(),
            _ => panic!("{kind:?} is not made of {parts:?}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    /// Inputs that the fuzzer of this name keeps.
    fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
        let files = fs::read_dir(dir.join(target)).unwrap();
        let inputs: Vec<_> = files
            .map(|file| file.unwrap().path())
            .map(|file| (file.clone(), fs::read(file).unwrap()))
            .collect();
        assert!(!inputs.is_empty());
        inputs
    }

    #[test]
    fn hold_of_all_configuration_files_of_the_corpus() {
        for (file, bytes) in corpus("configuration") {
            println!("{}", file.display());
            configuration(&bytes);
        }
    }

    #[test]
    fn hold_of_all_paths_of_the_corpus() {
        for (file, bytes) in corpus("path") {
            println!("{}", file.display());
            path(&String::from_utf8(bytes).unwrap());
        }
    }
}
