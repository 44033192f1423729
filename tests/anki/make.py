"""Makes a collection with the real Anki library and says what Anki itself makes of it.

    make.py FOLDER [REVIEWS]

Leaves in FOLDER: `new.apkg`, `old.apkg`, `new.colpkg`, `old.colpkg` (each generation of both kinds of
package), `fitted.apkg` (the decks that have parameters of their own) and `truth.json`. Needs the package `anki` from PyPI; written against 26.9.3.
"""

import json
import os
import random
import sys
import time
from datetime import datetime

from anki.collection import AddNoteRequest, Collection, DeckIdLimit, ExportAnkiPackageOptions
from anki.scheduler.v3 import CardAnswer

DAY = 86_400

# The most that is answered of a deck on one day, and how many cards are worth sitting down for.
A_DAY, A_SITTING = 150, 100


def fill(col: Collection) -> None:
    """Notes of every type that Anki ships, in nested decks, with tags."""
    decks = [col.decks.id(n) for n in ("Plain", "Top::Middle::Leaf", "Top", "Clozes", "Ünïcode ☃::子")]

    def note(kind: str, deck: int, tags: str, **fields: str):
        made = col.new_note(col.models.by_name(kind))
        for name, text in fields.items():
            made[name.replace("_", " ")] = text
        made.tags = tags.split()
        col.add_note(made, deck)
        return made

    def batch(kind: str, deck: int, rows) -> None:
        requests = []
        for fields in rows:
            made = col.new_note(col.models.by_name(kind))
            for name, text in fields.items():
                made[name] = text
            requests.append(AddNoteRequest(note=made, deck_id=deck))
        col.add_notes(requests)

    note("Basic", decks[0], "one two::three", Front="What is <b>bold</b>?", Back="A &lt;weight&gt;")
    note("Basic", decks[1], "", Front="A list?", Back="<ul><li>first</li><li>second</li></ul>")
    note("Basic", decks[1], "", Front="Lines<br>broken<div>twice</div>", Back="a&nbsp;b")
    note("Basic", decks[4], "ünïcode::子", Front="日本 🙂", Back="naïve")
    note("Basic", decks[0], "media", Front='Picture <img src="a.png"> here', Back="[sound:b.mp3] word")
    note("Basic", decks[0], "media", Front='<img src="a.png">', Back="only a picture in front")
    note("Basic", decks[0], "latex", Front="[latex]x^2[/latex] why", Back=r"\(\frac{a}{{b}}\)")
    note("Basic", decks[0], "", Front="See <a href='https://x.y'>the link</a>", Back="{{not a field}}")
    note("Basic (and reversed card)", decks[2], "rev", Front="forth", Back="back again")
    note("Basic (optional reversed card)", decks[2], "", Front="one way", Back="only")
    note("Basic (optional reversed card)", decks[2], "", Front="both", Back="ways", Add_Reverse="y")
    note("Basic (type in the answer)", decks[0], "", Front="Type what?", Back="this")
    note("Cloze", decks[3], "", Text="The {{c1::cat}} sat on the {{c2::mat::where?}}.", Back_Extra="rhyme")
    note("Cloze", decks[3], "", Text="{{c1::outer {{c2::inner}} rest}} and {{c1::again}}")
    note("Cloze", decks[3], "", Text=r"Brace }} and {{c1::\(\frac{a}{b}\)}} <b>{{c3::far}}</b>")
    note("Cloze", decks[3], "", Text="<ul><li>{{c1::a}}</li><li>{{c2::b}}</li></ul>")
    note("Cloze", decks[3], "", Text="{{c1::one::two::three}} more {{c2::std::vec}}")
    note("Cloze", decks[3], "", Text="{{c1,2::both}} and {{c3::one}} alone")
    note("Cloze", decks[3], "", Text="{{c1::<div>lines</div><div>of it</div>}} and {c} {{c2::{d}}}", Back_Extra="<b>More</b>")
    odd(col)
    note("Odd", decks[1], "marked two::words", Front=" 日本[にほん] 語[ご]です", Back="<ul><li>a</li><li>b</li></ul>")
    note("Odd", decks[1], "", Front="a &amp; b<br><br>c", Back="<table><tr><td>d</td><td>e</td></tr></table>")
    note("Image Occlusion", decks[3], "", Occlusion="{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}",
         Image='<img src="a.png">', Header="Where?")
    batch("Basic", decks[0], ({"Front": f"Question {i}", "Back": f"Answer {i}"} for i in range(900)))
    batch("Cloze", decks[3], ({"Text": f"Sentence {i} has {{{{c1::one}}}} and {{{{c2::two}}}}"} for i in range(50)))


