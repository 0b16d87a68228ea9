"""`-` in place of words: they come from standard input, and none is dropped or replaced."""

import json
import subprocess
from pathlib import Path

import pytest

from so_tui.storage.vault import vault
from tests.support.pty import home_env
from tests.support.shell import VISIT, keep_case, run, run_bytes, state_in
from tests.support.terminal import so_tui


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with a case, a doctor and a visit to come."""
    return keep_case(data_dir)


def sent(
    folder: Path, content: bytes | str, *words: str | bytes
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command with something on its standard input."""
    content = content.encode() if isinstance(content, str) else content
    return run_bytes(folder, *words, sent=content)


@pytest.mark.parametrize(
    ("noun", "field", "more"),
    [
        ("task", "text", ()),
        ("question", "text", ()),
        ("record", "name", ()),
        ("call", "whom", ()),
        ("person", "name", ("--kind", "doctor")),
        ("person", "name", ("--kind", "companion")),
    ],
)
def test_every_noun_takes_its_words_a_line_each(
    kept: Path, noun: str, field: str, more: tuple[str, ...]
) -> None:
    done = sent(kept, "caf\u00e9 one\n\n  \nand two", noun, "add", "-", *more)
    assert (done.returncode, done.stderr) == (0, b"")
    listed = json.loads(run(kept, noun, "list", "--json").stdout)
    texts = [each[field] for each in listed]
    assert {"caf\u00e9 one", "and two"} <= set(texts)
    assert len(done.stdout.decode().splitlines()) == 2
    made = sent(kept, "only one\n", noun, "add", "-", "--json", *more)
    assert json.loads(made.stdout)[field] == "only one"


def test_several_are_kept_all_or_none_and_undone_at_once(kept: Path) -> None:
    assert sent(kept, "Lee\nNobody\n", "visit", "add", "-").returncode == 1
    assert list(state_in(kept).visits) == [VISIT.id]
    both = sent(kept, "Lee\nLee\n", "visit", "add", "-", "--place", "Room 4", "--json")
    assert [each["place"] for each in json.loads(both.stdout)] == ["Room 4", "Room 4"]


def test_a_note_goes_to_a_visit_named_on_standard_input(kept: Path) -> None:
    assert sent(kept, "Lee", "note", "add", "hello", "--visit", "-").returncode == 0
    assert sent(kept, "Nora\n", "note", "add", "again", "--as", "-").returncode == 0
    notes = sorted(state_in(kept).notes.values(), key=lambda note: note.at)
    assert [(n.visit_id, n.author) for n in notes] == [(VISIT.id, "Ruth"), (VISIT.id, "Nora")]
    assert b"hello" in sent(kept, "Lee\n", "note", "list", "--visit", "-").stdout


def test_one_option_takes_the_text_that_is_sent(kept: Path) -> None:
    (made,) = (json.loads(run(kept, "task", "add", "call", "--json").stdout),)
    assert sent(kept, "a long\nnote\n", "task", "set", made["id"], "--note", "-").returncode == 0
    assert sent(kept, "by\nphone", "task", "set", made["id"], "--text", "-").returncode == 0
    (task,) = state_in(kept).tasks.values()
    assert (task.text, task.note) == ("by phone", "a long\nnote")
    assert sent(kept, "by phone\n", "task", "set", "-", "--owner", "Nora").returncode == 0
    assert sent(kept, "by phone\n", "task", "done", "-").returncode == 0
    assert b"by phone" in sent(kept, "phone\n", "find", "-").stdout
    assert sent(kept, "Lee\n", "sheet", "--doctor", "-").returncode == 0


def test_an_option_that_can_be_given_often_takes_a_line_each(kept: Path) -> None:
    for name in ("Nora", "Otto"):
        assert run(kept, "person", "add", name, "--kind", "companion").returncode == 0
    done = sent(kept, "Nora\nOtto\n", "visit", "set", VISIT.id, "--companion", "-")
    assert done.returncode == 0, done.stderr
    people = state_in(kept).companions
    coming = state_in(kept).visits[VISIT.id]
    assert {people[i].name for i in coming.companion_ids} == {"Nora", "Otto"}


