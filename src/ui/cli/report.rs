//! `rat report`: a page to look at, to print and to keep.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::report::{Report, report};
use crate::domain::text::count;
use crate::domain::time::StudyDay;
use crate::ui::chart::plot;
use crate::ui::env::{Env, open};
use crate::ui::failure::Failure;
use crate::ui::report::{GENERATOR, all, page, walks};

#[derive(Args)]
pub(super) struct Options {
    /// Write the page here; - is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Show it in the browser
    #[arg(long)]
    open: bool,
    /// Also take private walks in, and what came of them
    #[arg(long)]
    include_private: bool,
    /// Instead of the page, write each chart as a picture into this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "open"])]
    svg: Option<PathBuf>,
}

/// What was written where.
#[derive(Serialize)]
struct Json {
    file: String,
    pictures: u64,
    left_out: usize,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let found = report(&study, &env.decks_path(), options.include_private)
        .map_err(|error| env.explain(error))?;
    let today = study.now.today;
    if let Some(folder) = &options.svg {
        let written = pictures(&found, today, folder)?;
        if env.json {
            let file = folder.display().to_string();
            return env.print_json(&Json { file, pictures: written, left_out: found.left_out });
        }
        writeln!(env.out, "{} written to {}.", count(written, "picture"), folder.display())?;
        return Ok(());
    }
    let text = page(&study, &found);
    if options.out.as_deref() == Some(Path::new("-")) {
        return Ok(write!(env.out, "{text}")?);
    }
    let file =
        options.out.clone().unwrap_or_else(|| PathBuf::from(format!("rat-report-{today}.html")));
    write(&file, &text)?;
    if env.json {
        let (file, left_out) = (file.display().to_string(), found.left_out);
        env.print_json(&Json { file, pictures: 0, left_out })?;
    } else {
        writeln!(env.out, "Written to {}.", file.display())?;
        if found.left_out > 0 && !env.quiet {
            let left_out = count(found.left_out as u64, "private walk");
            writeln!(env.out, "Left out: {left_out}; --include-private takes them in.")?;
        }
    }
    if options.open {
        open(&file).map_err(|error| {
            Failure::refused(format!("the browser could not be opened: {error}"))
                .hint(format!("open {} yourself", file.display()))
        })?;
    }
    Ok(())
}

/// Writes the page for its owner's eyes only, whole or not at all; a file that is no report is left
/// alone.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::refused(format!("{} could not be written: {error}", file.display()))
    };
    if let Ok(before) = fs::read_to_string(file)
        && !before.contains(GENERATOR)
    {
        return Err(Failure::refused(format!(
            "{} is there already and is no report",
            file.display()
        ))
        .hint("rat report --out FILE names another file"));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut fresh =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
    fresh.write_all(text.as_bytes()).map_err(failed)?;
    fresh.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes each chart that shows anything, and the picture of each walk.
fn pictures(report: &Report, today: StudyDay, folder: &Path) -> Result<u64, Failure> {
    let failed = |error: std::io::Error| {
        Failure::refused(format!("{} could not be written to: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let figures = all(report, today);
    let charts = figures.iter().filter(|figure| !figure.is_empty());
    let charts = charts.map(|figure| (figure.key.clone(), plot::svg(figure)));
    let walks = report.latest.iter().filter_map(|walk| {
        let (_, svg, _) = walks::picture(walk, report.private)?;
        Some((format!("walk-{}-{}", walk.run.last, walk.run.thing), svg))
    });
    let mut written = 0;
    for (name, svg) in charts.chain(walks) {
        fs::write(folder.join(format!("{name}.svg")), svg).map_err(failed)?;
        written += 1;
    }
    Ok(written)
}
