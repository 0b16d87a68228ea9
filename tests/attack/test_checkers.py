"""The checks of the attacks bite: each finds a fault that is made by hand."""

import random
import re
from pathlib import Path

import pytest

from tests.attack import aftermath, answers, foreign, forms, ground, readers
from tests.attack.crash_disk import Disk
from tests.attack.crash_trace import Change
from tests.attack.ground import Ground
from tests.attack.program import Place
from tests.attack.told import Fate, Told
from tests.attack.violation import Kind, Violation

pytestmark = pytest.mark.terminal


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("attack") / "field")


@pytest.fixture
def place(field: Ground) -> Place:
    return field.copy(ground.used)


def without(place: Place, token: str) -> None:
    """Take an entry out of all snapshots, and make their checksums right again."""
    for path in (place.folder / forms.SNAPSHOT, *forms.backups(place.folder)):
        tables = forms.read_snapshot(path.read_bytes())
        for name, table in tables.items():
            if name != "meta":
                tables[name] = {k: v for k, v in table.items() if token not in str(v)}
        path.write_bytes(forms.snapshot(tables))


def test_a_lost_entry_is_found(place: Place) -> None:
    tokens = readers.listen(place, ["export"]).tokens
    lost = min(tokens)
    without(place, lost)
    with pytest.raises(Violation) as raised:
        readers.has_all(place, tokens, "a deletion by hand")
    assert raised.value.kind is Kind.LOST
    assert lost in raised.value.detail


def test_a_reader_that_leaves_out_without_a_word_is_found(place: Place) -> None:
    before = readers.listen(place)
    without(place, min(before.tokens))
    with pytest.raises(Violation) as raised:
        readers.say_what_is_left_out(before, readers.listen(place), "a deletion by hand")
    assert raised.value.kind is Kind.UNSAID
    assert "export" in raised.value.detail


def test_a_start_and_a_check_that_say_nothing_are_found(place: Place) -> None:
    before = readers.listen(place)
    without(place, min(before.tokens))
    with pytest.raises(Violation):
        aftermath.check_says(place, "a deletion by hand")
    with pytest.raises(Violation) as raised:
        aftermath.start_says(place, before, readers.listen(place), "a deletion by hand")
    assert raised.value.kind is Kind.UNSAID


def test_an_entry_kept_twice_is_found(place: Place) -> None:
    path = place.folder / forms.SNAPSHOT
    tables = forms.read_snapshot(path.read_bytes())
    number, note = next((k, v) for k, v in tables["notes"].items() if ground.TOKEN.search(str(v)))
    other = f"{(int(number) + 1):012x}"
    tables["notes"][str(int(number) + 1)] = {**note, "id": other}
    path.write_bytes(forms.snapshot(tables))
    with pytest.raises(Violation) as raised:
        readers.has_each_once(place, "a copy by hand")
    assert raised.value.kind is Kind.TWICE


def test_a_store_that_takes_nothing_is_found(field: Ground, place: Place) -> None:
    for path in (place.folder / forms.SNAPSHOT, *forms.backups(place.folder)):
        path.write_bytes(b"no store")
    aftermath.is_fit(field, place, [], "words in place of the notes", saves=1)
    assert Kind.CLOSED in {violation.kind for violation in field.found}


@pytest.mark.parametrize("what", ["content", "mode", "time", "gone"])
def test_a_touched_file_of_others_is_found(place: Place, what: str) -> None:
    path = place.folder / "drafts/novel.txt"
    look = foreign.put(place, "drafts/novel.txt", random.Random(1))
    match what:
        case "content":
            path.chmod(0o600)
            path.write_bytes(b"Chapter two\n")
        case "mode":
            path.chmod(0o777)
        case "time":
            path.touch()
        case _:
            path.unlink()
    with pytest.raises(Violation) as raised:
        foreign.is_as_it_was(place, "drafts/novel.txt", look, "a hand")
    assert raised.value.kind is Kind.FOREIGN


def test_a_crash_file_is_found(place: Place) -> None:
    (place.home / "crash-1.txt").write_text("so_tui.Wrong\n  here.py\n", "utf-8")
    with pytest.raises(Violation, match=r"so_tui\.Wrong"):
        place.run("status")


def test_what_was_not_synced_may_be_lost_and_what_was_stays(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "old").write_bytes(b"old")
    made = [Change("make", "new"), Change("write", "new", b"words", 0)]
    synced = [*made, Change("sync", "new"), Change("sync", ".")]
    seen: set[bytes | None] = set()
    for number in range(60):
        for name, changes in (("a", made), ("b", synced)):
            target = tmp_path / f"{name}{number}"
            Disk(before, changes).after(len(changes), "random", random.Random(number), target)
            new = target / "new"
            content = new.read_bytes() if new.exists() else None
            assert (target / "old").read_bytes() == b"old"
            if name == "b":
                assert content == b"words"
            else:
                seen.add(content)
    assert {None, b"", b"words"} < seen
    assert any(content and content != b"words" for content in seen)


def test_a_name_that_was_not_synced_may_be_the_old_one(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "store").write_bytes(b"old")
    changes = [
        Change("make", "tmp"),
        Change("write", "tmp", b"new", 0),
        Change("sync", "tmp"),
        Change("rename", "tmp", b"store"),
    ]
    seen = set()
    for number in range(40):
        target = tmp_path / str(number)
        Disk(before, changes).after(len(changes), "random", random.Random(number), target)
        seen.add((target / "store").read_bytes())
    assert seen == {b"old", b"new"}


def test_an_answer_is_whole_when_its_pieces_are_put_together() -> None:
    for number in range(300):
        chance = random.Random(number)
        _, whole = answers.answer(chance)
        assert b"".join(answers.pieces(whole, chance)) == whole


def test_what_changes_meanwhile_is_not_held_against_a_reader() -> None:
    told = Told()
    for token in ("a", "b", "c"):
        told.tell(token, Fate.THERE)
    with told.steady() as (there, gone):
        told.tell("a", Fate.OPEN)
        told.tell("a", Fate.THERE)
        told.tell("b", Fate.GONE)
    assert (there, gone) == ({"c"}, set())


def test_the_attacks_know_nothing_of_the_inside() -> None:
    for path in Path(answers.__file__).parent.glob("*.py"):
        assert not re.search(r"^\s*(from|import) so_tui", path.read_text("utf-8"), re.M), path
