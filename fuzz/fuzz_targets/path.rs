//! A path of `await-holding-invalid-types`.

#![no_main]

use std::str;

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = str::from_utf8(bytes) else {
        return Corpus::Reject;
    };
    clippy_config::properties::path(text);
    Corpus::Keep
});
