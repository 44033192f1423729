//! The clients of stores; with `store`, the home of `object_store`.

use std::path::PathBuf;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path;

use crate::storage::remote::address::Address;
use crate::storage::remote::failed::Failed;

/// What a store wants to know beside its address.
#[derive(Clone, Default)]
pub struct Access {
    /// Settings of S3 by the names of their environment variables: `AWS_ACCESS_KEY_ID` and the like. A
    /// later one overrides an earlier one.
    pub s3: Vec<(String, String)>,
    /// A profile that was named and is nowhere.
    pub no_profile: Option<String>,
    /// The password for a WebDAV server whose address names none.
    pub password: Option<String>,
}

impl Access {
    /// What the files say that the tools of AWS share, of a profile (the default one if none is named). A
    /// file that is not there or cannot be read says nothing.
    #[must_use]
    pub fn of_profile(files: impl IntoIterator<Item = PathBuf>, profile: Option<&str>) -> Self {
        let wanted = profile.unwrap_or("default");
        let names = [wanted.to_owned(), format!("profile {wanted}")];
        let (mut settings, mut no_profile) = (Vec::new(), profile.map(str::to_owned));
        for file in files {
            let Ok(file) = ini::Ini::load_from_file(file) else { continue };
            for section in names.iter().filter_map(|name| file.section(Some(name.as_str()))) {
                no_profile = None;
                for (name, value) in section {
                    let name = name.to_uppercase();
                    // Keys are named there as in the environment, other things without the beginning.
                    let name = name.strip_prefix("AWS_").unwrap_or(&name);
                    settings.push((format!("AWS_{name}"), value.to_owned()));
                }
            }
        }
        Self { s3: settings, no_profile, password: None }
    }
}

/// The client for an address, and the path in it that is the user's.
pub(super) fn open(
    address: &Address,
    access: &Access,
) -> Result<(Arc<dyn ObjectStore>, Path), Failed> {
    match address {
        Address::Folder(folder) => {
            if !folder.is_dir() {
                return Err(Failed::NoFolder(folder.display().to_string()));
            }
            let files = LocalFileSystem::new_with_prefix(folder);
            let files = files.map_err(|error| Failed::Unopened(error.to_string()))?;
            Ok((Arc::new(files.with_fsync(true)), Path::default()))
        }
        Address::WebDav(_) => far::web_dav(address, access),
        Address::S3 { bucket, prefix } => far::s3(bucket, prefix, access),
    }
}

/// Stores that are reached through the network.
#[cfg(feature = "remote-sync")]
mod far {
    use std::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
    use object_store::aws::AmazonS3Builder;
    use object_store::http::HttpBuilder;
    use object_store::{ClientOptions, RetryConfig};

    use super::{Access, Address, Arc, Failed, ObjectStore, Path};
    use crate::storage::remote::failed::unmade;

    /// A store that is out of reach is known as such within seconds, not minutes.
    fn patience() -> RetryConfig {
        RetryConfig {
            max_retries: 2,
            retry_timeout: Duration::from_secs(20),
            ..RetryConfig::default()
        }
    }

    fn options() -> ClientOptions {
        ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(5))
            .with_timeout(Duration::from_mins(2))
    }

    pub(super) fn web_dav(
        address: &Address,
        access: &Access,
    ) -> Result<(Arc<dyn ObjectStore>, Path), Failed> {
        let url = address.http().unwrap_or_default();
        let mut options = options().with_allow_http(url.starts_with("http:"));
        if let Some((user, password)) = address.user() {
            let password = password.or_else(|| access.password.clone()).unwrap_or_default();
            let said = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
            let mut value = HeaderValue::from_str(&said)
                .map_err(|error| Failed::Unopened(error.to_string()))?;
            value.set_sensitive(true);
            options = options.with_default_headers(HeaderMap::from_iter([(AUTHORIZATION, value)]));
        }
        let client = HttpBuilder::new().with_url(url).with_retry(patience());
        let client = client.with_client_options(options).build();
        Ok((Arc::new(client.map_err(|error| unmade(&error))?), Path::default()))
    }

    pub(super) fn s3(
        bucket: &str,
        prefix: &str,
        access: &Access,
    ) -> Result<(Arc<dyn ObjectStore>, Path), Failed> {
        if let Some(profile) = &access.no_profile {
            let why = format!("the files of AWS know no profile \"{profile}\"");
            return Err(Failed::Unopened(why));
        }
        // A server that is named with http:// is meant to be spoken to so: what goes there is sealed.
        let bare = access
            .s3
            .iter()
            .any(|(name, value)| name.starts_with("AWS_ENDPOINT") && value.starts_with("http://"));
        // Settings come after the timeouts, so that the user's own hold.
        let mut builder = AmazonS3Builder::new()
            .with_client_options(options().with_allow_http(bare))
            .with_retry(patience())
            .with_bucket_name(bucket);
        for (name, value) in &access.s3 {
            // A name that is none of the client's says nothing to it.
            if let Ok(key) = name.to_ascii_lowercase().parse() {
                builder = builder.with_config(key, value);
            }
        }
        let client = builder.build().map_err(|error| unmade(&error))?;
        let prefix = Path::parse(prefix).map_err(|error| Failed::Unopened(error.to_string()))?;
        Ok((Arc::new(client), prefix))
    }
}

/// Stores that this build does not reach.
#[cfg(not(feature = "remote-sync"))]
mod far {
    use super::{Access, Address, Arc, Failed, ObjectStore, Path};

    type Opened = Result<(Arc<dyn ObjectStore>, Path), Failed>;

    pub(super) fn web_dav(_: &Address, _: &Access) -> Opened {
        Err(Failed::NotBuiltIn("WebDAV"))
    }

    pub(super) fn s3(_: &str, _: &str, _: &Access) -> Opened {
        Err(Failed::NotBuiltIn("S3"))
    }
}
