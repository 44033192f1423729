//! `rat man`: the manual.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Args)]
pub(super) struct Options {
    /// Write a page for every command into this folder, instead of one page to the output
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    if let Some(folder) = &options.dir {
        fs::create_dir_all(folder)?;
        clap_mangen::generate_to(super::definition(), folder)?;
        return Ok(());
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(super::definition()).render(&mut text)?;
    env.out.write_all(&text)?;
    Ok(())
}
