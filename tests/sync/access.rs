//! How a device is let in: certificates, passwords, profiles, and builds that know no servers.

use crate::converging::{pair, settle};
use crate::device::{Device, agree};
use crate::stores::{Kind, Store};

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn an_authority_of_ones_own_is_believed_where_it_is_named() {
    let (_store, anna, ben) = pair(Kind::RcloneDavs);
    ben.jot("sealed on the way");
    settle(&[&ben, &anna]);
    agree(&[&anna, &ben]);
    assert_eq!(anna.jots().len(), 2);
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_server_under_an_authority_that_nobody_knows_is_not_believed() {
    let store = Store::new(Kind::RcloneDavs);
    let other = Store::new(Kind::RcloneDavs);
    let mut wrong = store.address();
    wrong.env = other.address().env;
    let mut unknown = store.address();
    unknown.env.clear();
    for address in [wrong, unknown] {
        let mut anna = Device::alone();
        let said = anna.begins(&address, "annas-laptop");
        assert!(said.code == 1 && said.err.contains("certificate"), "{said:?}");
        assert!(said.err.contains("SSL_CERT_FILE"), "{said:?}");
        assert!(!said.err.contains("lovelace"), "{said:?}");
    }
    assert!(store.objects().is_empty(), "something was sent to whom nobody knows");
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_password_may_come_from_the_environment_and_is_never_shown() {
    let store = Store::new(Kind::RcloneDav);
    let (whole, mut bare) = (store.address(), store.address());
    bare.url = bare.url.replace(":lovelace", "");
    bare.env.push(("RAT_SYNC_PASSWORD", "lovelace".to_owned()));
    let anna = Device::first(&bare, "annas-laptop");
    let ben = Device::another(&whole, "bens-phone", &anna.words());
    anna.lives("anna");
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    for device in [&anna, &ben] {
        for arguments in [&["sync", "status"][..], &["sync", "status", "--json"], &["sync"]] {
            let said = device.run(arguments);
            assert!(said.code == 0 && !said.out.contains("lovelace"), "{said:?}");
        }
        assert_eq!(device.json(&["sync", "status"])["store"], bare.url);
    }
    // Without it one is not let in, and is told what is missing.
    bare.env.clear();
    let said = Device::alone().begins(&bare, "carlas-tablet");
    assert!(said.code == 1 && said.err.contains("RAT_SYNC_PASSWORD"), "{said:?}");
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_profile_of_the_tools_of_aws_lets_in() {
    let (store, anna, _ben) = pair(Kind::RcloneS3);
    let mut carla = Device::alone();
    let file = carla.home.folder.path().join("shared");
    let known = "[default]\naws_access_key_id = nobody\naws_secret_access_key = hushhush\n\n\
        [rat]\naws_access_key_id = ratkey\naws_secret_access_key = ratsecret\n";
    std::fs::write(&file, known).unwrap();
    let mut address = store.address();
    address.env.retain(|(name, _)| !name.ends_with("KEY_ID") && !name.ends_with("ACCESS_KEY"));
    address.env.push(("AWS_SHARED_CREDENTIALS_FILE", file.to_str().unwrap().to_owned()));
    let said = carla.joins(&address, "carlas-tablet", &anna.words());
    assert!(said.code == 1 && !said.err.contains("hushhush"), "{said:?}");
    address.env.push(("AWS_PROFILE", "rat".to_owned()));
    carla.joined(&address, "carlas-tablet", &anna.words());
    settle(&[&carla, &anna]);
    agree(&[&anna, &carla]);
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_profile_that_is_not_there_is_named() {
    let (store, anna, _ben) = pair(Kind::RcloneS3);
    let mut address = store.address();
    address.env.retain(|(name, _)| !name.ends_with("KEY_ID") && !name.ends_with("ACCESS_KEY"));
    address.env.push(("AWS_PROFILE", "ratty".to_owned()));
    let begun = std::time::Instant::now();
    let said = Device::alone().joins(&address, "carlas-tablet", &anna.words());
    assert!(said.code == 1 && said.err.contains("ratty"), "{said:?}");
    assert!(begun.elapsed().as_secs() < 10, "{said:?}");
}

/// A build without the feature says that it is one, and what else there is.
#[cfg(not(feature = "remote-sync"))]
#[test]
fn a_build_without_servers_says_what_it_lacks() {
    for url in ["webdavs://ada@127.0.0.1/home", "webdav://127.0.0.1", "s3://bucket/home"] {
        let said = Device::alone().run(&["sync", "init", url]);
        assert!(said.code == 1 && said.err.contains("remote-sync"), "{said:?}");
        assert!(said.err.contains("folder"), "{said:?}");
    }
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_folder_that_a_server_has_not_is_named_and_filled_once_it_is_there() {
    let store = Store::new(Kind::RcloneDav);
    let mut address = store.address();
    address.url.push_str("/deep/er");
    let mut anna = Device::alone();
    let said = anna.begins(&address, "annas-laptop");
    assert!(said.code == 1 && said.err.contains("/home/deep/er"), "{said:?}");
    assert!(said.err.contains("make it first"), "{said:?}");
    std::fs::create_dir_all(store.objects_lie().join("deep/er")).unwrap();
    anna.synced();
    assert!(store.objects().keys().all(|name| name.starts_with("deep/er/rat/v1/")));
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_server_that_speaks_something_else_is_told_of() {
    let (dav, s3) = (Store::new(Kind::RcloneDav), Store::new(Kind::RcloneS3));
    let sealed = dav.address().url.replace("webdav:", "webdavs:");
    let said = Device::alone().run(&["sync", "init", &sealed]);
    assert!(said.code == 1 && said.err.contains("speaks no TLS"), "{said:?}");
    let other = format!("webdav://127.0.0.1:{}/rat-store", s3.port());
    let said = Device::alone().run(&["sync", "init", &other]);
    assert!(said.code == 1 && said.err.contains("no WebDAV"), "{said:?}");
}
