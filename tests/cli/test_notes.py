"""`so-tui note`: lines of a visit from a shell, kept as if typed in the program."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.notes import Note, NoteKind
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.shell import CASE, DOCTOR, VISIT, keep_case, run, run_bytes, state_in

OTHER = Doctor(id="0000000000d2", case_id=CASE.id, name=Clean("Dr Kim"), order=1)
PAST = Encounter(
    id="0000000000e2",
    case_id=CASE.id,
    doctor_id=OTHER.id,
    day=date.today() - timedelta(days=9),
    course=Course.TOOK_PLACE,
)
NAMED = f"Visit with Dr Lee, {short_day(VISIT.day, date.today())}"
"""How the answer names the visit, as there is another one."""


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with a visit to come and a past one."""
    keep_case(data_dir)
    with Store.open(data_dir) as store:
        store.commit([Put(OTHER), Put(PAST)])
    return data_dir


def notes_in(folder: Path) -> list[Note]:
    return sorted(state_in(folder).notes.values(), key=lambda note: note.at)


def test_a_line_goes_to_the_visit_to_come_and_is_listed(kept: Path) -> None:
    done = run(kept, "note", "add", "Scan", "in", "three weeks")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Saved ")
    assert done.stdout.endswith(f": Scan in three weeks ({NAMED})\n")
    (note,) = notes_in(kept)
    assert (note.visit_id, note.text, note.author, note.kind) == (
        VISIT.id, "Scan in three weeks", "Ruth", NoteKind.SAID)  # fmt: skip
    listed = run(kept, "note", "list").stdout
    today = short_day(date.today(), date.today())
    assert listed == f"{note.at:%H:%M} Ruth: {today}: Scan in three weeks\n"


def test_signs_count_and_a_to_do_goes_to_the_checklist(kept: Path) -> None:
    assert run(kept, "note", "add", "@ call the lab", "--as", "Nora").returncode == 0
    assert run(kept, "note", "add", "!", "no scan").returncode == 0
    state = state_in(kept)
    todo, important = notes_in(kept)
    assert (todo.kind, todo.text, todo.author) == (NoteKind.TODO, "call the lab", "Nora")
    assert (important.kind, important.text) == (NoteKind.IMPORTANT, "no scan")
    (task,) = state.tasks.values()
    assert (task.text, task.note_id) == ("call the lab", todo.id)
    line = run(kept, "note", "list").stdout.splitlines()[1]
    assert " Ruth: [important] " in line
    assert line.endswith(": no scan")


def test_another_visit_is_named_by_its_words(kept: Path) -> None:
    assert run(kept, "note", "add", "late thought", "--visit", "kim").returncode == 0
    (note,) = notes_in(kept)
    assert note.visit_id == PAST.id
    assert run(kept, "note", "list").stdout == ""
    assert "late thought" in run(kept, "note", "list", "--visit", PAST.id).stdout


def test_lines_come_from_standard_input_in_their_order(kept: Path) -> None:
    lines = "one\n\n \n! two\x07\ncaf\u00e9".encode()
    done = run_bytes(kept, "note", "add", "-", sent=lines)
    assert (done.returncode, done.stdout) == (0, f"Saved 3 lines. ({NAMED})\n".encode())
    assert [(note.text, note.kind) for note in notes_in(kept)] == [
        ("one", NoteKind.SAID),
        ("two", NoteKind.IMPORTANT),
        ("caf\u00e9", NoteKind.SAID),
    ]
    assert len({note.at for note in notes_in(kept)}) == 3


def test_as_json(kept: Path) -> None:
    (added,) = json.loads(run(kept, "note", "add", "one", "--json").stdout)
    (listed,) = json.loads(run(kept, "note", "list", "--json").stdout)
    assert added == listed
    assert (added["text"], added["id"]) == ("one", notes_in(kept)[0].id)


def test_in_a_case_without_a_visit_the_only_doctors_first_one_is_made(data_dir: Path) -> None:
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
    assert run(data_dir, "note", "add", "hello").returncode == 0
    state = state_in(data_dir)
    (visit,), (note,) = state.visits.values(), state.notes.values()
    assert (visit.day, visit.doctor_id, note.visit_id) == (date.today(), DOCTOR.id, visit.id)


