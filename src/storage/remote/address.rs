//! Where a store is, as people write it; the home of `url` and `percent_encoding`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::Url;

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder.
    Folder(PathBuf),
    /// A folder on a WebDAV server.
    WebDav(Url),
    /// A bucket of an object store that speaks S3.
    S3 {
        /// The bucket.
        bucket: String,
        /// What the names of all objects begin with; may be empty.
        prefix: String,
    },
}

/// A text that is no address of a store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given} is no address of a store: {why}")]
pub struct NotAnAddress {
    /// What was given, as it may be shown.
    pub given: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Address {
    /// The whole address, with the password if there is one, as it is kept.
    #[must_use]
    pub fn whole(&self) -> String {
        match self {
            Self::WebDav(url) => url.as_str().trim_end_matches('/').to_owned(),
            Self::Folder(_) | Self::S3 { .. } => self.to_string(),
        }
    }

    /// The user and the password that a WebDAV server is to be told, if they are part of the address.
    #[must_use]
    pub fn user(&self) -> Option<(String, Option<String>)> {
        let Self::WebDav(url) = self else { return None };
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let user = Some(url.username()).filter(|user| !user.is_empty())?;
        Some((plain(user), url.password().map(plain)))
    }

    /// Where a WebDAV server is found, for those who speak HTTP: without user and password.
    #[must_use]
    pub fn http(&self) -> Option<String> {
        let Self::WebDav(url) = self else { return None };
        let bare = without_user(url);
        let place = bare.as_str().strip_prefix("webdav")?;
        Some(format!("http{}", place.trim_end_matches('/')))
    }
}

fn without_user(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for addresses without a host, which are refused before.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url
}

/// As it may be shown: without a password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "file://{}", path.display()),
            Self::WebDav(url) => {
                let mut url = url.clone();
                let _ = url.set_password(None);
                f.write_str(url.as_str().trim_end_matches('/'))
            }
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let hides = text.contains('@') && text.contains("://");
        let given = if hides { "what was given".to_owned() } else { format!("\"{text}\"") };
        let wrong = |why| NotAnAddress { given: given.clone(), why };
        if text.chars().any(char::is_control) {
            return Err(wrong("it holds control characters"));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return folder(Path::new(text)).map_err(wrong);
        };
        match scheme {
            "file" => {
                let path = Url::parse(text).ok().and_then(|url| url.to_file_path().ok());
                let path = path.ok_or_else(|| wrong(FOLDER))?;
                folder(&path).map_err(wrong)
            }
            "webdav" | "webdavs" => {
                let url = Url::parse(text).map_err(|_| wrong(WEBDAV))?;
                let named = url.host_str().is_some_and(|host| !host.is_empty());
                if named { Ok(Self::WebDav(url)) } else { Err(wrong(WEBDAV)) }
            }
            "s3" => {
                let rest = rest.trim_end_matches('/');
                let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
                if bucket.is_empty() {
                    return Err(wrong("a bucket is written s3://BUCKET/PREFIX"));
                }
                Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
            }
            "http" | "https" => Err(wrong(
                "for WebDAV write webdav:// instead of http://, webdavs:// instead of https://",
            )),
            _ => Err(wrong("known are file:///FOLDER, webdav(s)://HOST/PATH, s3://BUCKET/PREFIX")),
        }
    }
}

const FOLDER: &str = "a folder is written from the root on: file:///home/me/Sync";

const WEBDAV: &str = "a WebDAV server is written webdavs://USER@HOST/PATH";

fn folder(path: &Path) -> Result<Address, &'static str> {
    let path: PathBuf = path.components().collect();
    if !path.is_absolute() {
        return Err(FOLDER);
    }
    if path.parent().is_none() {
        return Err("the root of the file system is no place for a store");
    }
    Ok(Address::Folder(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[test]
    fn every_kind_of_store_is_read_and_written_alike() {
        for text in [
            "file:///home/me/Sync",
            "webdavs://me@cloud.example/remote.php/dav/files/me",
            "webdav://localhost:8080",
            "s3://bucket",
            "s3://bucket/some/where",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn a_plain_path_is_a_folder() {
        assert_eq!(read("/srv/my rat/"), Address::Folder(PathBuf::from("/srv/my rat")));
        assert_eq!(read("file:///srv/my%20rat"), Address::Folder(PathBuf::from("/srv/my rat")));
    }

    #[test]
    fn a_password_is_kept_and_never_shown() {
        let address = read("webdavs://me:p%40ss:w%2Ford@cloud.example/dav");
        let user = Some(("me".to_owned(), Some("p@ss:w/ord".to_owned())));
        assert_eq!(address.user(), user);
        assert_eq!(address.http().as_deref(), Some("https://cloud.example/dav"));
        assert!(!format!("{address} {address:?}").contains("ss:"));
        assert_eq!(read(&address.whole()), address);
        let refused = "webdav://me:secret@".parse::<Address>().unwrap_err().to_string();
        assert!(!refused.contains("secret"), "{refused}");
    }

    #[test]
    fn what_is_no_address_is_refused_with_what_would_be_one() {
        for (text, hint) in [
            ("Sync", "from the root on"),
            ("file:///", "root of the file system"),
            ("https://cloud.example", "webdavs://"),
            ("s3:///prefix", "s3://BUCKET"),
            ("webdav://", "webdavs://USER@HOST"),
            ("ftp://x", "known are"),
            ("file:///a\nb", "control characters"),
        ] {
            let refused = text.parse::<Address>().unwrap_err().to_string();
            assert!(refused.contains(hint), "{refused}");
        }
    }
}
