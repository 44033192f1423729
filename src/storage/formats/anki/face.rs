//! What stands on a card: the templates of its note type filled with its note, as plain text.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::card::{Fault, Field, Id, Kind as Asks, Text};
use crate::storage::formats::anki::html::{self, Lost};
use crate::storage::formats::anki::left::Sort;
use crate::storage::formats::anki::shelf::{Face, Kind};
use crate::storage::formats::anki::template::{Fill, Template};
use crate::storage::formats::anki::{gaps, ours};

/// The most bytes a side of a card may have, as HTML and as text.
pub(super) const MOST: usize = 1 << 17;

/// A note, as far as a card shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note<'a> {
    /// Its type.
    pub(super) kind: &'a Kind,
    /// Its fields, in the order of the type.
    pub(super) fields: &'a [Cow<'a, str>],
    /// Its tags, with blanks between them.
    pub(super) tags: &'a str,
    /// What its fields have lost already.
    pub(super) lost: Lost,
}

/// What was made of a card.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    /// What stands on it; without faults.
    pub(super) text: Text,
    /// `deck/key` when this program wrote it.
    pub(super) ours: Option<String>,
    /// What words cannot carry.
    pub(super) lost: Lost,
}

impl<'a> Note<'a> {
    /// Makes the card with this ordinal in a deck, or says why there can be none; `spent` grows by the
    /// bytes of HTML that were looked at.
    pub(super) fn card(&self, ordinal: u32, deck: &str, spent: &mut usize) -> Result<Made, Sort> {
        *spent += self.fields.iter().map(|text| text.len()).sum::<usize>();
        if self.kind.occlusion || self.fields.iter().any(|text| text.contains("image-occlusion:")) {
            return Err(Sort::Occlusion);
        }
        let mut lost = self.lost;
        let ours = self.ours();
        let text = if ours.is_some() {
            self.as_ours(&mut lost)
        } else {
            self.shown(ordinal, deck, (&mut lost, spent))?
        };
        if [&text.front, &text.back, &text.note].iter().any(|text| text.len() > MOST) {
            return Err(Sort::TooLong);
        }
        match text.faults().first() {
            None => Ok(Made { text, ours, lost }),
            Some(fault) => Err(sort(fault, lost)),
        }
    }

    fn field(&self, name: &str) -> Option<&'a str> {
        self.fields.get(self.kind.place(name)?).map(AsRef::as_ref)
    }

    /// The name this program gave the card.
    fn ours(&self) -> Option<String> {
        if !self.kind.name.starts_with(ours::RECALL) {
            return None;
        }
        self.field(ours::CARD)?.trim().parse().ok().map(|id: Id| id.to_string())
    }

    /// A note of this program, field by field: no template can change what stands on it.
    fn as_ours(&self, lost: &mut Lost) -> Text {
        let mut words = |name| html::words(self.field(name).unwrap_or_default(), lost);
        let note = words(ours::NOTE);
        if self.kind.cloze {
            let text = gaps::mark(&gaps::clean(self.field(ours::TEXT).unwrap_or_default()), 1);
            let front = gaps::written(&html::words(&text, lost));
            return Text { kind: Asks::Cloze, front, back: String::new(), note };
        }
        Text { kind: Asks::Recall, front: words(ours::FRONT), back: words(ours::BACK), note }
    }

    /// Any other note, as its templates show it.
    fn shown(
        &self,
        ordinal: u32,
        deck: &str,
        (lost, spent): (&mut Lost, &mut usize),
    ) -> Result<Text, Sort> {
        let place =
            if self.kind.cloze { 0 } else { usize::try_from(ordinal).unwrap_or(usize::MAX) };
        let face = self.kind.faces.get(place).ok_or(Sort::NoTemplate)?;
        lost.scripts |= face.scripts;
        let mut side = Side {
            note: *self,
            face,
            deck,
            cloze: self.kind.cloze.then_some(ordinal.saturating_add(1)),
            back: false,
            shown: BTreeSet::new(),
            hinted: BTreeSet::new(),
        };
        *spent += MOST;
        let front = side.fill(face.front.as_ref())?;
        side.back = true;
        let back = side.fill(face.back.as_ref())?;
        *spent = *spent + front.len() + back.len() - MOST;
        let hints: Vec<String> = side
            .hinted
            .difference(&side.shown)
            .map(|name| html::words(side.get(name), lost))
            .collect();
        let front = html::words(&front, lost);
        if self.kind.cloze {
            let note = [html::words(&back, lost), hints.join("\n")].join("\n").trim().to_owned();
            let front = gaps::written(&front);
            return Ok(Text { kind: Asks::Cloze, front, back: String::new(), note });
        }
        let back = answer(&front, &back, lost);
        Ok(Text { kind: Asks::Recall, front, back, note: hints.join("\n") })
    }
}

