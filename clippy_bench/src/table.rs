//! The measured costs as tables for the book.

use std::fmt::Write as _;

use crate::costs::Costs;
use crate::real::VARIANTS;

pub fn tables(costs: &Costs) -> String {
    let mut text = format!(
        "<!-- Made by `./x bench`; do not edit. -->\n\nMeasured on {}, with {}.\n",
        costs.machine, costs.compiler
    );
    real(costs, &mut text);
    full(costs, &mut text);
    start_up(costs, &mut text);
    scaling(costs, &mut text);
    text
}

fn real(costs: &Costs, text: &mut String) {
    if costs.crates.is_empty() {
        return;
    }
    let mut rows = String::new();
    for krate in &costs.crates {
        let base = krate.variants[0].instructions;
        for (variant, cost) in VARIANTS.iter().zip(&krate.variants) {
            let instructions = match (cost.instructions, base) {
                (Some(count), Some(base)) => {
                    format!(
                        "{:.2} G | {:.3}",
                        count as f64 / 1e9,
                        count as f64 / base as f64
                    )
                }
                _ => "not counted | ".to_owned(),
            };
            writeln!(
                rows,
                "| {} {} | {variant} | {instructions} | {:.2} s | {} | {:.0} MiB | {:.3} |",
                krate.name,
                krate.version,
                cost.user.median,
                cost.user_ratio,
                cost.memory.median,
                cost.memory_ratio.median,
            )
            .expect("a String takes all");
        }
    }
    let counter = match &costs.counter {
        Some(counter) => format!("Instructions are counted by `{counter}`. "),
        None => String::new(),
    };
    *text += &format!(
        "\n### Real crates\n\n{counter}Time is that in user mode; of \
         its ratio the median over {} rounds is given, with the lowest and the highest.\n\n\
         | crate | compiler | instructions | ratio | time | ratio | memory | ratio |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n{rows}",
        costs.rounds
    );
}

fn full(costs: &Costs, text: &mut String) {
    if costs.full.is_empty() {
        return;
    }
    *text += "\n### Clippy in full\n\nInstructions with the default lints of Clippy. Both are built from \
              the same source in the same way.\n\n\
              | crate | upstream | with these lints | ratio |\n| --- | ---: | ---: | ---: |\n";
    for cost in &costs.full {
        writeln!(
            text,
            "| {} {} | {:.2} G | {:.2} G | {:.4} |",
            cost.name,
            cost.version,
            cost.upstream as f64 / 1e9,
            cost.with_these_lints as f64 / 1e9,
            cost.with_these_lints as f64 / cost.upstream as f64
        )
        .expect("a String takes all");
    }
}

fn start_up(costs: &Costs, text: &mut String) {
    if costs.start_up.is_empty() {
        return;
    }
    *text += "\n### Start-up\n\n| what | compiler | instructions | processor time |\n\
              | --- | --- | ---: | ---: |\n";
    for cost in &costs.start_up {
        let instructions = cost.instructions.map_or("not counted".to_owned(), |count| {
            format!("{:.1} M", count as f64 / 1e6)
        });
        writeln!(
            text,
            "| {} | {} | {instructions} | {:.1} ms ({:.1} to {:.1}) |",
            cost.what, cost.compiler, cost.time.median, cost.time.low, cost.time.high
        )
        .expect("a String takes all");
    }
}

fn scaling(costs: &Costs, text: &mut String) {
    if costs.scaling.is_empty() {
        return;
    }
    *text += "\n### Growth\n\nInstructions are those that this Clippy takes more than rustc, for each of \
              the things that are many; they are counted for the smaller crates.\n\n\
              | many | number | rustc | this Clippy | memory of rustc | of this Clippy | \
              instructions for each |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n";
    for cost in &costs.scaling {
        let instructions = cost
            .more_instructions
            .map_or("not counted".to_owned(), |more| {
                format!("{:.0} K", more as f64 / 1e3 / cost.number as f64)
            });
        writeln!(
            text,
            "| {} | {} | {:.2} s | {:.2} s | {:.0} MiB | {:.0} MiB | {instructions} |",
            cost.of,
            cost.number,
            cost.rustc.median,
            cost.clippy.median,
            cost.rustc_memory,
            cost.clippy_memory
        )
        .expect("a String takes all");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clippy_toolchain::root;

    #[test]
    fn the_tables_in_the_book_show_the_measured_numbers() {
        let dir = root().join("book/src/development");
        let costs = fs::read_to_string(dir.join("cost.json")).unwrap();
        let tables = super::tables(&serde_json::from_str(&costs).unwrap());
        assert_eq!(
            fs::read_to_string(dir.join("cost-tables.md")).unwrap(),
            tables
        );
    }
}
