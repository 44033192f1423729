//! Where the files lie: who may read them, and how much room there is.

use std::path::Path;

/// Tells whether others than its owner may read, write or enter a file or folder; their rights as they
/// are usually written, `0644`. None where nobody else may, or where there are no such rights.
#[must_use]
pub fn open_to_others(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).ok()?.permissions().mode();
        (mode & 0o077 != 0).then(|| format!("{:04o}", mode & 0o7777))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The bytes that may still be written where a file lies; none where the system does not say.
#[must_use]
pub fn room(path: &Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let room = rustix::fs::statvfs(path).ok()?;
        room.f_bavail.checked_mul(room.f_frsize)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}
