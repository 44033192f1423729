//! Why a store could not be used, in words that its user can do something with.

use std::error::Error as _;
use std::io::{Error as FileError, ErrorKind};
use std::path::Path;

/// Why a store could not be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// This build knows no such stores.
    #[error("this rat was built without sync over {0}")]
    NotBuiltIn(&'static str),
    /// It cannot be spoken to as it was described.
    #[error("the store cannot be opened: {0}")]
    Unopened(String),
    /// It does not answer.
    #[error("the store does not answer: {0}")]
    Unreachable(String),
    /// It answers that it cannot or will not do it.
    #[error("the store says no: {0}")]
    Refused(String),
    /// It is not known to be who it says it is.
    #[error("the store's certificate is not to be trusted: {0}")]
    Untrusted(String),
    /// It does not let this user in.
    #[error("the store does not let you in: {0}")]
    Forbidden(String),
    /// The folder is not there in which all is to lie.
    #[error("there is no folder {0}")]
    NoFolder(String),
    /// There is no such bucket.
    #[error("there is no such bucket: {0}")]
    NoBucket(String),
    /// Nothing was said of who asks, and the machine itself is nobody.
    #[error("no access key for the store is set")]
    NoAccess,
    /// What was looked for is not there.
    #[error("it is not in the store any more")]
    Missing,
    /// Its disk is full.
    #[error("the store is full: {0}")]
    Full(String),
    /// What lies there is larger than anything this program writes.
    #[error("it has {0} bytes, more than any segment")]
    TooLarge(u64),
}

/// How the client tells of an answer that is none.
const ANSWERED: [&str; 2] =
    ["Server returned non-2xx status code: ", "Server returned error response: "];

/// Where machines of Amazon's ask for their own access key: the client does when it is given none.
const OF_THE_MACHINE: &str = "//169.254.169.254/";

/// The most characters that are told of what a store says.
const LONGEST: usize = 160;

/// What a failure of the client means to the user. The client tells of it in layers, each of which names its
/// cause, some twice; what the user can do something with is the place, the answer and the last cause.
pub(super) fn failed(error: &object_store::Error) -> Failed {
    let mut layers = vec![error.to_string()];
    let (mut cause, mut file) = (error.source(), None);
    while let Some(inner) = cause {
        file = inner.downcast_ref::<FileError>().map(FileError::kind).or(file);
        layers.push(inner.to_string());
        cause = inner.source();
    }
    let whole = layers.join("\n");
    let last = plain(layers.last().map_or("", String::as_str));
    let Some(place) = place(&whole) else {
        // The layer above the last one names the file.
        let above = layers.len().checked_sub(2).and_then(|above| layers.get(above));
        let above = plain(above.map_or("", String::as_str));
        let gone = matches!(error, object_store::Error::NotFound { .. });
        return if gone { Failed::Missing } else { of_file(file, &last, &above) };
    };
    if whole.contains(OF_THE_MACHINE) {
        return Failed::NoAccess;
    }
    if let Some(answer) = ANSWERED.iter().find_map(|begin| Some(whole.split_once(begin)?.1)) {
        return answered(error, &whole, &place, answer);
    }
    if last.contains("InvalidContentType") {
        return Failed::Unreachable(format!("{place}: it speaks no TLS"));
    }
    if last.contains("certificate") {
        return Failed::Untrusted(format!("{place}: {}", certificate(&last)));
    }
    Failed::Unreachable(format!("{place}: {last}"))
}

/// What it means that a folder cannot be read.
pub(super) fn in_folder(error: &FileError, folder: &Path) -> Failed {
    let last = plain(&error.to_string());
    let whole = format!("{}: {last}", folder.display());
    of_file(Some(error.kind()), &last, &whole)
}

fn of_file(kind: Option<ErrorKind>, last: &str, whole: &str) -> Failed {
    match kind {
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => Failed::Full(last.to_owned()),
        Some(ErrorKind::PermissionDenied) => Failed::Forbidden(whole.to_owned()),
        // Not an enumeration of ours: any other trouble is told in its own words.
        _ => Failed::Refused(whole.to_owned()),
    }
}

/// What a server that answered means.
fn answered(error: &object_store::Error, whole: &str, place: &str, answer: &str) -> Failed {
    let status = answer.split(':').next().unwrap_or_default().trim();
    let reason = reason(answer).map(|reason| format!(" ({reason})")).unwrap_or_default();
    let said = format!("{place} answers {status}{reason}");
    if answer.contains("NoSuchBucket") {
        return Failed::NoBucket(place.to_owned());
    }
    match status.split(' ').next().unwrap_or_default() {
        "401" | "403" => Failed::Forbidden(said),
        "507" => Failed::Full(said),
        "404" | "409" if whole.contains(" MKCOL ") => Failed::NoFolder(place.to_owned()),
        "405" | "501" if whole.contains(" PROPFIND ") => {
            Failed::Refused(format!("{said}: no WebDAV is spoken there"))
        }
        _ if matches!(error, object_store::Error::NotFound { .. }) => Failed::Missing,
        _ => Failed::Refused(said),
    }
}

