//! Ways through the walks: one to every end.

use crate::walker::Steer;

/// A way through a walk to one of its ends.
pub struct Way {
    pub technique: &'static str,
    pub to: &'static str,
    pub steer: Steer<'static>,
}

const fn way(technique: &'static str, to: &'static str, steer: Steer<'static>) -> Way {
    Way { technique, to, steer }
}

/// What everybody says who wants to get through; a way adds to it.
pub const SOUND: Steer = &[
    ("replacements", "yes"),
    ("pictured", "yes"),
    ("sound-enough", "yes"),
    ("same-question", "yes"),
    ("faith", "yes"),
    ("open", "yes"),
    ("truth", "yes"),
    ("cheap", "yes"),
    ("reversible", "yes"),
    ("steady", "yes"),
    ("attention", "yes"),
    ("better", "yes"),
    ("sensing", "yes"),
    ("handle", "like a heavy coat"),
    ("fits", "a click"),
    ("one-accepts", "yes"),
    ("two-accepts", "yes"),
    ("one-heard", "yes"),
    ("two-heard", "yes"),
];

/// The way's answers with those of everybody.
pub fn steered(way: &Way) -> Vec<(&'static str, &'static str)> {
    way.steer.iter().chain(SOUND).copied().collect()
}

/// One way to every end of every walk.
pub const WAYS: &[Way] = &[
    way(
        "goal-factoring",
        "keep",
        &[("verdict", "keep it"), ("press", "gladly"), ("replacements", "skip")],
    ),
    way("goal-factoring", "replace", &[("verdict", "replace it"), ("tap", "now")]),
    way(
        "goal-factoring",
        "change",
        &[
            ("verdict", "change it"),
            ("comfort", "3"),
            ("lost", "Tuesdays"),
            ("press", "hesitate"),
            ("missing", "the telling"),
            ("want", "I want to look as if"),
            ("really", "an honest goal"),
            ("protest", "yes"),
            ("protests", "the quiet"),
        ],
    ),
    way(
        "goal-factoring",
        "try",
        &[
            ("verdict", "try it for some days"),
            ("want", "both"),
            ("seen-as", "the neighbours see it"),
            ("now-true", "it was about Ines"),
            ("now-true-card", "yes"),
        ],
    ),
    way(
        "aversion-factoring",
        "cleared",
        &[
            ("chosen", "yes"),
            ("try", "yes"),
            ("until", "yes"),
            ("tap", "yes"),
            ("verdict", "it is cleared"),
        ],
    ),
    way(
        "aversion-factoring",
        "go on",
        &[
            ("chosen", "yes"),
            ("eager", "3"),
            ("missing", "the stares"),
            ("until", "yes"),
            ("left", "yes"),
            ("next-try", "yes"),
            ("verdict", "go on with the experiments"),
        ],
    ),
    way("aversion-factoring", "leave", &[("verdict", "leave it as it is")]),
    way(
        "aversion-factoring",
        "settled",
        &[
            ("elsewhere", "yes"),
            ("swap", "look for something else first"),
            ("still", "no, that is settled"),
        ],
    ),
    way(
        "aversion-factoring",
        "through others",
        &[
            ("elsewhere", "yes"),
            ("swap", "look for something else first"),
            ("press", "gladly"),
            ("against", "yes"),
            ("hear", "hear that part first"),
            ("chosen", "yes"),
            ("taste", "yes"),
            ("exposure", "now"),
            ("verdict", "keep it"),
        ],
    ),
    way("turbocharging", "plan", &[("tap", "yes"), ("transfer", "yes"), ("look", "yes")]),
    way("turbocharging", "reworked", &[("fit-after", "5"), ("again", "yes")]),
    way(
        "turbocharging",
        "cards",
        &[("sort", "knowing something"), ("cards", "stop here"), ("first-card", "yes")],
    ),
    way(
        "taste-and-shaping",
        "click",
        &[
            ("click", "yes"),
            ("taste", "dull"),
            ("test", "yes"),
            ("how", "so"),
            ("before", "look away"),
            ("later", "yes"),
        ],
    ),
    way(
        "taste-and-shaping",
        "split",
        &[("feels", "2"), ("split", "yes"), ("talk", "let them talk now")],
    ),
    way("goodharts-imperius", "move", &[("tap", "yes")]),
    way("goodharts-imperius", "look", &[("move", "reward the looking")]),
    way("goodharts-imperius", "second", &[("move", "add a second measure")]),
    way("goodharts-imperius", "drop", &[("move", "drop the measure")]),
    way("goodharts-imperius", "leave", &[("move", "leave it")]),
    way("systemization", "build now", &[("tap", "yes"), ("revised", "smaller")]),
    way(
        "systemization",
        "build later",
        &[("act", "another day"), ("effortless", "4"), ("revised", "one")],
    ),
    way("systemization", "not worth it", &[("verdict", "not worth it")]),
    way("systemization", "let it be", &[("liked", "yes")]),
    way("systemization", "no better", &[("better", "no")]),
    way("againstness", "calm", &[("after", "3")]),
    way(
        "againstness",
        "hot",
        &[
            ("pending", "yes"),
            ("hold", "look at it in twenty minutes"),
            ("still", "do it"),
            ("sign", "yes"),
            ("tap", "yes"),
        ],
    ),
    way(
        "againstness",
        "otherwise",
        &[
            ("after", "3"),
            ("pending", "yes"),
            ("hold", "look at it in twenty minutes"),
            ("still", "do it differently"),
        ],
    ),
    way(
        "againstness",
        "drop",
        &[
            ("after", "3"),
            ("pending", "yes"),
            ("hold", "look at it in twenty minutes"),
            ("still", "drop it"),
        ],
    ),
    way(
        "comfort-zone-exploration",
        "more",
        &[("verdict", "more of it"), ("tap", "yes"), ("next", "yes")],
    ),
    way("comfort-zone-exploration", "same", &[("verdict", "the same again"), ("sleep", "yes")]),
    way("comfort-zone-exploration", "other", &[("verdict", "something different")]),
    way("comfort-zone-exploration", "not now", &[("verdict", "not now")]),
    way("comfort-zone-exploration", "never", &[("verdict", "never")]),
    way("comfort-zone-exploration", "fence stays", &[("right", "3"), ("go-on", "no")]),
    way("comfort-zone-exploration", "not safe", &[("cheap", "no")]),
    way("resolve-cycles", "solved", &[("solved", "yes, all of it"), ("tap", "yes")]),
    way(
        "resolve-cycles",
        "tied",
        &[("solved", "yes, but for parts left for later"), ("left", "yes")],
    ),
    way(
        "resolve-cycles",
        "with a question",
        &[
            ("solving", "shown"),
            ("helped", "yes"),
            ("solved", "no"),
            ("actions", "shown"),
            ("helped-later", "yes"),
            ("end", "solved"),
            ("own-question", "who knows?"),
        ],
    ),
    way("resolve-cycles", "again", &[("solved", "no"), ("end", "another round later")]),
    way("resolve-cycles", "park", &[("solved", "no"), ("end", "park it"), ("parked", "yes")]),
    way(
        "focusing",
        "a click",
        &[("came", "a no"), ("more", "let it be"), ("parked", "yes"), ("trial", "yes")],
    ),
    way("focusing", "several", &[("several", "yes"), ("more", "let it be")]),
    way("focusing", "no words", &[("handle", "skip"), ("onward", "enough for today")]),
    way(
        "focusing",
        "enough",
        &[("begin", "I look for what is there"), ("fits", "enough for today")],
    ),
    way(
        "focusing",
        "stop kindly",
        &[("strong", "9"), ("strong-now", "9"), ("stay", "stop kindly")],
    ),
    way(
        "internal-double-crux",
        "path",
        &[("tap", "yes"), ("others", "yes"), ("parked", "yes"), ("later", "yes")],
    ),
    way(
        "internal-double-crux",
        "another sheet",
        &[
            ("talk", "fork"),
            ("one-accepts", "no"),
            ("renamed", "the early one"),
            ("two-accepts", "no"),
            ("renamed-two", "the late one"),
            ("hesitates", "yes"),
            ("trial", "yes"),
        ],
    ),
    way(
        "internal-double-crux",
        "heard",
        &[("begins", "the second"), ("resolved", "not resolved, but heard")],
    ),
    way("double-crux", "alone", &[("without", "5"), ("crucial", "8"), ("bet", "yes")]),
    way(
        "double-crux",
        "two",
        &[
            ("way", "two of us at this keyboard"),
            ("without", "5"),
            ("other-without", "0"),
            ("crucial", "8"),
            ("settles", "it is a matter of values"),
        ],
    ),
    way(
        "double-crux",
        "two and a bet",
        &[
            ("way", "two of us at this keyboard"),
            ("crucial", "8"),
            ("bet", "yes"),
            ("other-bet", "yes"),
            ("later", "yes"),
        ],
    ),
    way("double-crux", "by files", &[("way", "we exchange files"), ("crucial", "8")]),
    way(
        "double-crux",
        "prepared alone",
        &[
            ("way", "two of us at this keyboard"),
            ("faith", "no"),
            ("crucial", "8"),
            ("other-side", "no"),
        ],
    ),
    way(
        "double-crux",
        "open",
        &[("crucial", "3"), ("settles", "leave it open"), ("simpler", "skip")],
    ),
    way(
        "trigger-action-plans",
        "plan",
        &[("obstacle", "the phone"), ("anchor", "teeth"), ("check", "yes")],
    ),
    way(
        "trigger-action-plans",
        "doubtful",
        &[("surprise", "3"), ("conflicted", "yes"), ("serves", "yes")],
    ),
    way("trigger-action-plans", "left", &[("conflicted", "yes"), ("heed", "leave it for today")]),
    way(
        "trigger-action-plans",
        "heard",
        &[
            ("conflicted", "yes"),
            ("heed", "it wants something else"),
            ("habit", "something to do instead of a habit"),
            ("cue-log", "yes"),
        ],
    ),
    way("murphyjitsu", "sound", &[("first-shock", "9"), ("first", "yes")]),
    way("murphyjitsu", "pictured", &[("pictured", "no"), ("pictured-how", "at ten")]),
    way(
        "murphyjitsu",
        "mended",
        &[
            ("first-shock", "3"),
            ("next", "yes"),
            ("stronger", "borrow the rest"),
            ("wants-tap", "yes"),
            ("outside-view", "late"),
            ("outside-defence", "begin at eight"),
        ],
    ),
];
