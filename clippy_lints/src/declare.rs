//! How a lint is declared, once for rustc, the lint list, `--explain` and the book.

use clippy_utils::diagnostics::bare_name;
use rustc_lint_defs::{Applicability, Lint};

/// The lint groups that lints of this project belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Code that is most likely wrong or useless; warn by default.
    Suspicious,
}

impl Group {
    /// The name after `clippy::`.
    pub fn name(self) -> &'static str {
        match self {
            Group::Suspicious => "suspicious",
        }
    }
}

/// A lint, its group, the applicability of its suggestions and its documentation.
pub struct LintInfo {
    /// What rustc knows of the lint.
    pub lint: &'static &'static Lint,
    /// The group that it belongs to, besides `clippy::all`.
    pub group: Group,
    /// The applicabilities that its suggestions can have, most certain first. Empty if it has none.
    pub applicability: &'static [Applicability],
    /// The doc comment, each line with the blank that follows `///`.
    doc: &'static str,
}

impl LintInfo {
    /// Describes `lint`; called by [`declare_clippy_lint!`](crate::declare_clippy_lint).
    pub const fn new(
        lint: &'static &'static Lint,
        group: Group,
        applicability: &'static [Applicability],
        doc: &'static str,
    ) -> Self {
        Self {
            lint,
            group,
            applicability,
            doc,
        }
    }

    /// The name without the tool, as users look it up: `await_holding_lock`.
    pub fn name(&self) -> String {
        bare_name(self.lint)
    }

    /// The documentation in Markdown. As in rustdoc, lines of the examples that begin with `# `
    /// are needed to compile them and are not meant to be shown.
    pub fn documentation(&self) -> String {
        self.lines().flat_map(|line| [line, "\n"]).collect()
    }

    /// The documentation as it is shown on a terminal.
    pub fn explanation(&self) -> String {
        let shown = self.lines().filter(|line| !line.starts_with("# "));
        shown.flat_map(|line| [line, "\n"]).collect()
    }

    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.doc
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

/// Declares a lint: doc comment, name, group, applicability, one line for `-W help`.
///
/// Makes the static `NAME` for rustc and `NAME_INFO` for everything that describes lints.
#[macro_export]
macro_rules! declare_clippy_lint {
    (
        $(#[doc = $doc:literal])+
        $name:ident, $info:ident, Suspicious,
        [$($applicability:ident),*],
        $desc:literal
    ) => {
        rustc_lint_defs::declare_tool_lint! {
            $(#[doc = $doc])+
            pub clippy::$name, Warn, $desc
        }

        pub(crate) static $info: &$crate::LintInfo = &$crate::LintInfo::new(
            &$name,
            $crate::Group::Suspicious,
            &[$(rustc_lint_defs::Applicability::$applicability),*],
            concat!($($doc, "\n"),+),
        );
    };
}
