//! Attributes, written as rustfmt leaves them by default.

/// rustfmt's `attr_fn_like_width`.
const ARGUMENTS_WIDTH: usize = 70;
/// rustfmt's `max_width`.
const MAX_WIDTH: usize = 100;

/// `text` with the attributes, each before the byte with its number, and how many were written. The
/// edits are sorted.
pub fn insert(text: &str, edits: &[(usize, String)], reason: &str) -> (String, usize) {
    let mut new = String::with_capacity(text.len());
    let mut copied = 0;
    let mut written = 0;
    for (offset, attribute) in edits {
        // The file is not what was compiled if this is not so.
        let Some((before, after)) = text.split_at_checked(*offset) else {
            continue;
        };
        let indentation = before.rsplit('\n').next().unwrap_or_default();
        if !indentation.trim().is_empty() {
            continue;
        }
        new += &text[copied..*offset];
        copied = *offset;
        let line = after.split_inclusive('\n').next().unwrap_or_default();
        let newline = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        for line in lines(attribute, reason, indentation) {
            new += &line;
            new += newline;
            new += indentation;
        }
        written += 1;
    }
    new += &text[copied..];
    (new, written)
}

/// The lines of `attribute` with the reason. Only `expect` has one, so that of an `allow` is a comment.
fn lines(attribute: &str, reason: &str, indentation: &str) -> Vec<String> {
    let Some(lint) = attribute
        .strip_prefix("#[expect(")
        .and_then(|rest| rest.strip_suffix(")]"))
    else {
        let comment = reason.lines().map(|line| format!("// {line}"));
        return comment.chain([attribute.to_owned()]).collect();
    };
    let reason = format!("reason = {reason:?}");
    let arguments = format!("{lint}, {reason}");
    let one_line = format!("#[expect({arguments})]");
    let width = |text: &str| text.chars().count();
    let tab = match indentation.contains('\t') {
        true => "\t",
        false => "    ",
    };
    let columns = width(&indentation.replace('\t', "    ")) + width(&one_line);
    if width(&arguments) <= ARGUMENTS_WIDTH && columns <= MAX_WIDTH {
        return vec![one_line];
    }
    vec![
        "#[expect(".to_owned(),
        format!("{tab}{lint},"),
        format!("{tab}{reason}"),
        ")]".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inserted(text: &str, attribute: &str, reason: &str) -> String {
        let offset = text.find("let").unwrap();
        insert(text, &[(offset, attribute.to_owned())], reason).0
    }

    #[test]
    fn attributes_have_the_indentation_and_the_line_ends_of_the_file() {
        let text = "f() {\r\n\tlet a = 1;\r\n}\r\n";
        assert_eq!(
            inserted(text, "#[expect(clippy::a)]", "b"),
            "f() {\r\n\t#[expect(clippy::a, reason = \"b\")]\r\n\tlet a = 1;\r\n}\r\n"
        );
        let long = "b".repeat(60);
        assert_eq!(
            inserted(text, "#[expect(clippy::a)]", &long),
            format!(
                "f() {{\r\n\t#[expect(\r\n\t\tclippy::a,\r\n\t\treason = \"{long}\"\r\n\t)]\r\n\t\
                 let a = 1;\r\n}}\r\n"
            )
        );
    }

    #[test]
    fn the_reason_is_a_literal_or_a_comment() {
        let text = "  let a = 1;\n";
        assert_eq!(
            inserted(text, "#[expect(clippy::a)]", "it's \"b\" \\ c"),
            "  #[expect(clippy::a, reason = \"it's \\\"b\\\" \\\\ c\")]\n  let a = 1;\n"
        );
        assert_eq!(
            inserted(text, "#[allow(clippy::a)]", "b\nc"),
            "  // b\n  // c\n  #[allow(clippy::a)]\n  let a = 1;\n"
        );
    }

    #[test]
    fn several_attributes_can_be_at_one_place() {
        let edits = [
            (2, "#[expect(a)]".to_owned()),
            (2, "#[expect(b)]".to_owned()),
        ];
        assert_eq!(
            insert("  x\n", &edits, "c"),
            (
                "  #[expect(a, reason = \"c\")]\n  #[expect(b, reason = \"c\")]\n  x\n".to_owned(),
                2
            )
        );
    }

    #[test]
    fn what_is_not_at_the_beginning_of_a_line_is_left() {
        let text = "a; let b;\n";
        assert_eq!(inserted(text, "#[expect(a)]", "c"), text);
        let beyond = [(99, "#[expect(a)]".to_owned())];
        assert_eq!(insert(text, &beyond, "c"), (text.to_owned(), 0));
    }
}
