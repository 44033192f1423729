//! Enumerations whose every variant has one word, the same in commands, JSON and the database.

/// Says that a text is none of the words it could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is no {what}; use {}", .words.join(", "))]
pub struct NotAWord {
    /// What a word was wanted for.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// The words there are.
    pub words: Vec<&'static str>,
}

/// Defines such an enumeration: `ALL`, `word`, `FromStr` (any case, any unambiguous beginning) and
/// `Display` follow from its words.
macro_rules! words {
    (
        $(#[$about:meta])* $name:ident, $what:literal:
        $( $(#[$doc:meta])* $variant:ident = $word:literal, )+
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $( $(#[$doc])* $variant, )+ }

        impl $name {
            /// Every value there is.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The word for it in commands, tables and JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::domain::word::NotAWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.trim().to_lowercase();
                let begins = |value: &&Self| value.word().starts_with(&wanted);
                let exact = Self::ALL.iter().find(|value| value.word() == wanted);
                let only = || {
                    let mut fits = Self::ALL.iter().filter(begins);
                    fits.next().filter(|_| !wanted.is_empty() && fits.next().is_none())
                };
                exact.or_else(only).copied().ok_or_else(|| crate::domain::word::NotAWord {
                    what: $what,
                    given: text.to_owned(),
                    words: Self::ALL.iter().map(|value| value.word()).collect(),
                })
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    words! {
        /// A colour.
        Colour, "colour":
        /// Red.
        Red = "red",
        /// Green.
        Green = "green",
        /// Grey.
        Grey = "grey",
    }

    #[test]
    fn every_value_is_read_from_its_word() {
        for colour in Colour::ALL {
            assert_eq!(colour.word().parse(), Ok(*colour));
        }
    }

    #[test]
    fn an_unambiguous_beginning_is_enough() {
        assert_eq!("R".parse(), Ok(Colour::Red));
        assert!("gre".parse::<Colour>().is_err());
        assert!("".parse::<Colour>().is_err());
    }

    #[test]
    fn a_wrong_word_names_the_right_ones() {
        let error = "blue".parse::<Colour>().unwrap_err();
        assert_eq!(error.to_string(), "\"blue\" is no colour; use red, green, grey");
    }
}
