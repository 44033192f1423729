//! The key under which facts leave the machine; the home of `age`, `bech32`, `bip39` and `sha2`.
//!
//! A segment is sealed with `age` for an X25519 identity that all devices of one person share. Folders
//! and names in the store are hashes that only the key can make, so that whoever has the store but not the
//! key learns sizes, counts and times.

use std::str::FromStr as _;

use age::secrecy::SecretString;
use age::{DecryptError, scrypt, x25519};
use bip39::{Language, Mnemonic};
use sha2::{Digest as _, Sha256};

use crate::domain::name::near;
use crate::domain::sync::listing::NAME;
use crate::storage::Error;

/// The key of a person's store: 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What is wrong with the words of a key, or with its file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// There are too few or too many.
    #[error("a key has 24 words; there are {0}")]
    Count(usize),
    /// One is none of those that keys are made of.
    #[error("word {place}, \"{word}\", is none that keys are made of")]
    Word {
        /// Its place, from 1.
        place: usize,
        /// The word.
        word: String,
        /// Words that resemble it.
        near: Vec<String>,
    },
    /// They do not belong together: one of them is another one, or two changed places.
    #[error("the words do not fit together: one of them is wrong, or two have changed places")]
    Sum,
    /// The key is wrapped by a passphrase, and none was given.
    #[error("the key is wrapped by a passphrase")]
    Wrapped,
    /// The passphrase is another one.
    #[error("the passphrase is not the one that the key was wrapped by")]
    Passphrase,
    /// Something else is in its place.
    #[error("it holds no key")]
    Other,
}

/// How a sealed text could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is damaged, or was sealed under another key")]
pub struct Unopened;

/// How the file of a wrapped key begins.
const WRAPPED: &[u8] = b"age-encryption.org/";

impl Key {
    /// The key of these bits.
    #[must_use]
    pub const fn of(bits: [u8; 32]) -> Self {
        Self(bits)
    }

    /// The words to carry it by, after BIP 39: 24 of 2048 English ones, with a sum.
    ///
    /// # Errors
    /// Never in practice: 256 bits always have words.
    pub fn words(&self) -> Result<String, NotAKey> {
        Ok(Mnemonic::from_entropy(&self.0).map_err(|_| NotAKey::Other)?.to_string())
    }

    /// Reads the words, in any case, with any blanks or line ends between them.
    ///
    /// # Errors
    /// When they are no key's; a mistyped one is named, with those that resemble it.
    pub fn of_words(text: &str) -> Result<Self, NotAKey> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        if words.len() != 24 {
            return Err(NotAKey::Count(words.len()));
        }
        let list = Language::English.word_list();
        let unknown = words.iter().zip(1..).find(|(word, _)| !list.contains(&word.as_str()));
        if let Some((word, place)) = unknown {
            let near = near(word, list.iter().copied(), 3).into_iter().map(str::to_owned);
            return Err(NotAKey::Word { place, word: word.clone(), near: near.collect() });
        }
        let read = Mnemonic::parse_in_normalized(Language::English, &words.join(" "));
        let bits = read.map_err(|_| NotAKey::Sum)?.to_entropy();
        bits.try_into().map(Self).map_err(|_| NotAKey::Other)
    }

    /// A name that only this key can give to something.
    #[must_use]
    pub fn name(&self, what: &[&[u8]]) -> String {
        let mut hash = Sha256::new_with_prefix(self.0);
        for part in what {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let letters =
            |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
        hash.finalize().iter().take(NAME / 2).flat_map(letters).flatten().collect()
    }

    /// Seals a text.
    ///
    /// # Errors
    /// When there is no randomness or no memory.
    pub fn seal(&self, text: &[u8]) -> Result<Vec<u8>, Error> {
        let sealed = age::encrypt(&self.identity()?.to_public(), text);
        sealed.map_err(|error| Error::Strange(error.to_string()))
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// When it was sealed under another key, cut short or changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        age::decrypt(&self.identity().map_err(|_| Unopened)?, sealed).map_err(|_| Unopened)
    }

    fn identity(&self) -> Result<x25519::Identity, Error> {
        let strange = |error: &str| Error::Strange(error.to_owned());
        let hrp =
            bech32::Hrp::parse("age-secret-key-").map_err(|error| strange(&error.to_string()))?;
        let text = bech32::encode_upper::<bech32::Bech32>(hrp, &self.0);
        let text = text.map_err(|error| strange(&error.to_string()))?;
        x25519::Identity::from_str(&text).map_err(strange)
    }

    /// Its words, or those words wrapped by a passphrase.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn written(&self, passphrase: Option<&str>) -> Result<Vec<u8>, Error> {
        let strange = |error: String| Error::Strange(error);
        let words = self.words().map_err(|error| strange(error.to_string()))? + "\n";
        let Some(passphrase) = passphrase else { return Ok(words.into_bytes()) };
        let recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        age::encrypt(&recipient, words.as_bytes()).map_err(|error| strange(error.to_string()))
    }

    /// Reads what [`Key::written`] wrote.
    ///
    /// # Errors
    /// When it is no key, or it is wrapped and the passphrase is missing or another one.
    pub fn read(written: &[u8], passphrase: Option<&str>) -> Result<Self, NotAKey> {
        if !written.starts_with(WRAPPED) {
            return Self::of_words(std::str::from_utf8(written).map_err(|_| NotAKey::Other)?);
        }
        let passphrase = passphrase.ok_or(NotAKey::Wrapped)?;
        let identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        let words = age::decrypt(&identity, written).map_err(|error| {
            let another = matches!(
                error,
                DecryptError::DecryptionFailed
                    | DecryptError::KeyDecryptionFailed
                    | DecryptError::NoMatchingKeys
            );
            if another { NotAKey::Passphrase } else { NotAKey::Other }
        })?;
        Self::of_words(std::str::from_utf8(&words).map_err(|_| NotAKey::Other)?)
    }
}

