//! The colours of pictures, by day and by night.

use std::fmt::Write as _;

/// The colours of one list.
struct Tint {
    /// Its boxes.
    fill: &'static str,
    /// Their outlines.
    line: &'static str,
}

/// The colours of a picture.
struct Palette {
    paper: &'static str,
    text: &'static str,
    link: &'static str,
    /// What the pointer is on.
    lit: &'static str,
    tints: [Tint; TINTS],
    /// Lines to read values by.
    grid: &'static str,
    /// Lines, points and bars of figures.
    series: [&'static str; SERIES],
    /// Days with nothing on them, then ever stronger ones.
    days: [&'static str; 5],
}

/// How many series of a figure have a colour of their own; further ones begin again.
pub const SERIES: usize = 6;

/// How many lists have a colour of their own; further ones begin again.
pub const TINTS: usize = 6;

const DAY: Palette = Palette {
    paper: "#fcfcfa",
    text: "#1f2933",
    link: "#77838f",
    lit: "#b3541e",
    tints: [
        Tint { fill: "#e4edf8", line: "#4a73a6" },
        Tint { fill: "#e3f1e7", line: "#43805c" },
        Tint { fill: "#f8eed9", line: "#94701f" },
        Tint { fill: "#efe8f7", line: "#7b60a5" },
        Tint { fill: "#f9e6e5", line: "#ab5a56" },
        Tint { fill: "#def1f1", line: "#2f7f82" },
    ],
    grid: "#dde2e7",
    series: ["#1b88b9", "#ac7f05", "#1c9c63", "#73468d", "#5a5400", "#21114d"],
    days: ["#e9edf1", "#6c9fd0", "#3377b8", "#1c4f86", "#0b2a4d"],
};

const NIGHT: Palette = Palette {
    paper: "#15181c",
    text: "#e6e9ec",
    link: "#84909c",
    lit: "#f0a36b",
    tints: [
        Tint { fill: "#1d2c40", line: "#7aa5d8" },
        Tint { fill: "#1b3226", line: "#76b792" },
        Tint { fill: "#392e16", line: "#cfa857" },
        Tint { fill: "#2e2541", line: "#b39cde" },
        Tint { fill: "#3c2322", line: "#de9792" },
        Tint { fill: "#163435", line: "#66b9bb" },
    ],
    grid: "#30363d",
    series: ["#7587d6", "#ebaf28", "#2fd6a2", "#d8b6f2", "#c1f150", "#e8ffec"],
    days: ["#23282e", "#2f6fae", "#5698d6", "#93c4f0", "#dcedfc"],
};

/// The class of a list's boxes.
#[must_use]
pub fn class(group: usize) -> String {
    format!("g{}", group % TINTS)
}

fn rules(palette: &Palette) -> String {
    let Palette { paper, text, link, lit, tints, .. } = palette;
    let mut rules = format!(
        ".paper{{fill:{paper}}}\
         text{{fill:{text}}}\
         .way{{stroke:{link}}}\
         .head{{fill:{link}}}\
         .number{{stroke:{paper}}}\
         .link:hover .way{{stroke:{lit}}}\
         .link:hover .head{{fill:{lit}}}"
    );
    for (group, Tint { fill, line }) in tints.iter().enumerate() {
        let _ = write!(rules, ".{}{{fill:{fill};stroke:{line}}}", class(group));
    }
    rules
}

/// The rules that colour a picture; they follow what the viewer prefers.
#[must_use]
pub fn css() -> String {
    format!(
        "svg{{color-scheme:light dark}}{}@media (prefers-color-scheme:dark){{{}}}",
        rules(&DAY),
        rules(&NIGHT)
    )
}

fn figure(palette: &Palette) -> String {
    let Palette { paper, text, link, grid, series, days, .. } = palette;
    let mut rules = format!(
        ".figure .paper{{fill:{paper}}}\
         .figure text{{fill:{text}}}\
         .figure .grid{{stroke:{grid}}}\
         .figure .axis,.figure .level{{stroke:{link}}}\
         .figure .hatch{{stroke:{paper}}}"
    );
    for (nth, colour) in series.iter().enumerate() {
        let _ = write!(
            rules,
            ".figure .line.c{nth},.figure .whisker.c{nth}{{stroke:{colour}}}\
             .figure .point.c{nth},.figure .bar.c{nth},.figure .bar-{nth},\
             .figure .band.c{nth}{{fill:{colour}}}"
        );
    }
    for (strength, colour) in days.iter().enumerate() {
        let _ = write!(rules, ".figure .d{strength}{{fill:{colour}}}");
    }
    rules
}

/// The rules that colour figures; they follow what the viewer prefers.
#[must_use]
pub fn figures() -> String {
    format!(
        ".figure{{color-scheme:light dark}}{}@media (prefers-color-scheme:dark){{{}}}",
        figure(&DAY),
        figure(&NIGHT)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The light of a colour: red, green and blue, 0-1 (sRGB).
    fn light(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| {
            let part =
                f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The relative luminance of a colour (WCAG 2.2), 0-1.
    fn luminance(colour: &str) -> f64 {
        let [red, green, blue] = light(colour);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// What eyes make of a colour's red, green and blue: all eyes, those without green cones, those
    /// without red ones (Vienot, Brettel and Mollon 1999).
    const EYES: [[[f64; 3]; 3]; 3] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]],
        [[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]],
    ];

    /// A colour as eyes see it: red, green and blue, 0-255 (sRGB).
    fn seen(colour: &str, eyes: [[f64; 3]; 3]) -> [f64; 3] {
        let light = light(colour);
        eyes.map(|row| {
            let part: f64 = row.iter().zip(light).map(|(share, part)| share * part).sum();
            let part = part.clamp(0.0, 1.0);
            let part = if part <= 0.003_130_8 {
                part * 12.92
            } else {
                1.055 * part.powf(1.0 / 2.4) - 0.055
            };
            part * 255.0
        })
    }

    #[test]
    fn series_differ_for_eyes_without_green_or_red_cones_too() {
        for (Palette { series, .. }, eyes) in
            EYES.into_iter().flat_map(|eyes| [(DAY, eyes), (NIGHT, eyes)])
        {
            for (at, one) in series.iter().enumerate() {
                for other in &series[at + 1..] {
                    let parts = seen(one, eyes).into_iter().zip(seen(other, eyes));
                    let apart = parts.map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    assert!(apart >= 60.0, "{one} {other}: {apart}");
                }
            }
        }
    }

    /// The contrast of two colours (WCAG 2.2), 1-21.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_have_the_contrast_of_level_aaa_and_lines_that_of_graphics() {
        for Palette { paper, text, link, lit, tints, .. } in [DAY, NIGHT] {
            assert!(contrast(text, paper) >= 7.0);
            assert!(contrast(link, paper) >= 3.0 && contrast(lit, paper) >= 3.0);
            for Tint { fill, line } in tints {
                assert!(contrast(text, fill) >= 7.0, "{fill}");
                assert!(contrast(line, paper) >= 3.0 && contrast(line, fill) >= 3.0, "{line}");
            }
        }
    }

    #[test]
    fn series_and_strong_days_stand_out_from_the_paper() {
        for Palette { paper, series, days, .. } in [DAY, NIGHT] {
            for colour in series {
                assert!(contrast(colour, paper) >= 3.0, "{colour}");
            }
            let contrasts = days.map(|day| contrast(day, paper));
            assert!(contrasts[1] >= 2.6 && contrasts[4] >= 12.0, "{contrasts:?}");
            for pair in contrasts.windows(2) {
                assert!(pair[1] >= pair[0] * 1.5, "{contrasts:?}");
            }
        }
    }
}
