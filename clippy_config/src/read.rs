//! The file: found, loaded, and its errors reported.
//!
//! The text is taken from rustc's source map, so that a diagnostic points into the file as into
//! any source, and so that cargo is told that the result depends on it.

use std::path::Path;
use std::sync::Arc;
use std::{fs, str};

use rustc_session::Session;
use rustc_span::SourceFile;

use crate::lookup::{Found, lookup};
use crate::{Conf, document};

/// Finds and reads the file. Returns what it says, and the file if there is one.
/// All that is wrong with it is reported through `sess`.
pub fn read(sess: &Session) -> (Conf, Option<Arc<SourceFile>>) {
    let found = match lookup() {
        Ok(Some(found)) => found,
        Ok(None) => return Default::default(),
        Err(message) => {
            sess.dcx().err(message);
            return Default::default();
        }
    };
    warn_of_second_file(sess, &found);
    match sess.source_map().load_file(&found.file) {
        Ok(file) => {
            let text = file.src.as_deref().map(String::as_str).unwrap_or_default();
            let (conf, problems) = document::read(text, file.start_pos);
            for problem in problems {
                problem.emit(sess);
            }
            (conf, Some(file))
        }
        Err(error) => {
            let why = bad_byte(&found.file).unwrap_or_else(|| error.to_string());
            sess.dcx()
                .err(format!("cannot read `{}`: {why}", found.file.display()));
            Default::default()
        }
    }
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

/// Where the file stops being UTF-8, if that is what is wrong with it.
fn bad_byte(file: &Path) -> Option<String> {
    let bytes = fs::read(file).ok()?;
    let error = str::from_utf8(&bytes).err()?;
    let (before, rest) = bytes.split_at(error.valid_up_to());
    let before = str::from_utf8(before).ok()?;
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    Some(format!(
        "it is not UTF-8, for the byte {:#04x} in line {line}, column {column}",
        rest.first()?
    ))
}
