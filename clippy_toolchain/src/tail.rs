//! The end of what a program printed.

/// The last lines of a text.
pub fn tail(text: &str, lines: usize) -> &str {
    let mut starts = text.rmatch_indices('\n').map(|(at, _)| at + 1);
    // The last line may or may not end with a newline.
    let skip = lines - usize::from(!text.ends_with('\n'));
    starts.nth(skip).map_or(text, |start| &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_the_last_lines() {
        assert_eq!(tail("1\n2\n3\n", 2), "2\n3\n");
        assert_eq!(tail("1\n2\n3", 2), "2\n3");
        assert_eq!(tail("1\n2\n", 2), "1\n2\n");
        assert_eq!(tail("", 2), "");
    }
}
