//! Options that hold for every command.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use crate::domain::time::{NotAMoment, moment};

/// Options that hold for every command.
#[derive(Args)]
pub struct Global {
    /// Keep everything in this folder
    #[arg(long, value_name = "DIR", env = "RAT_DATA_DIR", global = true, hide_env_values = true)]
    pub data_dir: Option<PathBuf>,
    /// Pretend it is this moment (RFC 3339), to look at or rehearse another day
    #[arg(long, value_name = "RFC3339", env = "RAT_NOW", global = true, value_parser = read_now)]
    #[arg(hide_env_values = true)]
    pub now: Option<DateTime<FixedOffset>>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// No colour, no boxes, no redrawing: for screen readers and dumb terminals
    #[arg(long, global = true)]
    pub plain: bool,
    /// Say no more than was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

fn read_now(text: &str) -> Result<DateTime<FixedOffset>, NotAMoment> {
    moment(text)
}
