//! The measurement as a figure: resident memory above, open spans below, time to the right.

use std::iter;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::numbers::grouped;
use crate::sample::Sample;
use crate::supervisor::{Course, Moment};
use crate::{LIMIT, MIB, Result};

const SIZE: (u32, u32) = (760, 520);
/// plotters makes it smaller by a third.
const TEXT: u32 = 18;

const WRONG: RGBColor = RGBColor(0xC4, 0x4E, 0x00);
const FIXED: RGBColor = RGBColor(0x00, 0x67, 0xA8);
const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
const PAPER: RGBColor = WHITE;

/// The same for readers who prefer dark pages.
const DARK: &str = r##"<style>
@media (prefers-color-scheme: dark) {
  [fill="#C44E00"] { fill: #FF9A56 } [stroke="#C44E00"] { stroke: #FF9A56 }
  [fill="#0067A8"] { fill: #6CBBF0 } [stroke="#0067A8"] { stroke: #6CBBF0 }
  [fill="#333333"] { fill: #D5D5D5 } [stroke="#333333"] { stroke: #D5D5D5 }
  [stroke="#DDDDDD"] { stroke: #484848 }
  [fill="#FFFFFF"] { fill: #0F1419 }
}
</style>
"##;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The figure as a document in SVG.
pub fn draw(wrong: &Course, fixed: &Course) -> Result<String> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        root.fill(&PAPER)?;
        let (above, below) = root.split_vertically(SIZE.1 / 2);
        let memory = Panel {
            title: "Resident memory",
            value: |sample| sample.resident as f64 / MIB as f64,
            number: |mebibytes| format!("{mebibytes} MiB"),
            limit: Some(LIMIT as f64 / MIB as f64),
        };
        memory.draw(&above, wrong, fixed)?;
        let spans = Panel {
            title: "Open spans",
            value: |sample| sample.open_spans as f64,
            number: |spans| grouped(*spans as usize),
            limit: None,
        };
        spans.draw(&below, wrong, fixed)?;
        root.present()?;
    }
    // Behind the opening tag of the root.
    let inside = svg.find(">\n").map_or(0, |at| at + 2);
    svg.insert_str(inside, DARK);
    Ok(svg)
}

/// One quantity of both versions against time.
struct Panel {
    title: &'static str,
    value: fn(&Sample) -> f64,
    /// How a value is written at the axis.
    number: fn(&f64) -> String,
    /// The value beyond which a process is killed.
    limit: Option<f64>,
}

impl Panel {
    fn draw(&self, area: &Area<'_>, wrong: &Course, fixed: &Course) -> Result<()> {
        let points = |course: &Course| -> Vec<(f64, f64)> {
            let point = |moment: &Moment| (moment.at.as_secs_f64(), (self.value)(&moment.sample));
            course.moments().map(point).collect()
        };
        let (wrong_points, fixed_points) = (points(wrong), points(fixed));
        let both = || wrong_points.iter().chain(&fixed_points);
        let end = both().map(|point| point.0).fold(0.0, f64::max);
        let top = both().map(|point| point.1).fold(0.0, f64::max) * 1.15;

        let font = ("sans-serif", TEXT).into_font();
        let ink = font.color(&INK);
        let title = font.style(FontStyle::Bold).color(&INK);
        area.draw_text(self.title, &title, (10, 8))?;
        let mut chart = ChartBuilder::on(area)
            .margin_top(34)
            .margin_right(16)
            .margin_bottom(6)
            .set_label_area_size(LabelAreaPosition::Left, 66)
            .set_label_area_size(LabelAreaPosition::Bottom, 26)
            .build_cartesian_2d(0.0..end, 0.0..top)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(INK)
            .label_style(ink.clone())
            .x_labels(7)
            .y_labels(5)
            .x_label_formatter(&|seconds| format!("{seconds} s"))
            .y_label_formatter(&self.number)
            .draw()?;

        if let Some(limit) = self.limit {
            let line = [(0.0, limit), (end, limit)];
            chart.draw_series(DashedLineSeries::new(line, 6, 4, INK.stroke_width(1)))?;
            let label = format!("killed at {}", (self.number)(&limit));
            let label = Text::new(label, (8, -3), above(&ink, HPos::Left));
            chart.draw_series(iter::once(EmptyElement::at((0.0, limit)) + label))?;
        }
        // Named where the first process has lived for a while: both labels are above their line, and
        // that of the wrong one is to the left of its slope.
        let place = wrong.first_life().as_secs_f64() * 0.75;
        for (points, colour, name, offset, side) in [
            (&wrong_points, WRONG, "wrong", (-6, 0), HPos::Right),
            (&fixed_points, FIXED, "fixed", (0, -3), HPos::Center),
        ] {
            let line = LineSeries::new(points.iter().copied(), colour.stroke_width(2));
            chart.draw_series(line)?;
            let style = above(&font.color(&colour), side);
            let named = points.iter().find(|point| point.0 >= place);
            chart.draw_series(
                named.map(|&point| EmptyElement::at(point) + Text::new(name, offset, style)),
            )?;
        }
        Ok(())
    }
}

/// Text that stands above the point where it is drawn.
fn above<'a>(style: &TextStyle<'a>, side: HPos) -> TextStyle<'a> {
    style.pos(Pos::new(side, VPos::Bottom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_panels_have_both_versions_and_one_the_limit() {
        let sample = |resident| Sample {
            events: 1,
            open_spans: 1,
            resident,
        };
        let wrong = Course::of(&[&[sample(MIB), sample(LIMIT + MIB)], &[sample(MIB)]]);
        let fixed = Course::of(&[&[sample(MIB), sample(MIB), sample(MIB)]]);
        let svg = draw(&wrong, &fixed).unwrap();

        let count = |text: &str| svg.matches(text).count();
        for (name, colour) in [("wrong", "#C44E00"), ("fixed", "#0067A8")] {
            assert_eq!(count(&format!(">\n{name}\n</text>")), 2, "{svg}");
            let line = format!("<polyline fill=\"none\" opacity=\"1\" stroke=\"{colour}\"");
            assert_eq!(count(&line), 2, "{svg}");
            // And in the style for dark pages.
            assert!(count(colour) > 4, "{svg}");
        }
        assert_eq!(count("killed at 16 MiB"), 1, "{svg}");
        assert_eq!(svg.lines().nth(1), Some("<style>"), "{svg}");
    }

    #[test]
    fn every_colour_has_one_for_dark_pages() {
        for RGBColor(red, green, blue) in [WRONG, FIXED, INK, GRID, PAPER] {
            let colour = format!("=\"#{red:02X}{green:02X}{blue:02X}\"]");
            assert!(DARK.contains(&colour), "{colour}");
        }
    }
}
