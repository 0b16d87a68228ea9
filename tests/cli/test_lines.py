"""`so-tui task` and `so-tui question`: one line from a shell, kept as if typed in the program."""

import json
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import sections, text
from so_tui.domain.state import Put
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.documents.codec import encode
from so_tui.storage.store import Store
from tests.support.shell import CASE, VISIT, keep_case, run, state_in


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case with a visit to come."""
    return keep_case(data_dir)


def test_a_task_is_added_with_its_owner_and_a_day_that_counts_from_the_visit(kept: Path) -> None:
    done = run(kept, "task", "add", "Ask", "for the car", "--owner", "Nora", "--due", "visit -3")
    assert (done.returncode, done.stdout) == (0, "Added: Ask for the car\n")
    (task,) = state_in(kept).tasks.values()
    assert (task.text, task.owner, task.section) == ("Ask for the car", "Nora", sections()[0].key)
    assert (task.due, task.due_visit, task.due_days) == (None, VISIT.id, -3)


def test_tasks_are_ticked_by_their_words_and_listed_while_they_are_open(kept: Path) -> None:
    for words in ("Call the lab", "Call the clinic", "Pack"):
        assert run(kept, "task", "add", words, "--due", "+2").returncode == 0
    several = run(kept, "task", "done", "call")
    assert (several.returncode, several.stdout) == (1, "")
    assert "2 open tasks hold these words" in several.stderr
    assert all(f"  {words}" in several.stderr for words in ("Call the lab", "Call the clinic"))
    assert not any(task.done_on for task in state_in(kept).tasks.values())
    assert run(kept, "task", "done", "LAB", "call").stdout == "Done: Call the lab\n"
    ticked = {task.text: task.done_on for task in state_in(kept).tasks.values()}
    assert ticked == {"Call the lab": date.today(), "Call the clinic": None, "Pack": None}
    listed = run(kept, "task", "list").stdout.splitlines()
    assert [line.partition(" (")[0] for line in listed] == ["Call the clinic", "Pack"]
    assert run(kept, "task", "done", "lab").returncode == 3


def test_the_task_whose_words_are_just_these_is_meant(kept: Path) -> None:
    for words in ("Pack", "Pack the slides"):
        run(kept, "task", "add", words)
    assert run(kept, "task", "done", "pack").stdout == "Done: Pack\n"
    assert run(kept, "task", "list").stdout == "Pack the slides\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("task", "add", "Pack", "--due", "some day"), 1, text("form.bad_due")),
        (("task", "add", " \x07"), 1, text("cli.lines.empty")),
        (("question", "add", ""), 1, text("cli.lines.empty")),
        (("task", "add"), 2, "Missing argument"),
        (("question", "list", "--yaml"), 2, "No such option"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    kept: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(kept, *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    state = state_in(kept)
    assert not state.tasks
    assert not state.questions


def test_without_a_visit_to_come_nothing_is_counted_from_one(data_dir: Path) -> None:
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE)])
    done = run(data_dir, "task", "add", "Pack", "--due", "visit -1")
    assert (done.returncode, done.stderr) == (3, f"so-tui: {text('form.no_visit')}\n")


@pytest.mark.parametrize(
    "words", [("task", "add", "x"), ("task", "done", "x"), ("task", "list"),
              ("question", "add", "x"), ("question", "list")],
)  # fmt: skip
def test_without_a_case_it_says_how_to_start_one(data_dir: Path, words: tuple[str, ...]) -> None:
    make_data_dir(data_dir)
    done = run(data_dir, *words)
    assert (done.returncode, done.stderr) == (3, f"so-tui: {text('sheet.cli.no_case')}\n")


def test_questions_are_added_once_and_listed_in_the_words_of_the_case(kept: Path) -> None:
    words = "Will {first_doctor} get your report?"
    assert run(kept, "question", "add", words).returncode == 0
    twice = run(kept, "question", "add", words.upper().replace("{FIRST_DOCTOR}", "{first_doctor}"))
    assert (twice.returncode, twice.stdout) == (1, "")
    assert "on your list already" in twice.stderr
    run(kept, "question", "add", "May I record this?")
    listed = run(kept, "question", "list").stdout
    assert listed == "Will Dr Lee get your report?\nMay I record this?\n"
    questions = sorted(state_in(kept).questions.values(), key=lambda q: q.order)
    assert [question.text for question in questions] == [words, "May I record this?"]
    as_json = json.loads(run(kept, "question", "list", "--json").stdout)
    assert as_json == [encode(question) for question in questions]


def test_a_line_that_was_added_can_be_taken_back_and_sends_nothing_to_the_terminal(
    kept: Path,
) -> None:
    done = run(kept, "task", "add", "Call \x1b]52;c;aGk=\x07\x9b31m the lab")
    assert not any(sign in done.stdout + done.stderr for sign in "\x1b\x07\x9b")
    assert "\x1b" not in run(kept, "task", "list").stdout
    with Store.open(kept) as store:
        assert (store.next_undo(CASE.patient) or "").startswith("Added: Call")
        store.undo(CASE.patient)
        assert not store.state().tasks
