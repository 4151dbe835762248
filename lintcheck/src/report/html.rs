//! The report as a single page without other files.

use anyhow::Result;
use minijinja::{Environment, Value, context};

use super::totals::Totals;
use crate::run::Run;

pub fn page(run: &Run) -> Result<String> {
    let mut environment = Environment::new();
    // The extension turns on escaping.
    environment.add_template("report.html", include_str!("report.html"))?;
    let template = environment.get_template("report.html")?;
    Ok(template.render(context! {
        run => Value::from_serialize(run),
        totals => Value::from_serialize(Totals::of(run)),
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Outcome;
    use crate::run::tests::run;

    #[test]
    fn diagnostics_are_escaped_and_every_crate_is_shown() {
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
