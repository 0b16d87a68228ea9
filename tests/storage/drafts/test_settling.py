"""An entry settles exactly the text that it saves: no other one, and no guess is needed."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.backup.copies import copy_of
from so_tui.storage.backup.restoring import restore
from so_tui.storage.documents.journal_entries import BadEntry, JournalEntry, read_entry
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.drafts.drafts import read_drafts
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from tests.support.stored import CASE, note

LINE, FORM = "note:v", "form:task:new"

Action = Callable[[Store], object]


def killed(folder: Path, *actions: Action) -> None:
    """Let a writer do something and be killed."""
    if (child := os.fork()) == 0:
        store = Store.open(folder)
        for action in actions:
            action(store)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def typed(text: str, key: str = LINE, *, flushed: bool = True) -> Action:
    def type_(store: Store) -> None:
        store.drafts.put(key, text)
        assert not flushed or store.drafts.flush()

    return type_


def saved(number: int, key: str = LINE) -> Action:
    return lambda store: store.commit([Put(note(number))], draft_key=key)


def entered(number: int, key: str = LINE) -> Action:
    """Apply a line that never becomes durable."""
    return lambda store: store.apply([Put(note(number))], draft_key=key)


def came_back(folder: Path) -> dict[str, str]:
    with Store.open(folder) as store:
        return {key: draft.text for key, draft in store.drafts.all().items()}


@pytest.mark.parametrize("key", [LINE, FORM])
def test_letters_that_were_saved_without_having_been_a_draft_settle_what_was(
    tmp_path: Path, key: str
) -> None:
    killed(tmp_path, typed("unlike", key), typed("any of it", key, flushed=False), saved(1, key))
    assert came_back(tmp_path) == {}
    assert not [*(tmp_path / "drafts").iterdir()]


def test_the_same_words_typed_again_after_the_save_come_back(tmp_path: Path) -> None:
    killed(tmp_path, typed("1"), saved(1), typed("1"))
    assert came_back(tmp_path) == {LINE: "1"}


def test_of_several_lines_only_those_come_back_that_no_entry_saves(tmp_path: Path) -> None:
    lines = typed("one"), saved(1), typed("two"), entered(2), typed("three"), entered(3)
    killed(tmp_path, *lines, typed("half"))
    assert came_back(tmp_path) == {LINE: "two\nthree\nhalf"}


def test_of_several_forms_the_last_one_comes_back(tmp_path: Path) -> None:
    killed(tmp_path, typed("one", FORM), saved(1, FORM), typed("two", FORM), entered(2, FORM))
    assert came_back(tmp_path) == {FORM: "two"}


def test_the_earlier_ones_of_several_forms_come_back_after_it(tmp_path: Path) -> None:
    forms = typed("one", FORM), entered(1, FORM), typed("two", FORM), entered(2, FORM)
    killed(tmp_path, *forms, typed("half", FORM))
    for text in ("half", "two", "one"):
        assert came_back(tmp_path) == {FORM: text}
        with Store.open(tmp_path) as store:
            store.drafts.put(FORM, "")
    assert came_back(tmp_path) == {}


def test_a_copy_holds_all_of_several_forms(tmp_path: Path) -> None:
    killed(tmp_path, typed("one", FORM), entered(1, FORM), typed("two", FORM), entered(2, FORM))
    with Store.read(tmp_path) as store:
        copy = copy_of(store)
    assert [(key, draft.text) for key, draft in copy.drafts] == [(FORM, "one"), (FORM, "two")]


def test_whoever_only_reads_is_not_offered_saved_words_again(tmp_path: Path) -> None:
    killed(tmp_path, typed("one"), saved(1), typed("half"))
    with Store.read(tmp_path) as store:
        assert {key: draft.text for key, draft in store.drafts.all().items()} == {LINE: "half"}


def test_a_copy_holds_no_saved_words_as_unfinished_ones(tmp_path: Path) -> None:
    killed(tmp_path, typed("one"), saved(1), typed("half"))
    with Store.read(tmp_path) as store:
        copy = copy_of(store)
    assert [(key, draft.text) for key, draft in copy.drafts] == [(LINE, "half")]
    result = restore(tmp_path, copy, PLAIN, datetime(2026, 12, 1), replace=True)
    assert [(key, draft.text) for key, draft in result.before.drafts] == [(LINE, "half")]


def test_one_field_settles_no_other(tmp_path: Path) -> None:
    killed(tmp_path, typed("here"), typed("there", FORM), saved(1, FORM))
    assert came_back(tmp_path) == {LINE: "here"}


def test_an_entry_of_another_writer_settles_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        killed(tmp_path, typed("half"))
        typed("whole")(store)
        saved(1)(store)
    assert came_back(tmp_path) == {LINE: "half"}


def test_an_entry_that_names_no_draft_as_older_versions_wrote_it_settles_none(
    tmp_path: Path,
) -> None:
    killed(tmp_path, typed("1"), lambda store: store.commit([Put(note(1))]))
    assert came_back(tmp_path) == {LINE: "1"}


def test_a_snapshot_remembers_what_is_settled(tmp_path: Path) -> None:
    killed(tmp_path, typed("one"), saved(1), typed("two"), lambda store: store.checkpoint())
    with Store.open(tmp_path) as store:
        store.checkpoint()  # also without the journal of the killed one
        assert store.drafts.all()[LINE].text == "two"


def test_an_end_that_saves_settles_too(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        typed("one")(store)
        entered(1)(store)
        typed("half", FORM)(store)
    (path,) = (tmp_path / "drafts").iterdir()
    assert read_drafts(path.read_bytes(), PLAIN)[0].keys() == {FORM}
    assert came_back(tmp_path) == {FORM: "half"}


def test_what_waits_for_its_turn_is_not_taken_for_settled(tmp_path: Path) -> None:
    """The file of a writer is written anew when another one's words come first."""
    with Store.open(tmp_path):
        killed(tmp_path, typed("one"), saved(1), typed("older"))
        killed_while_open(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.drafts.all()[LINE].text == "newer"
        store.drafts.put(LINE, "")
    assert came_back(tmp_path) == {LINE: "older"}


def killed_while_open(folder: Path) -> None:
    """Leave the words of one more writer, which did not take over those of the first."""
    drafts = Drafts(folder / "drafts" / f"{'d' * 12}.jsonl")
    drafts.put(LINE, "newer")
    assert drafts.flush()


@pytest.mark.parametrize("then", [saved(1), typed("")])
def test_what_was_taken_over_on_a_full_disk_does_not_come_back_once_it_is_dealt_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: Action
) -> None:
    killed(tmp_path, typed("half"))
    with monkeypatch.context() as full:
        full.setattr(Drafts, "flush", lambda drafts: False)
        killed(tmp_path, lambda store: full.undo(), then, lambda store: store.poll())
    assert came_back(tmp_path) == {}