def odd(col: Collection) -> None:
    """A note type of which every template is strange."""
    made = col.models.new("Odd")
    for name in ("Front", "Back", "None"):
        col.models.add_field(made, col.models.new_field(name))
    for name, front, back in (
        ("Told", "{{#Front}}{{^None}}Asked: {{Front}}{{/None}}{{/Front}} {{Tags}} {{Deck}} {{Subdeck}} {{Card}} {{Type}}",
         "{{Front}}<hr id=answer>{{#None}}no{{/None}}{{Back}}"),
        ("Kana", "<style>b { c: d }</style>{{kana:Front}}<!-- {{Nothing}} -->", "{{FrontSide}} <hr id='answer' class=x> {{text:Back}}"),
        ("Marks", "{{=<% %>=}}<%kanji:Front%> <script>alert('<hr>')</script>", "{{tts en_US:Front}}{{Back}}"),
    ):
        template = col.models.new_template(name)
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(made, template)
    col.models.add(made)


def settings(col: Collection) -> None:
    """FSRS on, with parameters of our own for one preset; no limits."""
    col.set_config("fsrs", True)
    for conf in col.decks.all_config():
        conf["new"]["perDay"] = conf["rev"]["perDay"] = 9999
        conf["new"]["bury"] = conf["rev"]["bury"] = False
        conf["desiredRetention"] = 0.87
        col.decks.update_config(conf)
    conf = col.decks.add_config("Fitted")
    conf["new"]["perDay"] = conf["rev"]["perDay"] = 9999
    conf["fsrsParams6"] = [0.3, 1.4, 2.5, 8.5, 6.4, 0.83, 3.0, 0.001, 1.87, 0.17, 0.8, 1.48, 0.06,
                           0.26, 1.65, 0.6, 1.87, 0.54, 0.09, 0.066, 0.154]
    col.decks.update_config(conf)
    for name in ("Top", "Top::Middle::Leaf"):
        deck = col.decks.by_name(name)
        deck["conf"] = conf["id"]
        col.decks.save(deck)


def let_pass(col: Collection, days: int) -> None:
    """Lets days pass: the past moves back by as many, which comes to the same."""
    past = days * DAY
    col.db.execute("update col set crt = crt - ?, mod = mod + 1", past)
    col.db.execute("update revlog set id = id - ?", past * 1000)
    col.db.execute("update cards set due = due - ? where due > 1000000000", past)
    col.db.execute("update cards set odue = odue - ? where odue > 1000000000", past)
    col.db.execute(
        "update cards set data = json_set(data, '$.lrt', json_extract(data, '$.lrt') - ?) "
        "where data like '%lrt%'", past)


def hasten(col: Collection) -> None:
    """Lets commits wait for no disk: what is made here may be made again."""
    col.db.execute("pragma synchronous = off")


def reopen(col: Collection) -> None:
    """Forgets what is cached of the day."""
    col.close(downgrade=False)
    col.reopen(after_full_sync=False)
    hasten(col)


def answer(col: Collection, rng: random.Random, most: int) -> int:
    """Answers what is due today, through the scheduler itself."""
    ratings = [CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.GOOD, CardAnswer.GOOD,
               CardAnswer.GOOD, CardAnswer.EASY]
    done = 0
    while done < most:
        # The states of every card that is fetched are reckoned: one is enough.
        queued = col.sched.get_queued_cards(fetch_limit=1)
        if not queued.cards:
            break
        first = queued.cards[0]
        card = col.get_card(first.card.id)
        card.start_timer()
        made = col.sched.build_answer(card=card, states=first.states, rating=rng.choice(ratings))
        made.milliseconds_taken = rng.randint(500, 60_000)
        col.sched.answer_card(made)
        done += 1
    return done


def quiet(col: Collection) -> int:
    """The days until somebody sits down again who waits for some cards to be due."""
    if col.db.scalar("select count() from cards where queue in (0, 1)"):
        return 1
    due = col.db.list("select due from cards where queue in (2, 3) order by due limit ?", A_SITTING)
    return max(1, due[-1] - col.sched.today)


def practise(col: Collection, reviews: int) -> None:
    """Answers cards over many days, one deck a day after the other."""
    rng = random.Random(7)
    done, days = 0, 0
    decks = [d.id for d in col.decks.all_names_and_ids() if "::" not in d.name or d.name.startswith("Ü")]
    while done < reviews:
        for deck in decks:
            col.decks.set_current(deck)
            done += answer(col, rng, min(A_DAY, reviews - done))
        let_pass(col, quiet(col))
        reopen(col)
        days += 1
    print(f"answered {done} on {days} days", file=sys.stderr)


