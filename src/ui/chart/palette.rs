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
    series: ["#0067a8", "#bb4a00", "#00785a", "#a2407f", "#8a6500", "#4f5b67"],
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
    series: ["#5cb3f0", "#ff9757", "#3ccf9f", "#eb9fd0", "#e2bd3c", "#b3bfca"],
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

    /// The relative luminance of a colour (WCAG 2.2), 0-1.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let part =
                f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
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
                assert!(contrast(colour, paper) >= 4.5, "{colour}");
            }
            let contrasts = days.map(|day| contrast(day, paper));
            assert!(contrasts[1] >= 2.6 && contrasts[4] >= 12.0, "{contrasts:?}");
            for pair in contrasts.windows(2) {
                assert!(pair[1] >= pair[0] * 1.5, "{contrasts:?}");
            }
        }
    }
}
