//! The real Anki library, called through the scripts beside this file.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// Runs a script of this folder with the Python that has Anki, and says what it wrote.
pub fn run(script: &str, arguments: &[&Path]) -> String {
    let python = std::env::var_os("RAT_ANKI_PYTHON").unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/anki").join(script);
    let ran = Command::new(python).arg(script).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{told}");
    String::from_utf8(ran.stdout).unwrap()
}

/// Packages the real library made, with what it says of them.
pub struct Made {
    /// Where they lie.
    pub folder: PathBuf,
    /// What Anki says.
    pub truth: Value,
}

/// Makes the packages once for all tests; `RAT_ANKI_MADE` names a folder that has them already.
pub fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = std::env::var_os("RAT_ANKI_MADE").map_or_else(
            || {
                let folder = tempfile::tempdir().unwrap().keep();
                run("make.py", &[&folder]);
                folder
            },
            PathBuf::from,
        );
        let truth = std::fs::read(folder.join("truth.json")).unwrap();
        Made { folder, truth: serde_json::from_slice(&truth).unwrap() }
    })
}
