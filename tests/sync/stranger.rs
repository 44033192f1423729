//! Somebody who has the store but not the key learns nothing but sizes, counts and times.

use std::collections::BTreeSet;

use crate::converging::settle;
use crate::device::Device;
use crate::stores::{Kind, Store};

/// What a compressed text begins with.
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// What a file that was sealed begins with.
const SEALED: &[u8] = b"age-encryption.org/v1\n";

/// Every word of four letters or digits, or more.
fn words(text: &str) -> BTreeSet<Vec<u8>> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| word.as_bytes().to_vec())
        .collect()
}

/// All that a stranger can read: names and contents.
fn readable(store: &Store) -> Vec<u8> {
    let objects = store.objects();
    objects.into_iter().flat_map(|(name, bytes)| [name.into_bytes(), bytes].concat()).collect()
}

/// The words that are found in what can be read.
fn found(words: &BTreeSet<Vec<u8>>, readable: &[u8]) -> BTreeSet<Vec<u8>> {
    let held = |word: &&Vec<u8>| readable.windows(word.len()).any(|window| window == &word[..]);
    words.iter().filter(held).cloned().collect()
}

/// Short words are found anywhere by chance. What is told of the same facts under three keys is none.
fn a_stranger_learns_no_word(kind: Kind) {
    let lived = Device::alone();
    for mark in ["zebrafinch", "quicksilver", "mountebank"] {
        lived.lives(mark);
    }
    let mut told = words(&lived.digest());
    told.extend(words("annas-laptop bens-phone extraordinary"));
    told.insert(ZSTD.to_vec());
    assert!(told.len() > 60, "{}", told.len());
    for _ in 0..3 {
        let store = Store::new(kind);
        let mut anna = lived.copied();
        assert_eq!(anna.begins(&store.address(), "annas-laptop").code, 0);
        anna.synced();
        let ben = Device::another(&store.address(), "bens-phone", &anna.words());
        ben.jot("extraordinary");
        settle(&[&ben, &anna]);
        for (name, bytes) in store.objects() {
            assert!(name.starts_with("rat/v1/"), "{name}");
            match name.rsplit_once('.') {
                Some((_, "age")) => assert!(bytes.starts_with(SEALED), "{name} is not sealed"),
                // Marks say all they say by being there.
                Some((_, "bad" | "end")) => assert_eq!(bytes.len(), 1, "{name}"),
                _ => panic!("{name} is none of ours"),
            }
        }
        told = found(&told, &readable(&store));
    }
    let told: Vec<String> =
        told.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    assert!(told.is_empty(), "a stranger learns of {told:?}");
}
in_every_store!(a_stranger_learns_no_word);

#[test]
fn the_search_for_words_finds_one_that_is_there() {
    let store = Store::new(Kind::Folder);
    store.put("plain", b"\x00\x01quicksilver\xff");
    let found = found(&words("quicksilver; mountebank"), &readable(&store));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [b"quicksilver".to_vec()]);
}
