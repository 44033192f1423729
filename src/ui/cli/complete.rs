//! `rat completions`: shell completions.

use clap::Args;
use clap_complete::Shell;

use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Args)]
pub(super) struct Options {
    /// The shell
    shell: Shell,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut super::definition(), "rat", &mut text);
    env.out.write_all(&text)?;
    Ok(())
}
