//! The report as one page that needs no other file.

use anyhow::Result;
use minijinja::{Environment, Value, context};

use super::super::run::Run;
use super::Totals;

pub fn page(run: &Run) -> Result<String> {
    let mut environment = Environment::new();
    // The extension switches the escaping on.
    environment.add_template("report.html", include_str!("report.html"))?;
    let template = environment.get_template("report.html")?;
    Ok(template.render(context! {
        run => Value::from_serialize(run),
        totals => Value::from_serialize(Totals::of(run)),
    })?)
}

#[cfg(test)]
mod tests {
    use super::super::super::run::Outcome;
    use super::super::super::run::tests::run;
    use super::*;

    #[test]
    fn diagnostics_are_escaped_and_each_crate_is_there() {
        let mut run = run();
        if let Outcome::Linted(found) = &mut run.crates[0].outcome {
            found[0].finding.rendered = "a `Vec<u8>` & more".to_owned();
        }
        let page = page(&run).unwrap();
        assert!(page.contains("a `Vec&lt;u8&gt;` &amp; more"), "{page}");
        assert_eq!(page.matches("<details").count(), 3, "{page}");
        assert!(page.contains("id=\"a-1.0.0\""), "{page}");
    }
}
