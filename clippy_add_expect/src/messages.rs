//! The messages of cargo, as far as they offer an attribute.

use serde_json::Value;

/// `Silencer::MESSAGE` of `await_holding`, which this package cannot use: it links the compiler.
const MESSAGE: &str = "silence this finding";

/// A finding that an attribute can silence.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as rustc names it in the root of the workspace.
    pub file: String,
    /// The byte before which the attribute can be.
    pub offset: usize,
    /// The attribute without a reason.
    pub attribute: String,
    /// The `Cargo.toml` of the package.
    pub manifest: String,
}

/// The findings in what cargo has printed with `--message-format=json`.
pub fn findings(output: &str) -> Vec<Finding> {
    let messages = output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.flat_map(|message| in_message(&message)).collect()
}

fn in_message(message: &Value) -> Vec<Finding> {
    let Some(manifest) = message["manifest_path"].as_str() else {
        return Vec::new();
    };
    let children = message["message"]["children"].as_array();
    let offers = children
        .into_iter()
        .flatten()
        .filter(|child| child["message"] == MESSAGE);
    let spans = offers
        .filter_map(|child| child["spans"].as_array())
        .flatten();
    spans
        .filter_map(|span| {
            Some(Finding {
                file: span["file_name"].as_str()?.to_owned(),
                offset: span["byte_start"].as_u64()?.try_into().ok()?,
                attribute: span["suggested_replacement"].as_str()?.to_owned(),
                manifest: manifest.to_owned(),
            })
        })
        .collect()
}
