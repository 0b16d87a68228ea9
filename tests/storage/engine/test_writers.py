"""Several sessions at once: nothing is lost, all see the same, and every value can be found."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from so_tui.domain.case import Case
from so_tui.domain.entity import Entity
from so_tui.domain.notes import Note
from so_tui.domain.people import Doctor
from so_tui.domain.state import Change, Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.codec import encode
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.loading import understand
from so_tui.storage.errors import StoreError, StoreInUse
from so_tui.storage.store import Store
from tests.support.stored import CASE, DOCTOR, note


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two sessions over one store that holds a doctor."""
    with Store.open(tmp_path) as ada, Store.open(tmp_path) as ben:
        ada.commit([Put(CASE), Put(DOCTOR)])
        assert ben.refresh()
        yield ada, ben


def same(*stores: Store) -> list[Entity]:
    """Return what all sessions show, after each has looked."""
    for store in stores:
        store.refresh()
    shown = {frozenset((type(e).__name__, e) for e in store.entities()) for store in stores}
    assert len(shown) == 1
    return stores[0].entities()


def test_each_sees_what_the_other_saves_and_who_it_is(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ben.write_as("Ben")
    ben.commit([Put(note(1))])
    assert not ben.refresh()
    assert ada.refresh()
    assert ada.state().notes == {note(1).id: note(1)}
    assert not ada.refresh()
    (other,) = ada.log.others
    assert other.author == "Ben"
    assert isinstance(other.since, datetime)
    state = ada.state()
    assert state is ada.state()


def test_different_fields_of_one_entity_merge(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(replace(DOCTOR, phone=Clean("123")))])
    ben.commit([Put(replace(DOCTOR, place=Clean("Town")))])
    merged = replace(DOCTOR, phone=Clean("123"), place=Clean("Town"))
    assert merged in same(ada, ben)
    assert not ada.state().conflicts


def test_a_form_that_was_open_for_long_changes_only_its_own_fields(
    pair: tuple[Store, Store],
) -> None:
    ada, ben = pair
    ada.commit([Put(replace(DOCTOR, phone=Clean("123")))])
    ben.refresh()
    ben.commit([Put(replace(DOCTOR, place=Clean("Town")), base=DOCTOR)])
    assert replace(DOCTOR, phone=Clean("123"), place=Clean("Town")) in same(ada, ben)


def test_the_same_field_keeps_both_until_a_person_chooses(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(replace(DOCTOR, phone=Clean("123")))], label="a", author="Ada")
    ben.commit([Put(replace(DOCTOR, phone=Clean("456")))], label="b", author="Ben")
    later = replace(DOCTOR, phone=Clean("456"))
    assert later in same(ada, ben)
    (conflict,) = ada.state().conflicts.values()
    assert conflict == next(iter(ben.state().conflicts.values()))
    assert (conflict.table, conflict.entity_id, conflict.field) == ("doctors", DOCTOR.id, "phone")
    assert (conflict.text, conflict.by, conflict.shown_by) == ("123", "Ada", "Ben")
    ada.commit([Drop(conflict)])
    assert same(ada, ben) == [CASE, later]
    assert ada.trash == []


def test_writing_the_other_value_settles_the_conflict(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(replace(DOCTOR, phone=Clean("123")))])
    ben.commit([Put(replace(DOCTOR, phone=Clean("456")))])
    same(ada, ben)
    ada.commit([Put(replace(DOCTOR, phone=Clean("123")))])
    assert same(ada, ben) == [CASE, replace(DOCTOR, phone=Clean("123"))]


def test_both_writing_the_same_is_no_conflict(pair: tuple[Store, Store]) -> None:
    for store in pair:
        store.commit([Put(replace(DOCTOR, phone=Clean("123")))])
    assert same(*pair) == [CASE, replace(DOCTOR, phone=Clean("123"))]


@pytest.mark.parametrize("first", [0, 1])
def test_a_change_to_what_the_other_took_away_brings_it_back(
    pair: tuple[Store, Store], first: int
) -> None:
    changed = replace(DOCTOR, phone=Clean("123"))
    changes: list[Change] = [Drop(DOCTOR), Put(changed)]
    for which in (first, 1 - first):
        pair[which].commit([changes[which]])
    assert same(*pair) == [CASE, changed]


