//! The file of the lints in Clippy: its declarations stay, the pass behind them is ours.

use anyhow::{Context, Result};

use super::tree::Tree;

const FILE: &str = "clippy_lints/src/await_holding_invalid.rs";
const NEW: &str = include_str!("pass/await_holding_invalid.rs");

/// Where the declarations stand in the new file.
const PLACE: &str = "// DECLARATIONS\n\n";
/// What they begin with, and what stands behind them.
const BEGIN: &str = "declare_clippy_lint! {";
const END: &str = "impl_lint_pass!(AwaitHolding";

pub fn replace(tree: &mut Tree) -> Result<()> {
    let old = tree
        .read(FILE)?
        .with_context(|| format!("{FILE}: there is no such file"))?;
    tree.write(FILE, with_declarations_of(&old)?)
}

fn with_declarations_of(old: &str) -> Result<String> {
    let declarations = old
        .find(BEGIN)
        .and_then(|begin| Some(&old[begin..begin + old[begin..].find(END)?]));
    let declarations = declarations
        .with_context(|| format!("{FILE}: expected `{BEGIN}`, and `{END}` somewhere below it"))?;
    Ok(NEW.replace(PLACE, declarations))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_stay_and_the_rest_is_ours() {
        let old = "use old;\n\ndeclare_clippy_lint! { A }\ndeclare_clippy_lint! { B }\n\n\
            impl_lint_pass!(AwaitHolding => [A, B]);\n\nfn old() {}\n";
        let new = with_declarations_of(old).unwrap();
        assert!(new.contains(
            "\ndeclare_clippy_lint! { A }\ndeclare_clippy_lint! { B }\n\nimpl_lint_pass!(AwaitHolding => ["
        ));
        assert!(
            !new.contains("use old;") && !new.contains("fn old"),
            "{new}"
        );
        assert_eq!(with_declarations_of(&new).unwrap(), new);
    }

    #[test]
    fn a_file_without_declarations_is_an_error() {
        let error = with_declarations_of("fn main() {}")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(FILE), "{error}");
    }
}
