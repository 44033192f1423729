//! The `rat` binary: everything is in the library, see [`rat::ui::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    rat::ui::cli::main()
}
