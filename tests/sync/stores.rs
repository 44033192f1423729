//! Real stores that exist for one test: where they are, and their objects as their keeper sees them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::http::Bucket;
use crate::proxy::Proxy;
use crate::server::Server;

/// The bucket of the stores of S3, and the prefix in it.
const BUCKET: &str = "rat-store";
const PREFIX: &str = "home/";

const APACHE: &str = "/usr/sbin/apache2";
const MODULES: &str = "/usr/lib/apache2/modules";

/// What makes an authority and a certificate of 127.0.0.1, in a folder.
const CERTIFY: &str = include_str!("certify.py");

/// A tool that lies where Python lies.
fn tool(name: &str) -> PathBuf {
    let python = std::env::var_os("RAT_SYNC_PYTHON");
    let python = python.expect("RAT_SYNC_PYTHON names a Python as scripts/test makes it");
    Path::new(&python).with_file_name(name)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Folder,
    /// `WebDAV` by rclone, for somebody with a password. It leaves half a file when an upload is cut, and
    /// writes over what is there whatever it is asked.
    RcloneDav,
    /// The same, sealed on the way, under a certificate of an authority that nobody else knows.
    RcloneDavs,
    /// `WebDAV` by Apache, for everybody. It refuses to list more than one level at once.
    Apache,
    /// S3 by moto, in memory. It looks at conditions and at no signature.
    Moto,
    /// S3 by rclone, for somebody with a key. It writes over what is there whatever it is asked.
    RcloneS3,
}

/// How a device reaches a store.
#[derive(Clone)]
pub struct Address {
    pub url: String,
    pub env: Vec<(&'static str, String)>,
}

pub struct Store {
    pub kind: Kind,
    /// Ends before its folder goes.
    server: Option<Server>,
    /// What the server serves.
    served: PathBuf,
    folder: Option<tempfile::TempDir>,
}

impl Store {
    pub fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let served = folder.path().join("served");
        fs::create_dir(&served).unwrap();
        Self::serving(kind, served, folder)
    }

    /// A store whose objects lie in a folder that is there.
    pub fn within(kind: Kind, served: &Path) -> Self {
        Self::serving(kind, served.to_owned(), tempfile::tempdir().unwrap())
    }

    fn serving(kind: Kind, served: PathBuf, folder: tempfile::TempDir) -> Self {
        let mut store = Self { kind, server: None, served, folder: Some(folder) };
        // Apache serves as nobody when the superuser starts it.
        fs::set_permissions(store.own(""), fs::Permissions::from_mode(0o755)).unwrap();
        for open in [store.served.clone(), store.objects_lie(), store.own("run")] {
            fs::create_dir_all(&open).unwrap();
            fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
        }
        if kind == Kind::RcloneDavs {
            store.certify();
        }
        if kind != Kind::Folder {
            store.server = Some(Server::start(&store.own("log"), |port| store.command(port)));
        }
        if kind == Kind::Moto {
            store.create_bucket();
        }
        store
    }

    /// A file beside what is served.
    fn own(&self, name: &str) -> PathBuf {
        self.folder.as_ref().unwrap().path().join(name)
    }

    /// Where the objects lie on the disk.
    pub fn objects_lie(&self) -> PathBuf {
        match self.kind {
            Kind::Folder => self.served.clone(),
            Kind::RcloneDav | Kind::RcloneDavs | Kind::Apache => self.served.join(PREFIX),
            Kind::Moto | Kind::RcloneS3 => self.served.join(BUCKET).join(PREFIX),
        }
    }

    fn command(&self, port: u16) -> Command {
        let mut command = match self.kind {
            Kind::Folder => panic!("nobody serves a folder"),
            Kind::RcloneDav | Kind::RcloneDavs | Kind::RcloneS3 => {
                self.rclone(&tool("rclone"), port)
            }
            Kind::Apache => self.apache(port),
            Kind::Moto => {
                let mut moto = Command::new(tool("moto_server"));
                moto.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
                moto
            }
        };
        command.env("HOME", self.own("run")).env("TMPDIR", self.own("run"));
        command
    }

