"""In the room, with many notes of other visits: they are not made while nobody looks at them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.domain.encounters import next_visit
from so_tui.domain.entity import new_id
from so_tui.domain.notes import Note, of_visit
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.ui.messages import GoTo
from so_tui.ui.screens.notes import note_log
from tests.support.unread import left_unread_from, notes_made
from tests.ui.support import NOW, TODAY, demo, fill_store, open_app

VISIT = next_visit(demo().visits.values(), TODAY)
VISITED = {id_: note for id_, note in demo().notes.items() if note.visit_id}
"""The lines of the made-up case without those of the diary, which the next visit would show."""
HERE = 3
"""So many lines has the visit that is shown."""


def said(visit_id: str, number: int) -> Note:
    """Return a line of a visit."""
    assert VISIT is not None
    return Note(
        case_id=VISIT.case_id,
        visit_id=visit_id,
        at=NOW - timedelta(days=1, seconds=-number),
        author=Clean("Sam"),
        text=Clean(f"line {number}"),
    )


ELSEWHERE = [said(new_id(), number) for number in range(200)]
"""The lines of another visit."""


@pytest.fixture
def folder(data_dir: Path) -> Iterator[Path]:
    """A store, left unread, with a few lines of the next visit and many of another."""
    assert VISIT is not None
    before = replace(VISIT, id=ELSEWHERE[0].visit_id, day=TODAY - timedelta(days=90))
    here = [said(VISIT.id, number) for number in range(HERE)]
    with left_unread_from(0):
        fill_store(data_dir, replace(demo(), notes=VISITED))
        with Store.open(data_dir) as store:
            store.commit([Put(before), *map(Put, here), *map(Put, ELSEWHERE)])
        yield data_dir


async def test_the_visit_makes_its_own_lines_only(folder: Path) -> None:
    assert VISIT is not None
    with notes_made() as ids:
        async with open_app(folder, mode="notes") as user:
            await user.sees("line 2")
            assert len(ids) == HERE
            await user.type("@ ring them\n")
            await user.paste("one\ntwo\nthree")
            await user.type("\nfour")
            await user.press("ctrl+g")
            await user.app.saves_done()
            await user.sees("ring them", "three", "four")
            with Store.open(folder) as other:
                other.commit([Put(said(VISIT.id, 77))])
                await user.sees("line 77")
            await user.press("ctrl+z")
            await user.app.saves_done()
            await user.misses("four")
            lines = [str(note.text) for note in of_visit(user.state.notes, VISIT.id)]
            old, typed = ["line 0", "line 1", "line 2"], ["ring them", "one", "two", "three"]
            assert lines == [*old, "line 77", *typed]
            assert not {note.id for note in ELSEWHERE} & set(ids)


async def test_older_lines_of_a_long_visit_come_as_one_moves_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert VISIT is not None
    monkeypatch.setattr(note_log, "FIRST", 30)
    monkeypatch.setattr(note_log, "MORE", 40)
    monkeypatch.setattr(note_log, "NEAR", 5)
    here = [said(VISIT.id, number) for number in range(150)]
    with left_unread_from(0):
        fill_store(data_dir, replace(demo(), notes=VISITED))
        with Store.open(data_dir) as store:
            store.commit([*map(Put, here)])
        with notes_made() as ids:
            async with open_app(data_dir, mode="notes") as user:
                await user.sees("line 149")
                log = user.rows("#log")
                assert [len(log.rows), len(ids), log.key] == [30, 30, here[-1].id]
                await user.type("one more\n")
                await user.sees("one more")
                assert [len(log.rows), len(ids)] == [31, 30]
                await user.press("tab", *["up"] * 26)
                assert [len(log.rows), len(ids), log.key] == [71, 70, here[124].id]
                await user.sees("> ", "line 124")
                await user.press("home")
                await user.sees("line 0")
                assert [len(log.rows), log.key] == [151, here[0].id]
                await user.press("end")
                await user.sees("one more")
            async with open_app(data_dir, mode="notes") as user:
                await user.sees("one more")
                user.app.post_message(GoTo("notes", here[3].id))
                await user.wait(lambda: user.rows("#log").key == here[3].id, "the line")
                await user.press("tab", "up", "up", "up")
                assert user.rows("#log").key == here[0].id
