"""`so-tui case`: cases of several people from a shell."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from so_tui.domain.dates import short_day, show_day
from so_tui.domain.state import TABLES, Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.shell import CASE, SOON, VISIT, keep_case, run


def test_cases_of_two_people_are_started_switched_and_listed(tmp_path: Path) -> None:
    """Hard case: "a second person (mother and father)": impossible."""
    folder = keep_case(tmp_path / "kept")
    done = run(folder, "case", "add", "His", "lung", "--patient", "Dad", "--doctor", "Dr Ray")
    assert (done.returncode, done.stdout) == (0, "Started and opened: His lung\n")
    assert "Dr Ray" in run(folder, "person", "list").stdout
    lines = run(folder, "case", "list").stdout.splitlines()
    assert [line.partition(",")[0] for line in lines] == ["Dad: His lung", "Ruth: A lump"]
    assert lines[0].endswith("(open now)")
    assert run(folder, "case", "open", "ruth").returncode == 0
    assert "Dr Lee" in run(folder, "person", "list").stdout
    done = run(folder, "case", "open", "l")
    assert done.returncode == 1
    assert "A lump, Ruth (" in done.stderr


def test_an_archived_case_takes_no_question_and_no_visit(tmp_path: Path) -> None:
    """Hard case: 'a put-away case "opens to read"': each command refuses with one line."""
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "case", "archive").returncode == 0
    before = Store.read(folder).state()
    assert before.case
    assert before.case.closed == date.today()
    for words in (
        ("question", "add", "Why?"),
        ("visit", "add", "Lee", "--day", "+5"),
        ("note", "add", "a line"),
    ):
        done = run(folder, *words)
        assert (done.returncode, done.stdout) == (1, ""), words
        assert done.stderr == "so-tui: This case is archived. Reopen it to change it.\n"
    after = Store.read(folder).state()
    assert (after.questions, after.visits, after.notes) == (
        before.questions, before.visits, before.notes,
    )  # fmt: skip
    assert run(folder, "case", "reopen", "lump").returncode == 0
    assert run(folder, "question", "add", "Why?").returncode == 0


def test_what_is_found_in_another_case_says_whose_it_is(tmp_path: Path) -> None:
    """One companion types for two people: two doses stood there without a word on whose."""
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "note", "add", "dose: ten", "--as", "Nora").returncode == 0
    assert run(folder, "case", "add", "His lung", "--patient", "Dad", "--doctor",
               "Dr Ray").returncode == 0  # fmt: skip
    assert run(folder, "note", "add", "dose: fifty", "--as", "Nora").returncode == 0
    lines = run(folder, "find", "dose").stdout.splitlines()
    assert sorted(line.partition("Note: ")[2] for line in lines) == [
        "dose: fifty", "dose: ten (in: A lump, Ruth)",
    ]  # fmt: skip


def test_archiving_the_open_case_says_which_one_is_open_now(tmp_path: Path) -> None:
    """Else the next line would go to another person's case without a word."""
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "case", "add", "His lung", "--patient", "Dad").returncode == 0
    done = run(folder, "case", "archive")
    assert done.stdout.splitlines() == [
        "Archived: His lung. You can still read everything in it.", "Open now: A lump, Ruth",
    ]  # fmt: skip
    assert "Archived" not in run(folder, "status").stdout
    done = run(folder, "case", "delete", "lung", "--name", "Dad")
    assert "Open now" not in done.stdout
    done = run(folder, "case", "archive")
    assert done.stdout == "Archived: A lump. You can still read everything in it.\n"
    status = run(folder, "status").stdout
    assert f"Archived {show_day(date.today())}. You can read it, not change it." in status


def test_the_timeline_takes_in_the_earlier_rounds_if_asked(tmp_path: Path) -> None:
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "note", "add", "she drew it", "--visit", "Lee").returncode == 0
    now = replace(CASE, id="0000000000c2", follows=CASE.id, round=Clean("It is back"),
                  opened=date.today())  # fmt: skip
    with Store.open(make_data_dir(folder)) as store:
        store.commit([Put(now)])
        store.show(now.id)
    assert run(folder, "case", "open", "It is back").returncode == 0
    assert "she drew it" not in run(folder, "paper", "timeline").stdout
    whole = run(folder, "paper", "timeline", "--rounds").stdout
    assert "With what happened before: A lump." in whole
    assert "she drew it" in whole
    done = run(folder, "paper", "letter", "--rounds")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Only 'timeline' takes --rounds" in done.stderr


def test_a_case_is_deleted_only_with_its_name(tmp_path: Path) -> None:
    folder = keep_case(tmp_path / "kept")
    done = run(folder, "case", "delete", "lump", "--name", "Rut")
    assert done.returncode == 1
    assert "That is not the name" in done.stderr
    assert run(folder, "case", "delete", "lump", "--name", "ruth").returncode == 0
    store = Store.read(folder)
    assert store.is_empty
    assert len(store.trash) == 3


def test_a_new_round_is_started_as_by_its_form(tmp_path: Path) -> None:
    """Hard case "New round": what goes along has its own choice each, and one undo brings all
    of it back.
    """
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "contact", "add", "Nurse", "Ann").returncode == 0
    assert run(folder, "consent", "add", "All reports").returncode == 0
    before = Store.read(folder).state()
    done = run(folder, "case", "round", "It is back", "--leave", "contacts", "--take", "consent")
    assert (done.returncode, done.stderr) == (0, "")
    said, *parts = done.stdout.splitlines()
    assert said.startswith("New round: A lump: It is back.")
    visit = f"Visit {short_day(SOON, date.today())}, Dr Lee"
    assert parts == [
        "  Doctors (1): goes along", "  Contacts (1): stays there",
        "  Consent forms (1): goes along", f"  {visit}: goes along",
    ]  # fmt: skip
    after = Store.read(folder).state()
    assert after.case
    assert (after.case.follows, after.case.round) == (CASE.id, "It is back")
    assert after.cases[CASE.id].closed == date.today()
    assert [d.name for d in after.doctors.values()] == ["Dr Lee"]
    assert (len(after.contacts), len(after.consents), [*after.visits]) == (0, 1, [VISIT.id])
    with Store.open(folder) as store:
        undone = store.undo("Ruth")
        assert undone
        assert "It is back" in undone.label
        store.show(CASE.id)
        after = store.state()
        assert {name: dict(getattr(after, name)) for name in TABLES} == {
            name: dict(getattr(before, name)) for name in TABLES
        }


def test_a_case_is_opened_by_the_whole_of_its_name_though_its_round_has_it_too(
    tmp_path: Path,
) -> None:
    folder = keep_case(tmp_path / "kept")
    assert run(folder, "case", "round", "It is back", "--archive", "no").returncode == 0
    done = run(folder, "case", "open", "a lump")
    assert (done.returncode, done.stdout) == (0, "Open now: A lump\n")
    assert run(folder, "case", "open", "lump").returncode == 1


def test_a_round_asks_back_what_it_cannot_tell(tmp_path: Path) -> None:
    folder = keep_case(tmp_path / "kept")
    done = run(folder, "case", "round", "It is back", "--leave", "the moon")
    assert done.returncode == 1
    assert "'Doctors (1)'" in done.stderr
    assert Store.read(folder).state().cases.keys() == {CASE.id}
    done = run(folder, "case", "round", "It is back", "--title", "Her lump", "--archive", "no",
               "--json")  # fmt: skip
    made = json.loads(done.stdout)
    assert (made["title"], made["follows"]) == ("Her lump", CASE.id)
    assert Store.read(folder).state().cases[CASE.id].closed is None