def test_what_was_taken_over_on_a_full_disk_is_still_there_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(tmp_path, typed("half"))
    with monkeypatch.context() as full:
        full.setattr(Drafts, "flush", lambda drafts: False)
        killed(tmp_path, lambda store: store.poll())
    assert came_back(tmp_path) == {LINE: "half"}


def test_a_file_is_gone_when_all_in_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "drafts" / "a.jsonl"
    drafts = Drafts(path)
    drafts.put(LINE, "one")
    name = drafts.finish(LINE)
    drafts.put(LINE, "two")
    assert drafts.flush()
    assert {key: draft.text for key, draft in drafts.all().items()} == {LINE: "two"}
    assert read_drafts(path.read_bytes(), PLAIN)[0][LINE].text == "one\ntwo"
    assert read_drafts(path.read_bytes(), PLAIN, {name})[0][LINE].text == "two"
    drafts.settle({name})
    assert drafts.has_finished
    drafts.settle(())
    assert not drafts.has_finished
    drafts.put(LINE, "")
    drafts.close()
    assert not path.exists()


def test_an_entry_names_its_draft_in_the_journal(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        typed("one")(store)
        saved(1)(store)
        (journal,) = (tmp_path / "journal").iterdir()
        lines = [json.loads(line[9:]) for line in journal.read_bytes().splitlines()]
    drafts = [line.get("draft") for line in lines if "number" in line]
    assert drafts == [None, f"{LINE}#1"]


@pytest.mark.parametrize("odd", [None, 1, ["note:v#1"], {}])
def test_an_entry_with_an_odd_draft_is_none(odd: object) -> None:
    entry = JournalEntry(1, "a" * 12, 1, "2026-11-23T14:05:00", "", "", [])
    parsed = json.loads(entry.to_bytes())
    assert read_entry(parsed) == entry
    with pytest.raises(BadEntry):
        read_entry({**parsed, "draft": odd})


@pytest.mark.parametrize("name", ["note:v#", "note:v#x", f"note:v#{'9' * 5000}", "#", "a#1#2"])
def test_any_name_can_be_read(name: str) -> None:
    from so_tui.storage.journal.lines import to_line

    body = json.dumps([1, name, "half", "2026-11-23T14:30:00"]).encode("ascii")
    found, damaged = read_drafts(to_line(body, PLAIN, "drafts", 0), PLAIN)
    assert [draft.text for draft in found.values()] == ["half"]
    assert not damaged
