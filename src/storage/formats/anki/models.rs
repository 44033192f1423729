//! What `col` holds in a package we write: two note types, decks, a preset and settings, as JSON.

use serde_json::{Map, Value, json};

use crate::storage::formats::anki::ours::{BACK, CARD, CLOZE, FRONT, NOTE, RECALL, TEXT};
use crate::storage::formats::anki::write::Setting;

/// The id of our note type of questions; it never changes, so that a later package finds it again.
pub(super) const RECALL_ID: i64 = 1_600_000_000_001;

/// The id of our note type of clozes.
pub(super) const CLOZE_ID: i64 = 1_600_000_000_002;

/// The id of our preset.
const PRESET_ID: i64 = 1_600_000_000_003;

/// The id of the deck that every collection has.
const DEFAULT_DECK: i64 = 1;

const STYLE: &str = "\
.card { max-width: 40em; margin: 1em auto; padding: 0 1em; font: 20px/1.5 sans-serif;
  color: #1f1f1f; background: #fff; }
.note { margin-top: 1em; font-size: 0.85em; opacity: 0.75; }
.cloze { font-weight: bold; color: #0b57d0; }
.nightMode.card { color: #e8e8e8; background: #2c2c2c; }
.nightMode .cloze { color: #8ab4f8; }
";

/// The note types.
pub(super) fn kinds(seconds: i64) -> String {
    let note =
        format!("{{{{#{NOTE}}}}}\n<div class=\"note\">{{{{{NOTE}}}}}</div>\n{{{{/{NOTE}}}}}");
    let recall = Kind {
        id: RECALL_ID,
        name: RECALL,
        cloze: false,
        fields: &[FRONT, BACK, NOTE, CARD],
        front: format!("{{{{{FRONT}}}}}"),
        back: format!("{{{{FrontSide}}}}\n<hr id=\"answer\">\n{{{{{BACK}}}}}\n{note}"),
    };
    let cloze = Kind {
        id: CLOZE_ID,
        name: CLOZE,
        cloze: true,
        fields: &[TEXT, NOTE, CARD],
        front: format!("{{{{cloze:{TEXT}}}}}"),
        back: format!("{{{{cloze:{TEXT}}}}}\n{note}"),
    };
    by_id([(RECALL_ID, recall.json(seconds)), (CLOZE_ID, cloze.json(seconds))])
}

struct Kind {
    id: i64,
    name: &'static str,
    cloze: bool,
    fields: &'static [&'static str],
    front: String,
    back: String,
}

impl Kind {
    fn json(&self, seconds: i64) -> Value {
        let field = |(place, name)| {
            json!({ "name": name, "ord": place, "sticky": false, "rtl": false, "font": "Arial",
                    "size": 20, "media": [] })
        };
        let fields: Vec<Value> = (0_u8..).zip(self.fields).map(field).collect();
        json!({
            "id": self.id, "name": self.name, "type": u8::from(self.cloze), "mod": seconds,
            "usn": -1, "sortf": 0, "did": Value::Null, "flds": fields, "css": STYLE, "tags": [],
            "vers": [], "latexPre": "", "latexPost": "", "latexsvg": false,
            "req": [[0, "any", [0]]],
            "tmpls": [{ "name": self.name, "ord": 0, "qfmt": self.front, "afmt": self.back,
                        "bqfmt": "", "bafmt": "", "did": Value::Null, "bfont": "", "bsize": 0 }],
        })
    }
}

/// The decks: the one every collection has, and those given with their ids and full names.
pub(super) fn decks(decks: &[(i64, String)], seconds: i64) -> String {
    let deck = |id: i64, name: &str, preset: i64| {
        let today = json!([0, 0]);
        let deck = json!({
            "id": id, "name": name, "mod": seconds, "usn": -1, "desc": "", "dyn": 0,
            "conf": preset, "collapsed": false, "browserCollapsed": false, "extendNew": 0,
            "extendRev": 0, "newToday": today, "revToday": today, "lrnToday": today,
            "timeToday": today,
        });
        (id, deck)
    };
    let own = decks.iter().map(|(id, name)| deck(*id, name, PRESET_ID));
    by_id(std::iter::once(deck(DEFAULT_DECK, "Default", 1)).chain(own))
}

/// The presets: the one every collection has, and ours.
pub(super) fn presets(setting: &Setting<'_>, seconds: i64) -> String {
    let preset = |id: i64, name: &str, parameters: &[f32]| {
        let version = |length| if parameters.len() == length { parameters } else { &[] };
        let preset = json!({
            "id": id, "name": name, "mod": seconds, "usn": -1, "dyn": false, "maxTaken": 60,
            "autoplay": true, "timer": 0, "replayq": true,
            "new": { "bury": false, "delays": [1.0, 10.0], "initialFactor": 2500,
                     "ints": [1, 4, 0], "order": 1, "perDay": 20 },
            "rev": { "bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": setting.longest,
                     "perDay": 200, "hardFactor": 1.2 },
            "lapse": { "delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1,
                       "mult": 0.0 },
            "desiredRetention": setting.retention,
            "fsrsWeights": version(17), "fsrsParams5": version(19), "fsrsParams6": version(21),
        });
        (id, preset)
    };
    by_id([preset(1, "Default", &[]), preset(PRESET_ID, RECALL, setting.parameters)])
}

/// The settings: where and how days turn, and what older versions look for.
pub(super) fn settings(setting: &Setting<'_>, next: u32) -> String {
    json!({
        "creationOffset": -setting.now.offset.div_euclid(60), "rollover": setting.rollover.hour(),
        "fsrs": true, "schedVer": 2, "sched2021": true, "nextPos": next, "curDeck": DEFAULT_DECK,
        "activeDecks": [DEFAULT_DECK], "curModel": RECALL_ID, "collapseTime": 1200,
        "sortType": "noteFld", "sortBackwards": false, "addToCur": true, "newSpread": 0,
        "timeLim": 0, "estTimes": true, "dueCounts": true, "dayLearnFirst": false,
    })
    .to_string()
}

fn by_id(values: impl IntoIterator<Item = (i64, Value)>) -> String {
    let keyed = values.into_iter().map(|(id, value)| (id.to_string(), value));
    Value::Object(keyed.collect::<Map<_, _>>()).to_string()
}
