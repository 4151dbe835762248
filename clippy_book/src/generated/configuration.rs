//! The page that lists all configuration keys.

use clippy_config::keys::{Field, KEYS, Key};

use super::page::header;

pub fn text() -> String {
    let mut text = header("the declarations in `clippy_config/src/keys.rs`");
    text += "# Lint configuration\n\n\
             The keys in `clippy.toml` that these lints read. [Configuration](configuration.md) \
             says where the file is looked up and how paths are resolved.\n";
    for key in KEYS {
        text += &key_section(key);
    }
    text
}

fn key_section(key: &Key) -> String {
    let mut text = format!("\n## `{}`\n\n{}\n", key.name, key.doc);
    if !key.fields.is_empty() {
        text += "| key of an entry | default | meaning |\n| --- | --- | --- |\n";
        for Field { name, doc, default } in key.fields {
            let default = match default {
                Some("") => "none".to_owned(),
                Some(default) => format!("`{default}`"),
                None => "required".to_owned(),
            };
            text += &format!("| `{name}` | {default} | {doc} |\n");
        }
        text += "\n";
    }
    let lints: Vec<_> = key
        .lints
        .iter()
        .map(|lint| format!("[`{lint}`](lints/{lint}.md)"))
        .collect();
    text += &format!("**Default:** `{}`\n\n", key.default);
    text + &format!("**Read by:** {}\n", lints.join(", "))
}