/// The address in an error, up to what is the program's own.
fn place(said: &str) -> Option<String> {
    let begin = said.find("http://").or_else(|| said.find("https://"))?;
    let rest = said.get(begin..)?;
    let url = rest.split(|c: char| c.is_whitespace() || c == '?').next()?;
    let url = url.split_once("/rat/v1").map_or(url, |(theirs, _)| theirs);
    let url = url.strip_suffix("/rat").unwrap_or(url);
    Some(url.trim_end_matches('/').to_owned())
}

/// What it means that no client can be made of what is set.
#[cfg(feature = "remote-sync")]
pub(super) fn unmade(error: &object_store::Error) -> Failed {
    let said = error.to_string();
    // It begins with the sort of the store.
    let why = said.split_once(" error: ").map_or(said.as_str(), |(_, why)| why);
    if why.contains("Missing AccessKeyId") || why.contains("Missing SecretAccessKey") {
        return Failed::NoAccess;
    }
    Failed::Unopened(plain(why))
}

/// What a server says beside the status: the message in a piece of XML, as S3 and WebDAV have it.
fn reason(answer: &str) -> Option<String> {
    let marks = [("<Message>", "</Message>"), ("<s:message>", "</s:message>")];
    let found = marks.iter().find_map(|(begin, end)| {
        let (_, rest) = answer.split_once(begin)?;
        Some(rest.split_once(end)?.0)
    });
    let words: Vec<&str> = found?.split_whitespace().collect();
    let words: String = words.join(" ").chars().take(LONGEST).collect();
    Some(words.trim_end_matches('.').to_owned()).filter(|words| !words.is_empty())
}

/// Words without the number that a system gives them.
fn plain(words: &str) -> String {
    let words = words.split_once(" (os error").map_or(words, |(words, _)| words);
    words.trim().chars().take(LONGEST).collect()
}

/// Why a certificate does not do, as people say it.
fn certificate(said: &str) -> String {
    let known = [
        ("UnknownIssuer", "it is signed by nobody this machine trusts"),
        ("NotValidForName", "it is for another host"),
        ("not valid for name", "it is for another host"),
        ("Expired", "it has expired"),
        ("NotValidYet", "it is not valid yet"),
    ];
    let words = known.iter().find(|(mark, _)| said.contains(mark));
    words.map_or_else(|| said.to_owned(), |(_, words)| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{said}")]
    struct Layer {
        said: String,
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    }

    fn generic(said: &str, source: Option<FileError>) -> Failed {
        let source = source.map(|source| Box::new(source) as _);
        let source = Box::new(Layer { said: said.to_owned(), source });
        failed(&object_store::Error::Generic { store: "S3", source })
    }

    const ASKED: &str = "Error performing GET http://localhost:9/bucket/me/rat/v1/0123?list-type=2 in \
        2ms, after 2 retries, max_retries: 2, retry_timeout: 20s  - ";

    #[test]
    fn an_answer_is_told_with_the_place_and_the_reason() {
        let refused = "Server returned non-2xx status code: 403 Forbidden: <Error><Message>The \
            signature\n does not match.</Message></Error>";
        let said = generic(&format!("{ASKED}{refused}"), None);
        let wanted =
            "http://localhost:9/bucket/me answers 403 Forbidden (The signature does not match)";
        assert_eq!(said, Failed::Forbidden(wanted.to_owned()));
        let busy = "Server returned non-2xx status code: 503 Service Unavailable: ";
        let wanted = "http://localhost:9/bucket/me answers 503 Service Unavailable";
        assert_eq!(generic(&format!("{ASKED}{busy}"), None), Failed::Refused(wanted.to_owned()));
        let none = "Server returned non-2xx status code: 404 Not Found: <Code>NoSuchBucket</Code>";
        let wanted = "http://localhost:9/bucket/me".to_owned();
        assert_eq!(generic(&format!("{ASKED}{none}"), None), Failed::NoBucket(wanted));
    }

    #[test]
    fn silence_is_told_with_the_place_and_the_last_cause() {
        let silent = FileError::from_raw_os_error(111);
        let Failed::Unreachable(said) =
            generic(&format!("{ASKED}HTTP error: error sending request"), Some(silent))
        else {
            panic!("it does not answer");
        };
        assert_eq!(said, "http://localhost:9/bucket/me: Connection refused");
    }

    #[test]
    fn a_strange_certificate_and_a_machine_without_a_key_are_told_of() {
        let strange = FileError::other("invalid peer certificate: UnknownIssuer");
        let said = generic(ASKED, Some(strange)).to_string();
        assert!(said.ends_with("it is signed by nobody this machine trusts"), "{said}");
        let said = generic("GET http://169.254.169.254/latest/api/token", None);
        assert_eq!(said, Failed::NoAccess);
    }

    #[test]
    fn a_folder_is_told_of_by_the_file() {
        let said = "Unable to create dir /mnt/rat: Read-only file system (os error 30)";
        let said = generic(said, Some(FileError::from_raw_os_error(30)));
        let wanted = "Unable to create dir /mnt/rat: Read-only file system";
        assert_eq!(said, Failed::Refused(wanted.to_owned()));
        let full = generic("Unable to copy", Some(FileError::from_raw_os_error(28)));
        assert!(matches!(full, Failed::Full(_)), "{full}");
    }
}
