"""Locking the notes, step by step, without a screen: what is asked, and what then lies on disk."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.state import Put
from so_tui.session.session import Session
from so_tui.storage.errors import Notice, Wording
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.seals.vault_keys import WrongPassphrase
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.ui.passphrase import PassphraseFlow
from so_tui.ui.passphrase_steps import KEY_START, PassphraseStep, Typed
from tests.support.stored import CASE
from tests.support.vault import note

OLD, NEW = "four words of Zoë", "four words of Sam"

Answer = Typed | None | Callable[[PassphraseStep], Typed | None]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)


class Script:
    """A user who gives these answers, one a step, and remembers what was shown."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.steps: list[PassphraseStep] = []
        self.told: list[str] = []
        self.groups: list[str] = []

    async def __call__(self, step: PassphraseStep) -> Typed | None:
        self.steps.append(step)
        if step.title == text("locking.key_title"):
            self.groups = re.findall(r"\d+ (\w+)", step.text.partition(KEY_START)[2])
        answer = self._answers.pop(0)
        typed = answer(step) if callable(answer) else answer
        if typed is not None:
            assert step.check(typed) == ""
        return typed

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        self.told.append("working")
        yield

    async def visible(self) -> None:
        pass

    def say(self, words: str) -> None:
        self.told.append(words)

    def say_trouble(self, words: str) -> None:
        self.told.append(f"trouble: {words}")

    def resumed(self) -> None:
        self.told.append("resumed")

    async def cover(self, words: str) -> None:
        self.told.append(f"covered: {words}")

    def key(self, step: PassphraseStep) -> Typed:
        """Type back the groups of the recovery key that a step asks for."""
        labels = " ".join(step.labels)
        numbers = [int(number) for number in re.findall(r"\d+", labels)]
        assert len(numbers) == 2
        return tuple(self.groups[number - 1] for number in numbers)


def made(folder: Path, passphrase: str = "") -> Path:
    folder.mkdir(mode=0o700)
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    if passphrase:
        vault.switch_on(folder, passphrase, vault.new_recovery_key())
    return folder


def opened(folder: Path, passphrase: str = "") -> Session:
    return Session(Store.open(folder, vault.unlock(folder, passphrase) if passphrase else PLAIN))


def notes(folder: Path, passphrase: str = "") -> list[str]:
    seal = vault.unlock(folder, passphrase) if passphrase else PLAIN
    with Store.read(folder, seal) as store:
        return list(store.state().notes)


def test_the_notes_are_locked_when_the_key_was_written_down(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes")
    session = opened(folder)
    ask = Script()
    ask._answers = [(), (NEW, NEW), (), ask.key, ()]
    asyncio.run(PassphraseFlow(session, ask).lock())
    assert ask.told == ["working", "resumed", text("locking.locked")]
    assert session.locked
    assert not session.is_suspended
    asyncio.run(session.end())
    assert vault.is_locked(folder)
    assert notes(folder, NEW) == [note(1).id]
    with pytest.raises(WrongPassphrase):
        vault.unlock(folder, OLD)


def test_without_the_key_typed_back_nothing_is_locked(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes")
    session = opened(folder)
    ask = Script((), (NEW, NEW), (), None, None)  # shown, not typed back, shown again, given up
    asyncio.run(PassphraseFlow(session, ask).lock())
    assert [step.title for step in ask.steps[2:]] == [
        text("locking.key_title"),
        text("locking.check_title"),
        text("locking.key_title"),
    ]
    assert ask.told == [text("locking.nothing_done")]
    asyncio.run(session.end())
    assert not vault.is_locked(folder)
    assert notes(folder) == [note(1).id]


@pytest.mark.parametrize("answers", [(None,), ((), None)], ids=["why", "choose"])
def test_going_back_at_first_does_nothing(tmp_path: Path, answers: tuple[Answer, ...]) -> None:
    folder = made(tmp_path / "notes")
    session, ask = opened(folder), Script(*answers)
    asyncio.run(PassphraseFlow(session, ask).lock())
    assert ask.told == []
    asyncio.run(session.end())
    assert not vault.is_locked(folder)


def test_another_open_session_is_in_the_way(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes")
    session, other = opened(folder), opened(folder)
    other.write_as("Sam")
    assert other.wait()
    ask = Script(None)
    asyncio.run(PassphraseFlow(session, ask).lock())
    assert [(step.title, step.text) for step in ask.steps] == [
        (text("locking.not_done"), text("locking.others"))
    ]
    asyncio.run(session.end())
    asyncio.run(other.end())
    assert not vault.is_locked(folder)


def test_the_passphrase_is_changed_though_the_old_one_was_mistyped_once(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", OLD)
    session = opened(folder, OLD)
    ask = Script(("wrong", NEW, NEW), (OLD, NEW, NEW))
    asyncio.run(PassphraseFlow(session, ask).change())
    assert ask.steps[0].words == ""
    assert ask.steps[1].words
    assert ask.told == ["working", "working", text("locking.changed")]
    asyncio.run(session.end())
    assert notes(folder, NEW) == [note(1).id]
    with pytest.raises(WrongPassphrase):
        vault.unlock(folder, OLD)


def test_the_passphrase_is_taken_off(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", OLD)
    session = opened(folder, OLD)
    ask = Script(("wrong",), (OLD,))
    asyncio.run(PassphraseFlow(session, ask).unlock())
    assert [bool(step.words) for step in ask.steps] == [False, True]
    assert ask.told == ["working", "working", "working", "resumed", text("locking.unlocked")]
    assert not session.locked
    asyncio.run(session.end())
    assert not vault.is_locked(folder)
    assert notes(folder) == [note(1).id]


def test_words_that_are_saved_nowhere_are_in_the_way_of_locking(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes")
    session, ask = opened(folder), Script()
    ask._answers = [(), (NEW, NEW), (), ask.key]
    folder.rename(tmp_path / "away")
    session.apply([Put(note(2))])
    asyncio.run(PassphraseFlow(session, ask).lock())
    (tmp_path / "away").rename(folder)
    assert [words.partition(":")[0] for words in ask.told] == ["working", "trouble"]
    assert "NOT SAVED" in ask.told[1]
    assert not session.is_suspended
    assert asyncio.run(session.save_all())
    asyncio.run(session.end())
    assert not vault.is_locked(folder)
    assert notes(folder) == [note(1).id, note(2).id]


def test_notes_that_do_not_open_again_are_covered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "notes")
    session, ask = opened(folder), Script()
    ask._answers = [(), (NEW, NEW), (), ask.key]
    switch_on = vault.switch_on

    def locked_by_somebody_else(
        folder: Path, passphrase: str, key: str, wording: Wording
    ) -> list[Notice]:
        return switch_on(folder, OLD, key, wording)

    monkeypatch.setattr(vault, "switch_on", locked_by_somebody_else)
    asyncio.run(PassphraseFlow(session, ask).lock())
    assert [words.partition(":")[0] for words in ask.told] == ["working", "covered"]
    assert session.is_suspended
    assert session.locked
    asyncio.run(session.resume(OLD))
    assert [entry.id for entry in session.store.state().notes.values()] == [note(1).id]
    asyncio.run(session.end())


def test_the_steps_need_no_textual() -> None:
    shown = "import sys, so_tui.ui.passphrase; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
