//! Writing runs out: one Markdown file each, or all of them one after the other.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::app::{Study, walk};
use crate::domain::text::{count, harmless};
use crate::ui::chart::graph::Graph;
use crate::ui::chart::network::Network;
use crate::ui::chart::svg::svg;
use crate::ui::cli::journal::read;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::walk::page::{self, Way};

/// Writes the named runs, or all that are not private.
pub(super) fn run(
    env: &mut Env,
    study: &Study,
    named: &[i64],
    folder: Option<&Path>,
) -> Result<(), Failure> {
    let whole = !named.is_empty();
    let mut wanted = named.to_vec();
    let mut left_out = 0;
    if !whole {
        let all = walk::runs(study).map_err(|error| env.explain(error))?;
        left_out = all.iter().filter(|run| run.private).count();
        wanted.extend(all.iter().rev().filter(|run| !run.private).map(|run| run.thing));
    }
    let written = wanted.len() as u64;
    let mut files = Vec::new();
    for number in wanted {
        let (run, technique, reading) = read(env, study, number)?;
        let name = format!("{}-{}-{number}", run.began, run.technique);
        let mut text = page::markdown(&run, &technique, &reading, Way { whole, escaped: false });
        let shown = |place: &str| whole || !reading.is_private(place);
        let yielded = reading.artefacts.iter().filter(|(place, _)| shown(place));
        let graphs: Vec<Graph<'_>> = yielded.filter_map(|(_, one)| Graph::of(one)).collect();
        if folder.is_some() && !graphs.is_empty() {
            let title = format!("{}, {}", technique.title, run.last);
            files.push((format!("{name}.svg"), svg(&Network::of(&graphs), &title)));
            let _ = write!(text, "\n![What leads to what]({name}.svg)\n");
        }
        files.push((format!("{name}.md"), harmless(&text).into_owned()));
    }
    match folder {
        None => {
            let texts: Vec<String> = files.into_iter().map(|(_, text)| text).collect();
            write!(env.out, "{}", texts.join("\n---\n\n"))?;
        }
        Some(folder) => {
            into_folder(folder, &files)?;
            writeln!(env.out, "{} written to {}.", count(written, "walk"), folder.display())?;
        }
    }
    if left_out > 0 && !env.quiet {
        let said =
            format!("{} left out; name them to have them.", count(left_out as u64, "private walk"));
        writeln!(env.err, "{said}")?;
    }
    Ok(())
}

fn into_folder(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let refused =
        |error: std::io::Error| Failure::refused(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(refused)?;
    for (name, text) in files {
        // A file appears whole or not at all.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
        file.write_all(text.as_bytes()).map_err(refused)?;
        file.persist(folder.join(name)).map_err(|error| refused(error.error))?;
    }
    Ok(())
}
