//! A disk of its own, which can be filled and goes with the test.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A folder on a small disk. It takes the right to mount.
pub struct Disk(tempfile::TempDir);

impl Disk {
    pub fn mount(kilobytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then_some(Self(folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it but for so many kilobytes.
    pub fn fill_but(&self, kilobytes: u64) {
        self.empty();
        let block = vec![1; 4096];
        let mut file = fs::File::create(self.path().join("filler")).unwrap();
        while file.write_all(&block).is_ok() {}
        let size = file.metadata().unwrap().len();
        file.set_len(size.saturating_sub(kilobytes << 10)).unwrap();
    }

    /// Takes away what it was filled with.
    pub fn empty(&self) {
        let _ = fs::remove_file(self.path().join("filler"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}