def test_it_can_be_taken_back_at_once(kept: Path) -> None:
    run(kept, "note", "add", "@ wrong", "--as", "Nora")
    with Store.open(kept) as store:
        store.undo("Nora")
        assert not store.state().notes
        assert not store.state().tasks


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", " \x07"), 1, text("cli.lines.empty")),
        (("add", "x", "--visit", "nobody"), 3, text("cli.lines.any.none", words="nobody")),
        (("add", "x", "--visit", "dr"), 1, text("cli.lines.any.several", count=2)),
        (("list", "--visit", "nobody"), 3, text("cli.lines.any.none", words="nobody")),
        (("add",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said(
    kept: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(kept, "note", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert notes_in(kept) == []


def test_with_several_doctors_and_no_visit_there_is_no_telling_which(data_dir: Path) -> None:
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE), Put(DOCTOR), Put(OTHER)])
    done = run(data_dir, "note", "add", "hello")
    assert (done.returncode, done.stderr) == (3, f"so-tui: {text('cli.lines.note.no_visit')}\n")


def test_without_a_case_nothing_is_made(data_dir: Path) -> None:
    done = run(data_dir, "note", "add", "hello")
    assert done.returncode == 3
    assert text("sheet.cli.no_case") in done.stderr


def test_who_said_it_is_named_in_the_line_or_by_an_option(kept: Path) -> None:
    assert run(kept, "note", "add", "Kim: no hurry").returncode == 0
    assert run(kept, "note", "add", "so do I", "--said-by", "lee").returncode == 0
    assert run(kept, "note", "add", "Dose: 5 mg").returncode == 0
    assert [(n.text, n.said_by) for n in notes_in(kept)] == [
        ("no hurry", OTHER.id),
        ("so do I", DOCTOR.id),
        ("Dose: 5 mg", ""),
    ]
    listed = run(kept, "note", "list").stdout
    assert "Dr Kim: no hurry" in listed
    assert "Dr Lee: so do I" in listed
    assert "Dr Kim: no hurry" in run(kept, "find", "hurry").stdout
    unknown = run(kept, "note", "add", "x", "--said-by", "dr")
    assert unknown.returncode == 1
    assert "'Dr Lee', 'Dr Kim', 'Ruth'" in unknown.stderr


def test_a_line_for_a_visit_still_to_come_says_so(kept: Path) -> None:
    """A symptom typed between visits was filed under the next visit, and nothing was said."""
    said = run(kept, "note", "add", "felt sick").stdout
    assert said.startswith("Saved for the visit still to come, Dr Lee ")


def test_lines_are_moved_to_a_visit_or_to_the_diary(kept: Path) -> None:
    run(kept, "note", "add", "felt sick")
    run(kept, "note", "add", "slept badly")
    moved = run(kept, "note", "move", "sick", "--to", "Kim")
    assert moved.stdout.startswith("Moved 1 line to: Dr Kim")
    assert run(kept, "note", "move", "sl", "--to", "diary").stdout == "Moved 1 line to: Diary\n"
    assert [n.visit_id for n in notes_in(kept)] == [PAST.id, ""]
    assert run(kept, "note", "move", "s", "--to", "diary").returncode == 1
    assert run(kept, "note", "move", "s", "--to", "diary", "--every").returncode == 0
    assert [n.visit_id for n in notes_in(kept)] == ["", ""]
    assert run(kept, "note", "move", "nothing", "--to", "diary").returncode == 3


def test_a_line_is_changed_and_its_words_before_can_be_restored(kept: Path) -> None:
    run(kept, "note", "add", "five weeks")
    done = run(kept, "note", "set", "five", "--text", "! six weeks", "--said-by", "kim")
    assert (done.returncode, done.stderr) == (0, "")
    (note,) = notes_in(kept)
    assert (note.text, note.kind, note.said_by) == ("six weeks", NoteKind.IMPORTANT, OTHER.id)
    with Store.open(kept) as store:
        (trashed,) = store.trash
        assert isinstance(trashed.entity, Note)
        assert trashed.entity.text == "five weeks"


def test_the_diary_is_written_and_read_apart_from_the_visits(kept: Path) -> None:
    done = run(kept, "diary", "add", "felt sick", "--kind", "symptom", "--day", "yesterday")
    assert (done.returncode, done.stdout) == (0, "Saved: felt sick\n")
    assert run(kept, "diary", "add", "slept well", "--as", "Nora").returncode == 0
    assert run(kept, "diary", "add", "x", "--day", "some day").returncode == 1
    for late in ("+1", "+5"):
        done = run(kept, "diary", "add", "x", "--day", late)
        assert (done.returncode, text("notes.day_to_come") in done.stderr) == (1, True)
    sick, well = notes_in(kept)
    yesterday = date.today() - timedelta(days=1)
    assert (sick.visit_id, sick.diary, sick.about_day) == ("", "symptom", yesterday)
    assert (well.author, well.about_day) == ("Nora", None)
    listed = run(kept, "diary", "list").stdout.splitlines()
    assert [line.strip() for line in listed if "slept" in line or "sick" in line] == [
        f"{well.at:%H:%M} Nora: slept well",
        "[symptom] Ruth: felt sick",
    ]
    assert run(kept, "note", "list").stdout == ""
    assert "Diary: felt sick" in run(kept, "find", "sick").stdout
    assert run(kept, "note", "set", "sick", "--kind", "result", "--day", "today").returncode == 0
    changed = next(note for note in notes_in(kept) if note.id == sick.id)
    assert (changed.diary, changed.about_day) == ("result", None)
    timeline = run(kept, "paper", "timeline").stdout
    assert "felt sick" not in timeline
    assert "felt sick" in run(kept, "paper", "timeline", "--add", "felt sick").stdout


def test_a_day_that_can_be_read_in_two_ways_is_asked_back_with_both(kept: Path) -> None:
    done = run(kept, "diary", "add", "felt sick", "--day", "mon 3 feb 2026")
    assert done.returncode == 1
    assert show_day(date(2026, 2, 3)) in done.stderr
    assert show_day(date(2026, 2, 2)) in done.stderr
    assert notes_in(kept) == []


def test_a_private_line_of_an_earlier_visit_is_added_to_its_paper(kept: Path) -> None:
    """Only the lines of the newest visit could be chosen, whichever the paper was about."""
    run(kept, "note", "add", "mum asked how long", "--visit", "Kim", "--private", "yes")
    run(kept, "note", "add", "ask again", "--visit", "Kim")
    run(kept, "note", "add", "slept well", "--visit", "Lee")
    about = ("paper", "notes", "--about", "Kim")
    assert "mum asked" not in run(kept, *about).stdout
    done = run(kept, *about, "--add", "mum asked")
    assert (done.returncode, done.stderr) == (0, "")
    assert "mum asked how long" in done.stdout


def test_what_is_private_is_in_no_copy_for_others(kept: Path) -> None:
    run(kept, "note", "add", "mum asked how long", "--private", "yes")
    run(kept, "task", "add", "call the lawyer")
    assert run(kept, "task", "set", "lawyer", "--private", "yes").returncode == 0
    assert "mum asked how long (private)" in run(kept, "note", "list").stdout
    assert "call the lawyer (private)" in run(kept, "task", "list").stdout
    assert "how long (private)" in run(kept, "find", "mum").stdout
    whole, cleaned = run(kept, "export").stdout, run(kept, "export", "--for-others").stdout
    for words in ("mum asked", "lawyer"):
        assert words in whole
        assert words not in cleaned
    assert json.loads(cleaned)["drafts"] == []
    assert "mum asked" not in run(kept, "paper", "timeline").stdout
    assert run(kept, "note", "set", "mum", "--private", "no").returncode == 0
    assert "mum asked" in run(kept, "export", "--for-others").stdout
    assert run(kept, "note", "set", "mum", "--private", "perhaps").returncode == 1


@pytest.mark.parametrize("kind", ["note", "diary"])
def test_a_full_member_number_is_asked_back(kept: Path, kind: str) -> None:
    done = run(kept, kind, "add", "member", "number", "123456789")
    assert done.returncode == 1
    assert "last four digits" in done.stderr
    assert not state_in(kept).notes
    assert run(kept, kind, "add", "member number ...6789").returncode == 0


def test_a_line_of_another_day_has_its_day_in_every_list(kept: Path) -> None:
    """Row "memories the day after": a line stood in the visit without its own day."""
    assert run(kept, "note", "add", "remembered", "--visit", "Kim").returncode == 0
    today = short_day(date.today(), date.today())
    assert f"{today}: remembered" in run(kept, "note", "list", "--visit", "Kim").stdout
    assert f"{today}: remembered" in run(kept, "paper", "notes", "--about", "Kim").stdout
    assert show_day(date.today()) in run(kept, "find", "remembered").stdout
    assert run(kept, "note", "set", "remembered", "--day", f"{PAST.day}").returncode == 0
    assert run(kept, "note", "set", "remembered", "--day", "+5").returncode == 1
    lines = run(kept, "note", "list", "--visit", "Kim").stdout
    assert lines == "Ruth: remembered\n"
    assert f"{today}: remembered" not in lines
    assert show_day(PAST.day) in run(kept, "find", "remembered").stdout
    (exported,) = json.loads(run(kept, "export").stdout)["notes"]
    assert exported["about_day"] == f"{PAST.day}"


def test_lines_noted_on_paper_are_typed_days_later(kept: Path) -> None:
    sent = b"it can wait\n! ring the ward\n"
    done = run_bytes(kept, "note", "add", "-", "--visit", "Kim", "--day", f"{PAST.day}", sent=sent)
    assert done.returncode == 0, done.stderr
    assert {note.about_day for note in notes_in(kept)} == {PAST.day}
    lines = run(kept, "note", "list", "--visit", "Kim").stdout
    assert lines.splitlines() == ["Ruth: it can wait", "Ruth: [important] ring the ward"]
    for late, said in (("+1", "notes.day_to_come"), ("some day", "form.bad_day")):
        done_ = run(kept, "note", "add", "x", "--visit", "Kim", "--day", late)
        assert (done_.returncode, text(said) in done_.stderr) == (1, True)


def test_the_lines_typed_before_a_visit_move_at_once(kept: Path) -> None:
    """Row "a symptom typed between visits": filed under the next doctor's coming visit."""
    for words in ("felt sick", "slept badly"):
        assert run(kept, "note", "add", words, "--visit", "Lee").returncode == 0
    done = run(kept, "note", "move", "Lee", "--typed-before", "--to", "diary")
    assert (done.returncode, done.stdout) == (0, "Moved 2 lines to: Diary\n")
    assert {note.visit_id for note in notes_in(kept)} == {""}
    done = run(kept, "note", "move", "Lee", "--typed-before", "--to", "diary")
    assert done.returncode == 3
    assert done.stderr.strip().endswith(text("notes.none_before"))
