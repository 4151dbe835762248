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

/// What was found, and the bytes of the file if there is one; or messages for the user.
pub type Loaded = Result<(Found, Option<Result<Vec<u8>, String>>), String>;

/// Finds and loads the file. Everything that [`read`] says follows from the result.
pub fn load() -> Loaded {
    let found = lookup()?;
    let bytes = found.file.as_ref().map(|file| {
        fs::read(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))
    });
    Ok((found, bytes))
}

/// What the file says. All that is wrong with it is reported through `sess`.
pub fn read(sess: &Session, loaded: Loaded) -> Conf {
    let (found, bytes) = match loaded {
        Ok(loaded) => loaded,
        Err(message) => {
            sess.dcx().err(message);
            return Conf::default();
        }
    };
    warn_of_ignored(sess, &found);
    match (&found.file, bytes) {
        (Some(file), Some(Ok(bytes))) => read_bytes(&bytes, file, sess.source_map(), sess.dcx()).0,
        (_, Some(Err(message))) => {
            sess.dcx().err(message);
            Conf::default()
        }
        _ => Conf::default(),
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

fn warn_of_ignored(sess: &Session, found: &Found) {
    let warn = |message, help| sess.dcx().struct_warn(message).with_help(help).emit();
    for other in &found.not_files {
        warn(
            format!("`{}` is not a file and is not read", other.display()),
            "the configuration has to be a file of that name",
        );
    }
    if let (Some(file), Some(second)) = (&found.file, &found.second) {
        let (file, second) = (file.display(), second.display());
        warn(
            format!("`{file}` is read, `{second}` is not"),
            "keep one of the two files",
        );
    }
}
