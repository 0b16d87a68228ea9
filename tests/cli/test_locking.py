"""The pieces of asking for a passphrase; the whole is in tests/pty/test_locked.py."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from so_tui.cli.group import group, parse
from so_tui.cli.lock import _sheet
from so_tui.cli.options import Request
from so_tui.cli.prompt import DescriptorPrompt, asking, seal_for
from so_tui.cli.run import run
from so_tui.storage.errors import StoreError
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.seals.vault_keys import groups_of
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.storage.vault.vault import WrongPassphrase
from tests.support.every_command import below
from tests.support.stored import CASE
from tests.support.told import saying


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)


def carry_out(folder: Path, *words: str) -> int:
    request = parse(["--data-dir", str(folder), *words])
    assert isinstance(request, Request)
    return request.action(request.options)


@contextmanager
def holding(content: bytes) -> Iterator[int]:
    """Yield a descriptor that holds these bytes and then ends."""
    out, into = os.pipe()
    os.write(into, content)
    os.close(into)
    try:
        yield out
    finally:
        os.close(out)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"words\n", ["words"]),
        (b"words", ["words"]),
        (b"one two\nthree\n", ["one two", "three"]),
        (b" kept \t\n", [" kept \t"]),
        (b"\nsecond\n", ["", "second"]),
        ("Zoë\n".encode(), ["Zoë"]),
        ("Zoë\n".encode("latin-1"), ["Zoë"]),
    ],
)
def test_each_line_answers_one_question(content: bytes, lines: list[str]) -> None:
    with holding(content) as descriptor, asking(descriptor) as prompt:
        assert [prompt.ask("?") for _ in lines] == lines
        with pytest.raises(WrongPassphrase):
            prompt.ask("?")


def test_nothing_after_the_line_is_taken() -> None:
    with holding(b"words\nfor others") as descriptor:
        assert DescriptorPrompt(descriptor).ask("?") == "words"
        assert os.read(descriptor, 100) == b"for others"


def test_an_open_store_asks_for_nothing(kept: Path) -> None:
    assert seal_for(kept, 77) is PLAIN
    assert seal_for(kept / "none", 77) is PLAIN


def test_the_seal_opens_the_store(kept: Path) -> None:
    recovery_key = vault.new_recovery_key()
    vault.switch_on(kept, "words", recovery_key)
    for secret in ("words", recovery_key):
        with holding(secret.encode()) as descriptor:
            seal = seal_for(kept, descriptor, to_write=True)
        assert Store.read(kept, seal).entities() == [CASE]
    assert vault.unlock(kept, "words")


@pytest.mark.parametrize("command", ["unlock", "passphrase"])
def test_what_is_not_locked_is_told(kept: Path, command: str) -> None:
    with pytest.raises(StoreError, check=saying("have no passphrase")):
        carry_out(kept, command)


def test_what_is_locked_is_not_locked_again(kept: Path) -> None:
    vault.switch_on(kept, "words", vault.new_recovery_key())
    with pytest.raises(StoreError, check=saying("have a passphrase already")):
        carry_out(kept, "lock")


def test_a_new_passphrase_that_is_empty_changes_nothing(kept: Path) -> None:
    vault.switch_on(kept, "words", vault.new_recovery_key())
    with (
        holding(b"words\n\n") as descriptor,
        pytest.raises(WrongPassphrase, check=saying("was chosen")),
    ):
        carry_out(kept, "passphrase", "--passphrase-fd", str(descriptor))
    assert vault.unlock(kept, "words")


def test_the_sheet_shows_the_whole_key_in_numbered_parts() -> None:
    key = vault.new_recovery_key()
    groups = groups_of(key)
    sheet = _sheet(groups)
    found = re.findall(r"(\d+)  (\w+)", sheet)
    assert [int(number) for number, _ in found] == list(range(1, len(groups) + 1))
    assert "AGE-SECRET-KEY-1" + "".join(part for _, part in found) == key
    assert max(map(len, sheet.splitlines())) <= 60


@pytest.mark.parametrize("name", ["SO_TUI_PASSPHRASE", "so_tui_passphrase", "SO_TUI_PASSWORD"])
def test_a_variable_with_a_passphrase_ends_every_command(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, "hunter2")
    assert run(["status"]) == 2
    assert run([]) == 2
    said = capsys.readouterr()
    assert "never taken" in said.err
    assert "hunter2" not in said.err + said.out


def test_every_command_can_be_handed_the_passphrase_but_never_as_a_word() -> None:
    top = below(group)
    deep = {f"{of} {name}": each for of in top for name, each in below(top[of]).items()}
    assert len(deep) > 20
    for name, command in {**top, **deep}.items():
        shown = {option for p in command.params if not getattr(p, "hidden", 0) for option in p.opts}
        assert "--passphrase-fd" in shown, name
        assert "--passphrase" not in shown, name