/// The words of a back, without what the front has said already.
fn answer(front: &str, back: &str, lost: &mut Lost) -> String {
    let words = html::words(html::after_line(back), lost);
    let words = if words.is_empty() { html::words(back, lost) } else { words };
    match words.strip_prefix(front) {
        Some(rest) if rest.starts_with('\n') && !front.is_empty() => rest.trim().to_owned(),
        Some(_) | None => words,
    }
}

/// Says what a fault makes of a card.
fn sort(fault: &Fault, lost: Lost) -> Sort {
    match fault {
        Fault::Empty(_) | Fault::Cloze(_) if lost.media() => Sort::OnlyMedia,
        Fault::Empty(Field::Back) => Sort::NoBack,
        Fault::Empty(Field::Front | Field::Text | Field::Note) => Sort::NoFront,
        Fault::Cloze(_) | Fault::AnswerBesideCloze | Fault::Control(..) => Sort::Gaps,
    }
}

/// One side of a card while its template is filled.
struct Side<'a> {
    note: Note<'a>,
    face: &'a Face,
    deck: &'a str,
    /// The number whose gaps are asked for.
    cloze: Option<u32>,
    back: bool,
    /// The fields that were shown.
    shown: BTreeSet<String>,
    /// The fields that the front offered as hints.
    hinted: BTreeSet<String>,
}

impl Side<'_> {
    fn fill(&mut self, template: Option<&Template>) -> Result<String, Sort> {
        template.ok_or(Sort::NoTemplate)?.render(self, MOST).ok_or(Sort::TooLong)
    }

    /// What a field or one of Anki's own names says; nothing when there is no such field.
    fn get(&self, name: &str) -> &str {
        let face = self.face;
        self.note.field(name).unwrap_or_else(|| match name {
            "Tags" => self.note.tags,
            "Type" => &self.note.kind.name,
            "Deck" => self.deck,
            "Subdeck" => self.deck.rsplit("::").next().unwrap_or_default(),
            "Card" => &face.name,
            _ => "",
        })
    }

    /// Tells whether a name is that of the gaps that are asked for, such as `c1`.
    fn asks_for(&self, name: &str) -> bool {
        let number = name.strip_prefix('c').and_then(|number| number.parse().ok());
        number.is_some() && number == self.cloze
    }
}

impl Fill for Side<'_> {
    fn filled(&self, name: &str) -> bool {
        self.asks_for(name) || !html::is_blank(self.get(name))
    }

    fn field(&mut self, name: &str, filters: &[String]) -> Cow<'_, str> {
        let has = |filter: &str| filters.iter().any(|held| held == filter);
        let gone = Cow::Borrowed("");
        if filters.iter().any(|filter| filter.starts_with("tts")) || name == "FrontSide" {
            return gone;
        }
        if let Some(number) = self.cloze {
            let known = self.back && self.shown.contains(name);
            if has("cloze-only") || has("cloze") && has("type") || known {
                return gone;
            }
            if has("cloze") {
                self.shown.insert(name.to_owned());
                // Behind, every gap is filled.
                let asked = if self.back { 0 } else { number };
                return Cow::Owned(gaps::mark(&gaps::clean(self.get(name)), asked));
            }
        }
        if !self.back && has("type") {
            return gone;
        }
        if !self.back && has("hint") {
            self.hinted.insert(name.to_owned());
            return gone;
        }
        self.shown.insert(name.to_owned());
        let text = Cow::Owned(gaps::clean(self.get(name)));
        filters.iter().fold(text, |text, filter| match filter.as_str() {
            "kana" => Cow::Owned(readings(&text, true)),
            "kanji" => Cow::Owned(readings(&text, false)),
            _ => text,
        })
    }
}