def test_what_was_taken_away_lies_in_the_trash_and_can_be_put_back(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
        store.commit([Drop(DOCTOR)], author="Ada")
    with Store.open(tmp_path) as store:
        (item,) = store.trash
        assert (item.entity, item.by) == (DOCTOR, "Ada")
        store.commit([Put(DOCTOR)])
        assert store.trash == []
        assert store.entities() == [CASE, DOCTOR]


def test_undo_survives_a_restart_and_takes_back_one_change_after_the_other(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        store.commit([Put(DOCTOR), Put(note(1))], label="added", author="Ada")
        store.commit([Put(replace(DOCTOR, phone=Clean("1")))], label="changed", author="Ada")
        store.commit([Drop(note(1))], label="dropped", author="Ada")
        store.commit([Put(note(9))], label="other", author="Ben")
    for said, expected in (
        ("dropped", {replace(DOCTOR, phone=Clean("1")), note(1)}),
        ("changed", {DOCTOR, note(1)}),
        ("added", set[Entity]()),
    ):
        with Store.open(tmp_path) as store:
            assert store.next_undo("Ada") == said
            store.undo("Ada")
            assert set(store.entities()) == {CASE, note(9), *expected}
    with Store.open(tmp_path) as store:
        assert store.next_undo("Ada") is None
        assert store.next_undo("Ben") == "other"


def test_undo_leaves_alone_what_the_other_has_changed_since(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    before = replace(DOCTOR, phone=Clean("1"), place=Clean("Town"))
    ada.commit([Put(before)], label="changed", author="Ada")
    ben.refresh()
    ben.commit([Put(replace(before, phone=Clean("2")))], label="mine", author="Ben")
    ada.refresh()
    assert ada.next_undo("Ben") == "changed"  # Ben's own session lives, so his stays his
    ada.undo("Ada")
    assert replace(DOCTOR, phone=Clean("2")) in same(ada, ben)


def test_a_session_that_slept_through_a_checkpoint_misses_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as asleep:
        with Store.open(tmp_path) as busy:
            busy.commit([Put(CASE)])
            busy.checkpoint()
            busy.commit([Put(note(1))])
            busy.checkpoint()
            busy.commit([Put(note(2))])
        assert os.listdir(tmp_path / "journal") != []
        asleep.commit([Put(note(3))])
        assert set(asleep.entities()) == {CASE, note(1), note(2), note(3)}
    assert set(Store.read(tmp_path).entities()) == {CASE, note(1), note(2), note(3)}


def test_what_could_not_be_saved_is_merged_when_it_can_be(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    folder = ada.folder
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(StoreError):
        ada.commit([Put(replace(DOCTOR, phone=Clean("1")))])
    assert replace(DOCTOR, phone=Clean("1")) in ada.entities()
    away.rename(folder)
    ben.commit([Put(replace(DOCTOR, place=Clean("Town")))])
    ada.refresh()
    assert replace(DOCTOR, phone=Clean("1"), place=Clean("Town")) in ada.entities()
    ada.commit([])
    assert replace(DOCTOR, phone=Clean("1"), place=Clean("Town")) in same(ada, ben)


FIELDS = ("name", "phone", "place")
EDIT = st.tuples(
    st.integers(0, 1),
    st.sampled_from(("set", "drop", "look")),
    st.integers(1, 2),
    st.sampled_from(FIELDS),
)


@given(edits=st.lists(EDIT, max_size=25))
@settings(max_examples=60, deadline=None)
def test_whatever_two_people_type_they_agree_and_every_value_can_be_found(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    lost: dict[str, str] = {}
    with Store.open(folder) as ada, Store.open(folder) as ben:
        doctors = [replace(DOCTOR, id=f"{n:012x}") for n in (1, 2)]
        ada.commit([Put(CASE), *map(Put, doctors)])
        ben.refresh()
        for number, (who, what, which, field) in enumerate(edits):
            store = (ada, ben)[who]
            if what == "look":
                store.refresh()
                continue
            known = store.state().doctors.get(doctors[which - 1].id)
            if known is None:
                continue
            if what == "drop":
                store.commit([Drop(known)])
            else:
                value = f"value {number}"
                # One's own earlier words, or those one has seen, may be overwritten on purpose.
                lost.pop(getattr(known, field), None)
                lost[value] = field
                values: dict[str, Any] = {field: Clean(value)}
                store.commit([Put(replace(known, **values))])
        same(ada, ben)
        kept = ada.entities()
        everything = [encode(e) for e in (*kept, *(item.entity for item in ada.trash))]
        for value in lost:
            assert value in json.dumps(everything), value
    assert set(Store.read(folder).entities()) == set(kept)
    shutil.rmtree(folder)


WRITE = """
import sys
from datetime import date, datetime
from pathlib import Path
from so_tui.domain.notes import Note
from so_tui.domain.state import Put
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.loading import understand
from so_tui.storage.errors import StoreInUse
from so_tui.storage.store import Store

folder, who, amount, every = sys.argv[1:]
with Store.open(Path(folder)) as store:
    for number in range(int(amount)):
        store.commit([Put(Note(case_id="0" * 12, visit_id="", author=who, at=datetime(2026, 11, 23),
                               text=f"{who} {number}"))], label="line", author=who)
        print(number, flush=True)
        if number % int(every) == int(every) - 1:
            store.checkpoint()
    while True:
        try:
            store.refresh()
            break
        except StoreInUse:
            pass
    seen = [e.text for e in store.entities() if isinstance(e, Note)]
    Path(f"{folder}-{who}").write_text("\\n".join(seen))
"""


def writer(folder: Path, who: str, amount: int, every: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WRITE, str(folder), who, str(amount), str(every)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def look(store: Store) -> None:
    """Look until it is this session's turn: a look gives up while another holds the lock."""
    while True:
        try:
            store.refresh()
        except StoreInUse:
            continue
        return


def texts(folder: Path) -> list[str]:
    return [e.text for e in Store.read(folder).entities() if isinstance(e, Note)]


def test_four_processes_lose_none_of_2000_changes_each_and_agree_on_the_order(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path) as watcher:
        running = [writer(tmp_path, who, 2000, 700) for who in "abcd"]
        for process in running:
            process.communicate()
            assert process.returncode == 0
            look(watcher)
        seen = [e.text for e in watcher.entities() if isinstance(e, Note)]
        assert sorted(seen) == sorted(f"{who} {n}" for who in "abcd" for n in range(2000))
        for who in "abcd":
            assert [t for t in seen if t[0] == who] == [f"{who} {n}" for n in range(2000)]
    assert texts(tmp_path) == seen
    for who in "abcd":
        told = Path(f"{tmp_path}-{who}").read_text().split("\n")
        assert len(told) >= 2000
        assert told == seen[: len(told)]


def test_two_writers_that_are_killed_again_and_again_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(3)
    expected: set[str] = set()
    for turn in range(25):
        running = {f"{who}{turn}": writer(tmp_path, f"{who}{turn}", 10**6, 9) for who in "xy"}
        for who, process in running.items():
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(chance.randint(1, 40))]
            os.kill(process.pid, signal.SIGKILL)
            seen += process.stdout.readlines()
            process.wait()
            process.stdout.close()
            expected |= {f"{who} {int(line)}" for line in seen if line.endswith(b"\n")}
        with Store.open(tmp_path) as store:
            kept = {e.text for e in store.entities() if isinstance(e, Note)}
            assert expected <= kept
    assert len(expected) > 500
    assert expected <= set(texts(tmp_path))


def test_a_snapshot_has_the_last_lines_of_a_session_that_has_just_been_killed(
    tmp_path: Path,
) -> None:
    to_child, go_on = os.pipe()
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        ready, to_us = os.pipe()
        if (child := os.fork()) == 0:
            doomed = Store.open(tmp_path)
            doomed.commit([Put(note(1))])
            os.write(to_us, b".")
            os.read(to_child, 1)
            doomed.commit([Put(note(2))])
            os._exit(0)
        os.read(ready, 1)
        assert store.refresh()
        os.write(go_on, b".")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        store.checkpoint()
        assert set(Store.read(tmp_path).entities()) == {CASE, note(1), note(2)}
        store.refresh()
        assert note(2) in store.entities()
    for end in (to_child, go_on, ready, to_us):
        os.close(end)
    assert not (tmp_path / "damaged").exists()


def test_the_half_line_of_a_session_that_has_just_been_killed_is_set_aside(
    tmp_path: Path,
) -> None:
    """It lived when the store was opened, so nothing has looked at its last line before."""
    to_child, go_on = os.pipe()
    ready, to_us = os.pipe()
    if (child := os.fork()) == 0:
        doomed = Store.open(tmp_path)
        doomed.commit([Put(CASE)])
        (journal,) = (tmp_path / "journal").iterdir()
        os.write(to_us, b".")
        os.read(to_child, 1)
        with open(journal, "ab") as file:
            file.write(b"0123abcd half a li")
        os._exit(0)
    os.read(ready, 1)
    (journal,) = (tmp_path / "journal").iterdir()
    with Store.open(tmp_path) as store:
        os.write(go_on, b".")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        whole = journal.read_bytes()
        assert whole.endswith(b"half a li")
        store.commit([Put(note(1))])
        store.checkpoint()
        assert not journal.exists()
    (aside,) = (tmp_path / "damaged").iterdir()
    assert aside.read_bytes() == whole
    assert set(Store.read(tmp_path).entities()) == {CASE, note(1)}
    for end in (to_child, go_on, ready, to_us):
        os.close(end)


def test_the_clock_may_go_backwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from so_tui.storage.engine import checkpoint, pending

    for year in (2026, 2016, 2026, 1996):

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None, year: int = year) -> "Clock":
                return cls(year, 1, 1)

        monkeypatch.setattr(pending, "datetime", Clock)
        monkeypatch.setattr(checkpoint, "datetime", Clock)
        with Store.open(tmp_path) as store:
            store.commit(
                [Put(Case(id=CASE.id, title=Clean(f"of {year}"), opened=date(2026, 1, 1)))]
            )
            store.commit([Put(Doctor(id=f"{year:012x}", case_id=CASE.id, name=Clean("x")))])
    assert Store.read(tmp_path).state().case == Case(
        id=CASE.id, title=Clean("of 1996"), opened=date(2026, 1, 1)
    )


def ended_without_a_word(folder: Path, *actions: Callable[[Store], object]) -> None:
    """Let a session do something and be killed."""
    child = os.fork()
    if child == 0:
        store = Store.open(folder)
        for action in actions:
            action(store)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


DRAFT = f"note:{note(1).visit_id}"


def typing(text: str) -> Callable[[Store], object]:
    def type_(store: Store) -> None:
        store.drafts.put(DRAFT, text)
        assert store.drafts.flush()

    return type_


def saving(entity: Entity) -> Callable[[Store], object]:
    return lambda store: store.commit([Put(entity)], draft_key=DRAFT)


@pytest.mark.parametrize("typed", ["said", "! said", "!said", " said ", "sai", "! sa", "!s"])
def test_a_line_that_was_saved_does_not_come_back_as_unfinished(tmp_path: Path, typed: str) -> None:
    ended_without_a_word(tmp_path, typing("sa"), typing(typed), saving(note(1, "said")))
    with Store.open(tmp_path) as store:
        assert store.entities() == [note(1, "said")]
        assert store.drafts.all() == {}
    assert not [*(tmp_path / "drafts").iterdir()]


def test_words_about_something_else_are_unfinished(tmp_path: Path) -> None:
    def type_(store: Store) -> None:
        store.drafts.put("note:0000000000e2", "said")
        assert store.drafts.flush()

    ended_without_a_word(tmp_path, type_, saving(note(1, "said")))
    with Store.open(tmp_path) as store:
        assert [draft.text for draft in store.drafts.all().values()] == ["said"]


@pytest.mark.parametrize("saved", ["other", "said"])
def test_what_was_not_saved_or_typed_again_since_is_unfinished(tmp_path: Path, saved: str) -> None:
    ended_without_a_word(tmp_path, saving(note(1, saved)), typing("said"))
    with Store.open(tmp_path) as store:
        assert store.drafts.all()[DRAFT].text == "said"


def test_a_line_saved_by_a_session_that_ends_while_another_one_opens_is_not_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
    ended: list[bool] = []

    def meanwhile(*args: Any) -> Found:
        if not ended:
            monkeypatch.undo()
            ended_without_a_word(tmp_path, typing("said"), saving(note(1, "said")))
            ended.append(True)
        return understand(*args)

    monkeypatch.setattr("so_tui.storage.engine.opening.understand", meanwhile)
    with Store.open(tmp_path) as late:
        assert late.drafts.all() == {}
        late.poll()
        late.collect()
        assert note(1, "said") in late.entities()
    with Store.open(tmp_path) as again:
        assert set(again.entities()) == {CASE, note(1, "said")}


def test_words_of_a_session_that_starts_at_the_same_moment_stay_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_without_a_word(tmp_path, typing("half a li"))
    first: list[Store] = []

    def meanwhile(*args: Any) -> Found:
        if not first:
            monkeypatch.undo()
            first.append(Store.open(tmp_path))
        return understand(*args)

    monkeypatch.setattr("so_tui.storage.engine.opening.understand", meanwhile)
    with Store.open(tmp_path) as late, first[0] as early:
        assert early.drafts.all()[DRAFT].text == "half a li"
        assert late.drafts.all() == {}
        assert len([*(tmp_path / "drafts").iterdir()]) == 1
