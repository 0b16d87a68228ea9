"""`so-tui case`: cases of several people from a shell."""

from datetime import date
from pathlib import Path

from so_tui.storage.store import Store
from tests.support.shell import keep_case, run


def test_cases_of_two_people_are_started_switched_and_listed(tmp_path: Path) -> None:
    """Findings 1, "a second person (mother and father)": impossible."""
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
    """Findings 1, 'a put-away case "opens to read"': each command refuses with one line."""
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


def test_a_case_is_deleted_only_with_its_name(tmp_path: Path) -> None:
    folder = keep_case(tmp_path / "kept")
    done = run(folder, "case", "delete", "lump", "--name", "Rut")
    assert done.returncode == 1
    assert "That is not the name" in done.stderr
    assert run(folder, "case", "delete", "lump", "--name", "ruth").returncode == 0
    store = Store.read(folder)
    assert store.is_empty
    assert len(store.trash) == 3