/// Of words written ` word[reading]` the readings, or the words.
fn readings(text: &str, reading: bool) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, tail)) =
            after.split_once(']').filter(|(inside, _)| !inside.contains(':'))
        else {
            break;
        };
        let word = before.rsplit([' ', '>']).next().unwrap_or_default();
        let kept = before.strip_suffix(word).unwrap_or_default();
        out.push_str(kept.strip_suffix(' ').unwrap_or(kept));
        out.push_str(if reading { inside } else { word });
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A note type with the fields Front, Back and More, and one template.
    fn kind(cloze: bool, front: &str, back: &str) -> Kind {
        let mut kind = Kind::new("Any", cloze, 0);
        kind.fields = ["Front", "Back", "More"].map(str::to_owned).into();
        kind.faces = vec![Face::new("Card 1", front, back)];
        kind
    }

    fn card(kind: &Kind, fields: [&str; 3]) -> Result<Text, Sort> {
        let fields = fields.map(Cow::Borrowed);
        let note = Note { kind, fields: &fields, tags: " one two ", lost: Lost::default() };
        note.card(0, "A::B", &mut 0).map(|made| made.text)
    }

    /// The front, back and note of a card with these templates.
    fn sides(front: &str, back: &str, fields: [&str; 3]) -> [String; 3] {
        let text = card(&kind(false, front, back), fields).unwrap();
        [text.front, text.back, text.note]
    }

    #[test]
    fn the_back_does_not_repeat_the_front() {
        for back in [
            "{{FrontSide}}<hr id=answer>{{Back}}",
            "{{Front}}\n\n<hr id=\"answer\">\n\n{{Back}}",
            "{{Front}}<br>{{Back}}",
            "{{FrontSide}}{{Back}}",
        ] {
            assert_eq!(sides("{{Front}}", back, ["Why?", "So.", ""])[1], "So.", "{back}");
        }
    }

    #[test]
    fn what_is_typed_in_is_asked_for_in_front_and_shown_behind() {
        let back = "{{Front}}<hr id=answer>{{type:Back}}";
        let shown = sides("{{Front}}{{type:Back}}", back, ["Why?", "So.", ""]);
        assert_eq!(shown, ["Why?", "So.", ""]);
    }

    #[test]
    fn a_hint_in_front_becomes_the_note() {
        let shown = sides("{{Front}}{{hint:More}}", "{{Back}}", ["Why?", "So.", "Think"]);
        assert_eq!(shown, ["Why?", "So.", "Think"]);
        let shown = sides("{{Front}}{{hint:More}}", "{{Back}} {{More}}", ["Why?", "So.", "Think"]);
        assert_eq!(shown, ["Why?", "So. Think", ""]);
    }

    #[test]
    fn the_names_that_anki_gives_are_filled_in() {
        let front = "{{Tags}}/{{Deck}}/{{Subdeck}}/{{Card}}/{{Type}}";
        assert_eq!(sides(front, "{{Back}}", ["", "b", ""])[0], "one two /A::B/B/Card 1/Any");
    }

    #[test]
    fn a_field_of_line_breaks_is_not_filled() {
        let front = "{{Front}}{{#More}}more{{/More}}{{^More}}less{{/More}}";
        assert_eq!(sides(front, "{{Back}}", ["a", "b", " <div><br></div> "])[0], "aless");
    }

    #[test]
    fn readings_are_taken_from_words_or_words_from_readings() {
        let field = " 日本[にほん] 語[ご]です";
        assert_eq!(sides("{{kana:Front}}", "{{Back}}", [field, "b", ""])[0], "にほんごです");
        assert_eq!(sides("{{kanji:Front}}", "{{Back}}", [field, "b", ""])[0], "日本語です");
    }

    #[test]
    fn the_back_of_a_cloze_becomes_its_note_without_the_sentence() {
        let back = "{{Back}}{{cloze:Front}}<br>{{More}}";
        let kind = kind(true, "{{Back}}: {{cloze:Front}}", back);
        let text = card(&kind, ["A {{c1::gap}}", "Title", "More"]).unwrap();
        assert_eq!((text.front.as_str(), text.note.as_str()), ("Title: A {{gap}}", "More"));
    }

    #[test]
    fn gaps_that_only_the_back_shows_are_filled() {
        let kind = kind(true, "{{cloze:Front}}", "{{cloze:Front}}{{cloze:More}}");
        let text = card(&kind, ["A {{c1::gap}}", "", "and {{c1::more}}"]).unwrap();
        assert_eq!(text.note, "and more");
    }

    #[test]
    fn the_work_of_filling_templates_is_counted() {
        let fields = ["1234567890", "b", ""].map(Cow::Borrowed);
        let kind = kind(false, &"{{Front}}".repeat(100), "{{Back}}");
        let (mut spent, lost) = (0, Lost::default());
        let note = Note { kind: &kind, fields: &fields, tags: "", lost };
        note.card(0, "A", &mut spent).unwrap();
        assert_eq!(spent, 11 + 1000 + 1);
    }

    #[test]
    fn a_card_that_cannot_be_is_left_with_the_reason() {
        let plain = kind(false, "{{Front}}", "{{Back}}");
        let cloze = kind(true, "{{cloze:Front}}", "{{cloze:Front}}");
        let long = "word ".repeat(40_000);
        for (kind, fields, why) in [
            (&plain, ["", "b", ""], Sort::NoFront),
            (&plain, ["a", "", ""], Sort::NoBack),
            (&plain, ["<img src=a>", "b", ""], Sort::OnlyMedia),
            (&plain, ["a", "[sound:b]", ""], Sort::OnlyMedia),
            (&plain, [&long, "b", ""], Sort::TooLong),
            (&cloze, ["no gap", "", ""], Sort::Gaps),
            (&cloze, ["{{c1:: }} empty", "", ""], Sort::Gaps),
            (&cloze, ["{{c1::<img src=a>}} drawn", "", ""], Sort::OnlyMedia),
            (&cloze, ["{{c1::image-occlusion:rect}}", "", ""], Sort::Occlusion),
            (&kind(false, "{{#Front}}", "b"), ["a", "b", ""], Sort::NoTemplate),
        ] {
            assert_eq!(card(kind, fields), Err(why), "{fields:?}");
        }
    }
}
