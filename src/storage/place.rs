//! Where the files lie: who may read them, and how much room there is.

use std::path::Path;

use crate::storage::Error;

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

/// Lets nobody but its owner read and write a file; nothing where there are no such rights.
///
/// # Errors
/// When the rights cannot be changed.
pub fn make_private(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let rights = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, rights).map_err(Error::file(path))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
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

/// What this machine is called on its network.
#[must_use]
pub fn host() -> String {
    #[cfg(target_os = "linux")]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(target_os = "linux"))]
    let name = String::new();
    let name = name.split('.').next().unwrap_or_default();
    if name.is_empty() { "this device".to_owned() } else { name.to_owned() }
}

/// What tools that carry folders leave in those they carry, or call them, each with its name.
const CARRIERS: [(&str, &str); 8] = [
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".resilio-sync", "Resilio Sync"),
    (".sync", "Resilio Sync"),
    (".seafile-data", "Seafile"),
];

/// Folders that are carried by their name.
const CARRIED: [&str; 5] = ["Dropbox", "OneDrive", "Google Drive", "iCloud Drive", "Nextcloud"];

/// The tool that carries a folder to other machines, if the folder or one above it looks as if one did.
#[must_use]
pub fn carrier(folder: &Path) -> Option<&'static str> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.ancestors().find_map(|above| {
        let left = CARRIERS.iter().find(|(mark, _)| above.join(mark).exists());
        let called = above.file_name().and_then(|name| name.to_str());
        let called = called.and_then(|name| CARRIED.into_iter().find(|carried| *carried == name));
        left.map(|(_, tool)| *tool).or(called)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_tool_carries_is_known_by_what_the_tool_leaves_there() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).unwrap();
        assert_eq!(carrier(&inner), None);
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        assert_eq!(carrier(&inner), Some("Syncthing"));
    }

    #[test]
    fn a_folder_that_a_tool_carries_is_known_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("Dropbox/rat");
        std::fs::create_dir_all(&inner).unwrap();
        assert_eq!(carrier(&inner), Some("Dropbox"));
    }
}
