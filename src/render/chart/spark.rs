//! A line as large as a word, for lists. The numbers stand beside it.

use std::fmt::Write;

use crate::render::markdown::escape;

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;
/// Room for the point at the end.
const EDGE: f64 = 3.0;
/// Most values in it: the last ones.
const MAX_POINTS: usize = 48;

/// Values at equal distances as a small line; a dashed one where the target is. `None` where there is no value.
pub fn sparkline(title: &str, values: &[f64], target: Option<f64>) -> Option<String> {
    let is_sane = |value: &f64| value.is_finite() && value.abs() < 1e15;
    let all: Vec<f64> = values.iter().copied().filter(is_sane).collect();
    let shown = &all[all.len().saturating_sub(MAX_POINTS)..];
    let last = *shown.last()?;
    let target = target.filter(is_sane);
    let (low, high) = shown
        .iter()
        .copied()
        .chain(target)
        .fold((last, last), |(low, high), value| {
            (f64::min(low, value), f64::max(high, value))
        });
    let y = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - part)
    };
    let steps = u32::try_from(shown.len() - 1).map_or(1.0, f64::from);
    let step = (WIDTH - 2.0 * EDGE) / steps.max(1.0);
    let mut svg = format!(
        "<svg class=\"spark\" role=\"img\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\"><title>{}</title>",
        escape(title)
    );
    // Writing into a string cannot fail.
    if let Some(target) = target {
        let _ = write!(
            svg,
            "<path class=\"level target\" d=\"M0 {}H{WIDTH}\"/>",
            rounded(y(target))
        );
    }
    if shown.len() > 1 {
        svg.push_str("<path class=\"stroke s1\" d=\"");
        let mut x = EDGE;
        for (at, value) in shown.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _ = write!(svg, "{command}{} {}", rounded(x), rounded(y(*value)));
            x += step;
        }
        svg.push_str("\"/>");
    }
    let x = if shown.len() > 1 { WIDTH - EDGE } else { WIDTH / 2.0 };
    let _ = write!(
        svg,
        "<circle class=\"end s1\" cx=\"{}\" cy=\"{}\" r=\"2.5\"/></svg>",
        rounded(x),
        rounded(y(last))
    );
    Some(svg)
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_in_its_last_value() {
        let svg = sparkline("1 to 3", &[1.0, 2.0, 3.0], Some(3.0)).expect("a line");
        assert!(svg.contains("d=\"M3 21L48 12L93 3\""), "{svg}");
        assert!(svg.contains("cx=\"93\" cy=\"3\"") && svg.contains("M0 3H96"), "{svg}");
    }

    #[test]
    fn one_value_is_a_point_and_none_is_nothing() {
        let svg = sparkline("1", &[1.0], None).expect("a point");
        assert!(svg.contains("cx=\"48\" cy=\"12\"") && !svg.contains("<path"), "{svg}");
        assert_eq!(sparkline("none", &[f64::NAN], None), None);
    }
}