@pytest.mark.parametrize(
    "words",
    [
        ("task", "set", "-", "--note", "-"),
        ("task", "add", "-", "--owner", "-"),
        ("note", "add", "-", "--visit", "-"),
        ("visit", "set", "Lee", "--companion", "-", "--place", "-"),
        ("visit", "set", "Lee", "--companion", "-", "--companion", "-"),
    ],
)
def test_a_second_dash_is_not_understood(kept: Path, words: tuple[str, ...]) -> None:
    done = sent(kept, "hello", *words)
    assert done.returncode == 2
    assert b"Use '-' only once" in done.stderr
    assert not state_in(kept).notes


def test_a_dash_among_other_words_is_a_dash(kept: Path) -> None:
    assert sent(kept, "not this", "note", "add", "he said", "-", "no").returncode == 0
    assert [note.text for note in state_in(kept).notes.values()] == ["he said - no"]


@pytest.mark.parametrize("words", [("note", "add", "-"), ("task", "add", "-")])
@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_nothing_sent_is_nothing_kept(kept: Path, words: tuple[str, ...], content: bytes) -> None:
    done = sent(kept, content, *words)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"There are no words to save." in done.stderr


def test_letters_of_old_terminals_are_read_as_in_the_program(kept: Path) -> None:
    assert sent(kept, b"caf\xe9 \x80 5\n", "note", "add", "-").returncode == 0
    assert sent(kept, b"", "note", "add", b"Z\xfcrich \xe9").returncode == 0
    assert sent(kept, b"", "task", "add", "call", "--owner", b"Zo\xeb").returncode == 0
    texts = {note.text for note in state_in(kept).notes.values()}
    assert texts == {"caf\u00e9 \u20ac 5", "Z\u00fcrich \u00e9"}
    assert [task.owner for task in state_in(kept).tasks.values()] == ["Zo\u00eb"]
    assert b"caf" in sent(kept, b"", "find", b"caf\xe9").stdout


@pytest.mark.parametrize("content", [b"caf\x81", b"\x8d", b"a\0b", "hello".encode("utf-16")])
def test_bytes_that_are_no_letters_are_refused_in_one_line(kept: Path, content: bytes) -> None:
    for words in (("note", "add", "-"), ("task", "add", "-")):
        done = sent(kept, content, *words)
        assert done.returncode == 1
        (line,) = done.stderr.decode().splitlines()
        assert "This is not plain text" in line
    if b"\0" not in content:
        refused: list[list[str | bytes]] = [["note", "add", content], ["find", content]]
        for command in refused:
            done = sent(kept, b"", *command)
            assert done.returncode == 2
            assert b"This is not plain text" in done.stderr
    assert not state_in(kept).notes
    assert not state_in(kept).tasks


def test_without_a_standard_input_it_says_so(kept: Path) -> None:
    env = {**home_env(kept.parent), "PATH": "/usr/bin:/bin", "SO_TUI_HOME": str(kept)}
    for words in (("note", "add", "-"), ("task", "add", "-"), ("find", "-")):
        done = subprocess.run(
            ["sh", "-c", 'exec "$@" <&-', "sh", *so_tui(*words)],
            capture_output=True, text=True, timeout=60, env=env, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert "The words could not be read from standard input" in line


def test_what_comes_first_can_be_the_passphrase(kept: Path) -> None:
    vault.switch_on(kept, "blue tea kettle", vault.new_recovery_key())
    words = ("note", "add", "-", "--passphrase-fd", "0", "--json")
    done = sent(kept, "blue tea kettle\nhello\nagain\n", *words)
    assert [note["text"] for note in json.loads(done.stdout)] == ["hello", "again"]