def special(col: Collection) -> None:
    """Suspended, buried, filtered, forgotten and moved cards."""
    plain = list(col.find_cards('"Front:Question*"'))
    col.sched.suspend_cards(plain[:5])
    col.sched.bury_cards(plain[5:8], manual=True)
    col.sched.schedule_cards_as_new(plain[8:12])
    col.sched.set_due_date(plain[12:16], "3-9")
    col.set_user_flag_for_cards(2, plain[20:22])
    deck = col.sched.get_or_create_filtered_deck(0)
    deck.name = "Crammed"
    term = deck.config.search_terms[0]
    term.search, term.limit = '"Front:Question 3*" -is:suspended -is:buried', 30
    col.sched.add_or_update_filtered_deck(deck)
    note = col.new_note(col.models.by_name("Basic"))
    note["Front"], note["Back"] = "Never asked", "New"
    col.add_note(note, col.decks.id("Plain"))


def after(state) -> list:
    """What a scheduling state comes to: its sort, its days once it is known, and its stability."""
    kind = state.WhichOneof("kind")
    if kind == "filtered":
        held = state.filtered
        inner = held.WhichOneof("kind")
        if inner == "preview":
            return ["preview", 0, None]
        held = held.rescheduling.original_state
    else:
        held = state.normal
    sort = held.WhichOneof("kind")
    held = getattr(held, sort)
    known = held.review if sort == "relearning" else held
    memory = (held.learning if sort == "relearning" else held).memory_state
    return [sort, getattr(known, "scheduled_days", 0), memory.stability]


def plain(col: Collection, html: str) -> str:
    return col._backend.html_to_text_line(text=html, preserve_media_filenames=False)


def truth(col: Collection) -> dict:
    """What Anki itself says of every card."""
    cards = []
    for cid in col.find_cards(""):
        card = col.get_card(cid)
        memory = card.memory_state
        shown = card.render_output(reload=True)
        states = col._backend.get_scheduling_states(cid)
        home = card.odid or card.did
        computed = col._backend.compute_memory_state(cid)
        cards.append({
            "id": cid, "note": card.nid, "ordinal": card.ord, "deck": col.decks.name(home),
            "kind": card.note_type()["name"], "tags": card.note().tags, "guid": card.note().guid,
            "front": plain(col, shown.question_text), "back": plain(col, shown.answer_text),
            "front_html": shown.question_text, "back_html": shown.answer_text,
            "type": card.type, "queue": card.queue, "due": card.odue if card.odid else card.due,
            "interval": card.ivl, "reps": card.reps, "lapses": card.lapses, "factor": card.factor,
            "stability": memory.stability if memory else None,
            "difficulty": memory.difficulty if memory else None,
            "computed": [computed.state.stability, computed.state.difficulty] if computed.HasField("state") else None,
            "retention": card.desired_retention, "last": card.last_review_time,
            "next": [after(s) for s in (states.again, states.hard, states.good, states.easy)],
        })
    local = time.localtime(col.crt)
    return {
        "now": datetime.now().astimezone().isoformat(timespec="milliseconds"),
        "cards": cards,
        "revlog": [list(row) for row in col.db.execute("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog")],
        "today": col.sched.today, "crt": col.crt, "crt_day": time.strftime("%Y-%m-%d", local),
        "rollover": col.conf.get("rollover", 4),
        "decks": [d.name for d in col.decks.all_names_and_ids()],
    }


def main() -> None:
    folder = sys.argv[1]
    reviews = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "collection.anki2")
    for left in (path, path + "-wal"):
        if os.path.exists(left):
            os.remove(left)
    col = Collection(path)
    hasten(col)
    for name, size in (("a.png", 64), ("b.mp3", 64)):
        col.media.write_data(name, bytes(range(size)))
    fill(col)
    settings(col)
    practise(col, reviews)
    special(col)
    with open(os.path.join(folder, "truth.json"), "w") as out:
        json.dump(truth(col), out)
    for legacy, word in ((False, "new"), (True, "old")):
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=os.path.join(folder, f"{word}.apkg"), options=options, limit=None)
    # The decks of a preset with parameters of its own.
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False)
    col.export_anki_package(out_path=os.path.join(folder, "fitted.apkg"), options=options,
                            limit=DeckIdLimit(col.decks.id("Top")))
    for legacy, word in ((False, "new"), (True, "old")):
        col.export_collection_package(os.path.join(folder, f"{word}.colpkg"), include_media=True, legacy=legacy)
        col.reopen(after_full_sync=False)
    col.close()


if __name__ == "__main__":
    main()
