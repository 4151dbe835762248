//! The names that upstream Clippy knows, in the newest supported release: it still knows all older names.
//!
//! The two data files list what its driver accepts; `./x upstream-names` regenerates them.

static LINTS: &str = include_str!("../data/upstream_lints.txt");
static KEYS: &str = include_str!("../data/upstream_keys.txt");

/// A name as it stands in `#[allow(...)]`, with the prefix `clippy::`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamLint {
    /// A lint.
    Lint(&'static str),
    /// A group of lints.
    Group(&'static str),
    /// A name that was renamed or removed since.
    Old(&'static str),
}

/// All names of lints and groups.
pub fn lints() -> impl Iterator<Item = UpstreamLint> {
    lines(LINTS).filter_map(|(kind, name)| match kind {
        "lint" => Some(UpstreamLint::Lint(name)),
        "group" => Some(UpstreamLint::Group(name)),
        "old" => Some(UpstreamLint::Old(name)),
        _ => None,
    })
}

/// All keys of `clippy.toml`, in kebab case.
pub fn keys() -> impl Iterator<Item = &'static str> {
    lines(KEYS).map(|(key, _)| key)
}

/// The first two words of each line that is not a comment.
fn lines(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    data.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?))
        })
}
