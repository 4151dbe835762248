//! The file: found, loaded, and its errors reported.
//!
//! The text goes into rustc's source map, so that a diagnostic points into the file as into any
//! source, and so that cargo is told that the result depends on it.

use std::path::Path;
use std::sync::Arc;
use std::{fs, str};

use await_holding::rules::list::{ConfigText, Problem};
use rustc_errors::DiagCtxtHandle;
use rustc_session::Session;
use rustc_span::source_map::SourceMap;
use rustc_span::{FileName, SourceFile};

use crate::lookup::{Found, lookup};
use crate::{Conf, document};

/// The file that was found and its bytes, or messages for the user.
pub type Loaded = Result<Option<(Found, Result<Vec<u8>, String>)>, String>;

/// Finds and loads the file. Everything that [`read`] says follows from the result.
pub fn load() -> Loaded {
    let found = lookup()?;
    Ok(found.map(|found| {
        let bytes = fs::read(&found.file)
            .map_err(|error| format!("cannot read `{}`: {error}", found.file.display()));
        (found, bytes)
    }))
}

/// What the file says. All that is wrong with it is reported through `sess`.
pub fn read(sess: &Session, loaded: Loaded) -> Conf {
    let (found, bytes) = match loaded {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return Conf::default(),
        Err(message) => {
            sess.dcx().err(message);
            return Conf::default();
        }
    };
    warn_of_second_file(sess, &found);
    match bytes {
        Ok(bytes) => read_bytes(&bytes, &found.file, sess.source_map(), sess.dcx()).0,
        Err(message) => {
            sess.dcx().err(message);
            Conf::default()
        }
    }
}

/// Reads the content of the file at `path`, which is new to the source map.
pub(crate) fn read_bytes(
    bytes: &[u8],
    path: &Path,
    source_map: &SourceMap,
    dcx: DiagCtxtHandle<'_>,
) -> (Conf, Arc<SourceFile>) {
    let path = source_map
        .path_mapping()
        .to_real_filename(source_map.working_dir(), path);
    // Bytes that are not text become the replacement character, so that an error can point at them.
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = source_map.new_source_file(FileName::Real(path), text);
    // Not quite the bytes: the map leaves out the byte order mark, and ends lines with `\n`.
    let source = ConfigText {
        text: file.src.as_deref().expect("the map has just got it"),
        start: file.start_pos,
    };
    let (conf, problems) = match str::from_utf8(bytes) {
        Ok(_) => document::read(source),
        Err(error) => {
            let at = error.valid_up_to();
            let start = file.normalized_byte_pos(at as u32) - file.start_pos;
            let start = start.0 as usize;
            let span = source.span(start..start + char::REPLACEMENT_CHARACTER.len_utf8());
            let message = format!("not UTF-8: the byte {:#04x}", bytes[at]);
            (Conf::default(), vec![Problem::new(span, message)])
        }
    };
    for problem in problems {
        problem.emit(dcx);
    }
    (conf, file)
}

fn warn_of_second_file(sess: &Session, found: &Found) {
    let name = |path: &Path| path.display().to_string();
    if let Some(ignored) = &found.ignored {
        let message = format!(
            "`{}` is read, `{}` is not",
            name(&found.file),
            name(ignored)
        );
        sess.dcx()
            .struct_warn(message)
            .with_help("keep one of the two files")
            .emit();
    }
}
