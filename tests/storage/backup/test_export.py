"""The export holds everything, in an order that does not depend on how it came to be."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from so_tui import __version__
from so_tui.demo.case import demo_state
from so_tui.domain.case import Case
from so_tui.domain.notes import Note
from so_tui.domain.state import TABLES, Put, entities
from so_tui.domain.text import Clean
from so_tui.storage.backup.copies import EXPORTS, export_json
from so_tui.storage.documents.codec import decode
from so_tui.storage.store import Store

NOON = datetime(2026, 11, 23, 12, 0)
PAST = Case(
    id="000000000001",
    title=Clean("An older worry, ärgerlich"),
    opened=date(2024, 1, 1),
    closed=date(2024, 2, 1),
)


def test_everything_is_in_it(tmp_path: Path, today: date) -> None:
    kept = [*entities(demo_state(today)), PAST]
    with Store.open(tmp_path) as store:
        store.commit([Put(entity) for entity in kept])
        store.set_setting("author", "Maria")
        store.drafts.put("note", "half a li", by=Clean("Maria"))
        text = export_json(store, NOON)
        at = store.drafts.all()["note"].at
    everything = json.loads(text)
    assert everything["schema"] == [*EXPORTS][-1]
    assert everything["version"] == __version__
    assert everything["exported"] == "2026-11-23T12:00:00"
    assert everything["settings"] == {"author": "Maria"}
    draft = {"key": "note", "text": "half a li", "at": at.isoformat(), "by": "Maria"}
    assert everything["drafts"] == [draft]
    back = [decode(kind, d) for name, kind in TABLES.items() for d in everything[name]]
    assert sorted(back, key=lambda e: e.id) == sorted(kept, key=lambda e: e.id)
    assert "ärgerlich" in text
    assert "\x1b" not in text


def test_the_order_does_not_depend_on_history(tmp_path: Path, today: date) -> None:
    kept = entities(demo_state(today))
    texts = []
    for name, order in (("a", kept), ("b", kept[::-1])):
        (tmp_path / name).mkdir()
        with Store.open(tmp_path / name) as store:
            store.commit([Put(replace(PAST, closed=None))])  # archived, it could not be changed
            store.commit([Put(entity) for entity in order])
            store.commit([Put(replace(PAST, title=Clean("changed")))])
            texts.append(export_json(store, NOON))
    assert texts[0] == texts[1]


def test_an_empty_store_exports_empty_tables(tmp_path: Path) -> None:
    everything = json.loads(export_json(Store.read(tmp_path)))
    assert all(everything[name] == [] for name in TABLES)
    assert everything["drafts"] == []


def test_what_was_written_stands_by_its_time(tmp_path: Path) -> None:
    times = [NOON, NOON.replace(hour=9), NOON.replace(hour=20), NOON.replace(hour=1)]
    notes = [
        Note(
            id=f"{number:012x}",
            case_id=PAST.id,
            visit_id="",
            at=at,
            author=Clean("Sam"),
            text=Clean("x"),
        )
        for number, at in enumerate(times)
    ]
    with Store.open(tmp_path) as store:
        store.commit([Put(PAST), *map(Put, notes)])
        written = json.loads(export_json(store, NOON))["notes"]
    assert [note["at"] for note in written] == [at.isoformat() for at in sorted(times)]
