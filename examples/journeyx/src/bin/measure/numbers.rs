//! The measurement as a table, for a page of Markdown.

use crate::MIB;
use crate::supervisor::Course;

pub fn table(wrong: &Course, fixed: &Course) -> String {
    let row = |name: &str, cell: &dyn Fn(&Course) -> String| {
        format!("| {name} | {} | {} |\n", cell(wrong), cell(fixed))
    };
    let mebibytes = |bytes| format!("{:.1} MiB", bytes as f64 / MIB as f64);
    [
        "| | wrong | fixed |\n| --- | ---: | ---: |\n".to_owned(),
        row("events received", &|course| grouped(course.events())),
        row("open spans, at most", &|course| {
            grouped(course.most_open_spans())
        }),
        row("resident memory, at most", &|course| {
            mebibytes(course.most_resident())
        }),
        row("killed", &|course| grouped(course.kills())),
    ]
    .concat()
}

/// With a comma before each group of three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_from_the_right() {
        let numbers = [0, 12, 123, 1234, 123_456, 1_234_567];
        let grouped = numbers.map(grouped);
        assert_eq!(grouped, ["0", "12", "123", "1,234", "123,456", "1,234,567"]);
    }
}