    /// Makes an authority and the certificate of the server; nobody has the authority's key any more then.
    fn certify(&self) {
        let made =
            Command::new(tool("python")).args(["-c", CERTIFY]).arg(self.own("")).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// The certificate of the authority.
    pub fn authority(&self) -> PathBuf {
        self.own("authority.pem")
    }

    fn rclone(&self, rclone: &Path, port: u16) -> Command {
        let mut command = Command::new(rclone);
        command.args(["serve", if self.kind == Kind::RcloneS3 { "s3" } else { "webdav" }]);
        command.arg(&self.served).args(["--addr", &format!("127.0.0.1:{port}")]);
        command.args(["--config", "/dev/null", "--cache-dir"]).arg(self.own("run"));
        // It is to see what the tests do to its files. With 0 it goes round in circles for ever.
        command.args(["--dir-cache-time", "1ms", "--poll-interval", "0"]);
        if self.kind == Kind::RcloneS3 {
            command.args(["--auth-key", "ratkey,ratsecret"]);
        } else {
            command.args(["--user", "ada", "--pass", "lovelace"]);
        }
        if self.kind == Kind::RcloneDavs {
            command.arg("--cert").arg(self.own("server.pem"));
            command.arg("--key").arg(self.own("server.key"));
        }
        command
    }

    fn apache(&self, port: u16) -> Command {
        let modules = ["mpm_worker", "authz_core", "dav", "dav_fs", "dav_lock"];
        let modules = modules
            .map(|name| format!("LoadModule {name}_module \"{MODULES}/mod_{name}.so\"\n"))
            .concat();
        let (run, served) = (self.own("run"), &self.served);
        let settings = format!(
            "{modules}ServerRoot \"{run}\"\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\n\
             User nobody\nGroup nogroup\nPidFile \"{run}/pid\"\nErrorLog \"{run}/log\"\n\
             Mutex \"file:{run}\"\nDavLockDB \"{run}/locks\"\nDocumentRoot \"{served}\"\n\
             StartServers 1\n<Directory \"{served}\">\nDav On\nRequire all granted\n</Directory>\n",
            run = run.display(),
            served = served.display(),
        );
        fs::write(self.own("httpd.conf"), settings).unwrap();
        let mut command = Command::new(APACHE);
        command.arg("-DFOREGROUND").arg("-f").arg(self.own("httpd.conf"));
        command
    }

    pub fn port(&self) -> u16 {
        self.server.as_ref().unwrap().port
    }

    /// Has the server go away.
    pub fn stop(&mut self) -> u16 {
        self.server.take().unwrap().port
    }

    /// Has it come back where it was.
    pub fn start_again(&mut self, port: u16) {
        // A connection of somebody else may have that port for a moment.
        let try_once = |_| Server::on(port, &self.own("log"), &self.command(port));
        self.server = (0..5).find_map(try_once);
        assert!(self.server.is_some(), "the server does not come back to port {port}");
    }

    pub fn proxy(&self) -> Proxy {
        Proxy::before(self.port())
    }

    pub fn address(&self) -> Address {
        self.address_at(self.server.as_ref().map_or(0, |server| server.port))
    }

    /// The address of a proxy before the store.
    pub fn behind(&self, proxy: &Proxy) -> Address {
        self.address_at(proxy.port)
    }

    fn address_at(&self, port: u16) -> Address {
        let url = match self.kind {
            Kind::Folder => format!("file://{}", self.served.display()),
            Kind::RcloneDav => format!("webdav://ada:lovelace@127.0.0.1:{port}/home"),
            Kind::RcloneDavs => format!("webdavs://ada:lovelace@127.0.0.1:{port}/home"),
            Kind::Apache => format!("webdav://127.0.0.1:{port}/home"),
            Kind::Moto | Kind::RcloneS3 => format!("s3://{BUCKET}/home"),
        };
        let env = match self.kind {
            Kind::Folder | Kind::RcloneDav | Kind::Apache => Vec::new(),
            Kind::RcloneDavs => {
                vec![("SSL_CERT_FILE", self.authority().to_str().unwrap().to_owned())]
            }
            Kind::Moto | Kind::RcloneS3 => vec![
                ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
                ("AWS_ACCESS_KEY_ID", "ratkey".to_owned()),
                ("AWS_SECRET_ACCESS_KEY", "ratsecret".to_owned()),
                ("AWS_REGION", "us-east-1".to_owned()),
            ],
        };
        Address { url, env }
    }

    /// Makes the bucket that moto has forgotten.
    pub fn create_bucket(&self) {
        self.bucket().create();
    }

    fn bucket(&self) -> Bucket<'static> {
        Bucket { port: self.port(), name: BUCKET }
    }

    /// Every object by its name, which begins with `rat/`; and whatever else lies there.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        if self.kind == Kind::Moto {
            return self.bucket().objects(PREFIX);
        }
        let mut found = BTreeMap::new();
        collect(&self.objects_lie(), "", &mut found);
        found
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        if self.kind == Kind::Moto {
            return self.bucket().put(&format!("{PREFIX}{name}"), bytes);
        }
        fs::write(self.objects_lie().join(name), bytes).unwrap();
    }

    pub fn remove(&self, name: &str) {
        if self.kind == Kind::Moto {
            return self.bucket().remove(&format!("{PREFIX}{name}"));
        }
        fs::remove_file(self.objects_lie().join(name)).unwrap();
    }
}

impl Drop for Store {
    /// A server that was just ended may still have been writing.
    fn drop(&mut self) {
        self.server = None;
        let Some(folder) = self.folder.take() else { return };
        let path = folder.keep();
        let gone = |_: &i32| {
            let _ = fs::remove_dir_all(&path);
            std::thread::sleep(std::time::Duration::from_millis(10));
            !path.exists()
        };
        (0..50).find(gone);
    }
}

fn collect(folder: &Path, before: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{before}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