/// Tells whether a key as it is kept is wrapped by a passphrase.
#[must_use]
pub fn is_wrapped(written: &[u8]) -> bool {
    written.starts_with(WRAPPED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::of(std::array::from_fn(|n| u8::try_from(n).unwrap() * 7))
    }

    #[test]
    fn a_key_is_carried_by_its_words() {
        let words = key().words().unwrap();
        assert_eq!(words.split(' ').count(), 24);
        let typed = format!("  {}\n", words.to_uppercase().replace(' ', "\n "));
        assert_eq!(Key::of_words(&typed), Ok(key()));
    }

    #[test]
    fn a_mistyped_word_is_named_with_the_one_that_was_meant() {
        let words = key().words().unwrap();
        let first = words.split(' ').next().unwrap();
        let typed = words.replacen(first, &format!("{first}q"), 1);
        let Err(NotAKey::Word { place: 1, near, .. }) = Key::of_words(&typed) else { panic!() };
        assert!(near.contains(&first.to_owned()), "{near:?}");
    }

    #[test]
    fn words_that_changed_places_are_noticed() {
        let words = key().words().unwrap();
        let mut words: Vec<&str> = words.split(' ').collect();
        words.swap(3, 9);
        assert_eq!(Key::of_words(&words.join(" ")), Err(NotAKey::Sum));
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_key_only() {
        let sealed = key().seal(b"words").unwrap();
        assert_eq!(key().open(&sealed).unwrap(), b"words");
        assert_eq!(Key::of([1; 32]).open(&sealed), Err(Unopened));
    }

    #[test]
    fn a_changed_bit_or_a_missing_byte_is_noticed() {
        let sealed = key().seal(b"words").unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(key().open(&changed).is_err(), "{place}");
            assert!(key().open(&sealed[..place]).is_err(), "{place}");
        }
    }

    #[test]
    fn names_tell_nothing_and_differ_with_the_key() {
        let name = key().name(&[b"device", b"laptop"]);
        assert_eq!(name.len(), NAME);
        assert_ne!(name, Key::of([1; 32]).name(&[b"device", b"laptop"]));
        assert_ne!(key().name(&[b"a", b"bc"]), key().name(&[b"ab", b"c"]));
    }

    #[test]
    fn a_wrapped_key_wants_its_passphrase() {
        let mut recipient = scrypt::Recipient::new(SecretString::from("open".to_owned()));
        recipient.set_work_factor(2);
        let words = key().words().unwrap();
        let wrapped = age::encrypt(&recipient, words.as_bytes()).unwrap();
        assert_eq!(Key::read(&wrapped, Some("open")), Ok(key()));
        assert_eq!(Key::read(&wrapped, None), Err(NotAKey::Wrapped));
        assert_eq!(Key::read(&wrapped, Some("shut")), Err(NotAKey::Passphrase));
    }
}
