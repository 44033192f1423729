"""Imports a package into an empty collection with the real Anki library and says what came in.

    look.py PACKAGE [LATER OUT]

Imports it twice; then another one, after which it leaves in OUT what Anki exports of it all. Writes JSON. Fails when the library leaves any note of the package out, or finds the collection in
disorder afterwards. Needs the package `anki` from PyPI.
"""

import json
import os
import sys
import tempfile

from anki import import_export_pb2 as pb
from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageRequest

OPTIONS = pb.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)


def bring(col: Collection, path: str) -> dict:
    """Imports a package and counts what became of its notes."""
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=OPTIONS)).log
    for word in ("conflicting", "first_field_match", "missing_notetype", "missing_deck", "empty_first_field"):
        notes = getattr(log, word)
        if notes:
            sys.exit(f"{word}: {notes}")
    return {"found": log.found_notes, "new": len(log.new), "updated": len(log.updated), "same": len(log.duplicate)}


def cards(col: Collection) -> list:
    held = []
    for cid in col.find_cards(""):
        card = col.get_card(cid)
        note, memory, shown = card.note(), card.memory_state, card.render_output()
        computed = col._backend.compute_memory_state(cid)
        held.append({
            "id": cid, "guid": note.guid, "kind": card.note_type()["name"], "fields": note.fields,
            "tags": note.tags, "deck": col.decks.name(card.did), "type": card.type, "queue": card.queue,
            "due": card.due, "due_in": card.due - col.sched.today if card.type == 2 else None,
            "interval": card.ivl, "factor": card.factor, "reps": card.reps, "lapses": card.lapses,
            "stability": memory.stability if memory else None,
            "difficulty": memory.difficulty if memory else None,
            "retention": card.desired_retention, "last": card.last_review_time,
            "computed": [computed.state.stability, computed.state.difficulty] if computed.HasField("state") else None,
            "front": plain(col, shown.question_text), "back": plain(col, shown.answer_text),
        })
    return held


def plain(col: Collection, html: str) -> str:
    return col._backend.html_to_text_line(text=html, preserve_media_filenames=False)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(os.path.join(folder, "collection.anki2"))
        col.set_config("fsrs", True)
        first = bring(col, sys.argv[1])
        again = bring(col, sys.argv[1])
        before = cards(col)
        later = bring(col, sys.argv[2]) if len(sys.argv) > 2 else None
        trouble, sound = col.fix_integrity()
        told = {
            "first": first, "again": again, "later": later, "before": before, "trouble": trouble, "sound": sound, "cards": cards(col),
            "revlog": [list(row) for row in col.db.execute(
                "select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id")],
            "presets": {conf["name"]: conf.get("fsrsParams6", []) for conf in col.decks.all_config()},
            "unsummed": col.db.scalar("select count() from notes where csum = 0"),
        }
        json.dump(told, sys.stdout)
        if len(sys.argv) > 3:
            options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=False)
            col.export_anki_package(out_path=sys.argv[3], options=options, limit=None)
        col.close()


if __name__ == "__main__":
    main()
