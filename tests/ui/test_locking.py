"""Locking the notes with a passphrase: the offer, the steps, and what stands in the way."""

import re
import threading
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import AppState, entities
from so_tui.domain.text import Clean
from so_tui.session import session as session_module
from so_tui.storage.errors import Wording
from so_tui.storage.seals.seal import Seal
from so_tui.storage.seals.vault_keys import is_locked
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.dialogs.locking import StepDialog, Working
from so_tui.ui.widgets.area import Composer
from tests.support.vault import quick_locks
from tests.ui.support import SIZES, TODAY, Session, demo, open_app
from tests.ui.support_locked import PASSPHRASE, fill_locked, locked_on_disk, open_locked

CANARY = b"canary in the mine"
GROUP = re.compile(r"\b(\d{1,2}) ([A-Z0-9]{2,4})\b")

both_sizes = pytest.mark.parametrize("size", SIZES)


async def run_command(user: Session, name: str) -> None:
    """Run a command from the menu."""
    await user.press("ctrl+p")
    await user.type(text(f"commands.app.{name}"))
    await user.sees(text(f"commands.app.{name}_help")[:25])
    await user.press("down", "enter")


async def read_key(user: Session) -> dict[str, str]:
    """Return the groups of the recovery key that is shown, by number."""
    await user.sees(text("locking.key_title"), "AGE-SECRET-KEY-1")
    found = dict(GROUP.findall(user.text))
    assert len(found) == 15
    return found


async def type_groups(user: Session, groups: dict[str, str]) -> None:
    """Type the two groups that are asked for."""
    await user.sees(text("locking.check_title"))
    first, second = re.findall(r"Group (\d+)", user.text)
    await user.type(groups[first].lower())
    await user.press("enter")
    await user.type(groups[second])
    await user.press("enter")


def whole(user: Session) -> bool:
    """Return whether the step in front shows all it has to say."""
    step = user.app.screen
    assert isinstance(step, StepDialog)
    return not step.query_one("#step-text").max_scroll_y


def holds(folder: Path, words: bytes) -> bool:
    """Return whether any file of the data directory holds these bytes."""
    return any(words in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@both_sizes
async def test_the_notes_are_locked_step_by_step(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type(f"{CANARY.decode()}\n")
        await user.type("half a line")
        await user.saved()
        await user.press("f2")
        await run_command(user, "lock")
        await user.sees(text("locking.why_title"))
        assert whole(user)
        await user.press("enter")
        await user.sees(text("locking.choose_title"))
        assert whole(user)
        await user.type(PASSPHRASE)
        await user.press("enter")
        await user.type("another")
        await user.press("enter")
        await user.sees(text("locking.differ")[:30])
        await user.type(f"{PASSPHRASE}\n{PASSPHRASE}")
        assert PASSPHRASE not in user.text
        await user.press("enter")
        groups = await read_key(user)
        assert whole(user)
        await user.press("enter")
        await type_groups(user, dict.fromkeys(groups, "zzzz"))
        await user.sees("is not what was shown")
        await user.press("escape")
        assert await read_key(user) == groups
        await user.press("enter")
        await type_groups(user, groups)
        await user.sees(text("locking.locked"))
        await user.press("enter")
        assert vault.is_locked(data_dir)
        assert not holds(data_dir, CANARY)
        assert not holds(data_dir, b"half a line")
        assert not holds(data_dir, PASSPHRASE.encode())
        await user.press("f5")
        assert user.app.screen.query_one(Composer).text == "half a line"
        await user.type(" more\n")
        texts = {note.text for note in locked_on_disk(data_dir).notes.values()}
        assert {CANARY.decode(), "half a line more"} <= texts
        await user.press("f12")
        await user.sees(text("hidden.locked"))
        await user.type("".join(groups[str(number)] for number in range(1, 16)) + "\n")
        await user.sees("half a line more")


@pytest.mark.parametrize("given_up_at", ["why", "choose", "key", "check"])
async def test_giving_up_changes_nothing(data_dir: Path, given_up_at: str) -> None:
    async with open_app(data_dir, state=demo()) as user:
        await run_command(user, "lock")
        await user.sees(text("locking.why_title"))
        if given_up_at != "why":
            await user.press("enter")
            await user.sees(text("locking.choose_title"))
        if given_up_at in ("key", "check"):
            await user.type(f"{PASSPHRASE}\n{PASSPHRASE}\n")
            await user.sees(text("locking.key_title"))
        if given_up_at == "check":
            await user.press("enter")
            await user.sees(text("locking.check_title"))
            await user.press("escape")
            await user.sees(text("locking.key_title"))
        await user.press("escape")
        await user.wait(lambda: not isinstance(user.app.screen, StepDialog), "Home")
        assert not vault.is_locked(data_dir)
        await user.press("f3", "space")
        await user.saved()


async def test_it_is_not_done_while_another_window_has_the_notes(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        with Store.open(data_dir):
            await run_command(user, "lock")
            await user.sees(text("locking.not_done"), text("locking.others"))
            await user.press("enter")
            assert not isinstance(user.app.screen, StepDialog)
        assert not vault.is_locked(data_dir)


async def test_another_window_that_opens_meanwhile_stops_it(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        await run_command(user, "lock")
        await user.sees(text("locking.why_title"))
        await user.press("enter")
        await user.sees(text("locking.choose_title"))
        await user.type(f"{PASSPHRASE}\n{PASSPHRASE}\n")
        groups = await read_key(user)
        await user.press("enter")
        with Store.open(data_dir):
            await type_groups(user, groups)
            await user.sees(text("locking.not_done"))
        await user.press("enter")
        assert not vault.is_locked(data_dir)
        await user.press("f3", "space")
        await user.saved()


@both_sizes
async def test_the_passphrase_is_changed(data_dir: Path, size: tuple[int, int]) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, size) as user:
        await run_command(user, "passphrase")
        await user.sees(text("locking.change_title"))
        assert whole(user)
        await user.type("wrong\nnew words\nnew words\n")
        await user.wait(lambda: "wait" not in user.text and "does not" in user.text, "the refusal")
        await user.type(f"{PASSPHRASE}\nnew words\nnew words\n")
        await user.wait(lambda: user.status == text("locking.changed"), "the change")
        await user.press("f12")
        await user.sees(text("hidden.locked"))
        await user.type(PASSPHRASE + "\n")
        await user.sees(text("hidden.wrong"))
        await user.type("new words\n")
        await user.misses(text("hidden.locked"))


@both_sizes
async def test_the_passphrase_is_taken_off(data_dir: Path, size: tuple[int, int]) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, size, mode="notes") as user:
        await user.type("half")
        await user.press("f2")
        await run_command(user, "unlock")
        await user.sees(text("locking.take_off_title"))
        assert whole(user)
        await user.type(PASSPHRASE + "\n")
        await user.wait(lambda: user.status == text("locking.unlocked"), "an open store")
        assert not vault.is_locked(data_dir)
        await user.press("f3", "space")
        await user.saved()
        await user.press("f12")
        await user.sees(text("hidden.plain"))
        await user.press("enter")
        await user.misses(text("hidden.plain"))


async def test_no_key_gets_through_while_the_files_are_changed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_locked(data_dir, demo())
    begun, go_on = threading.Event(), threading.Event()
    change = vault.switch_off

    def held_up(folder: Path, seal: Seal, wording: Wording) -> None:
        begun.set()
        assert go_on.wait(30)
        change(folder, seal, wording)

    monkeypatch.setattr(vault, "switch_off", held_up)
    async with open_locked(data_dir, mode="notes") as user:
        before = user.app.view.state
        await run_command(user, "unlock")
        await user.sees(text("locking.take_off_title"))
        await user.type(PASSPHRASE + "\n")
        await user.wait(begun.is_set, "the change of the files")
        await user.press("f3", "space", "f5", "f12", "ctrl+p", "escape", "u", "x", "enter")
        assert isinstance(user.app.screen, Working)
        go_on.set()
        await user.wait(lambda: not vault.is_locked(data_dir), "an open store")
        await user.wait(lambda: isinstance(user.app.screen, BaseScreen), "the screen")
        assert user.app.current_mode == "notes"
        assert entities(user.app.view.state) == entities(before)
        await user.saved()


async def test_no_key_reaches_notes_that_do_not_open_again(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_locked(data_dir, demo())
    looked, go_on = threading.Event(), threading.Event()
    switch_off = vault.switch_off

    def locked_again(folder: Path, seal: Seal, wording: Wording) -> None:
        switch_off(folder, seal, wording)
        with quick_locks():
            vault.switch_on(folder, "by somebody else", vault.new_recovery_key())

    def slowly(folder: Path) -> bool:
        looked.set()
        assert go_on.wait(30)
        return is_locked(folder)

    monkeypatch.setattr(vault, "switch_off", locked_again)
    async with open_locked(data_dir, mode="notes") as user:
        monkeypatch.setattr(session_module, "is_locked", slowly)
        await run_command(user, "unlock")
        await user.sees(text("locking.take_off_title"))
        await user.type(PASSPHRASE + "\n")
        await user.wait(looked.is_set, "the look for the lock")
        shown = isinstance(user.app.screen, Working), user.app.check_action("run", ("undo",))
        go_on.set()
        assert shown == (True, False)
        await user.sees(text("hidden.locked"))
        assert user.app.privacy.is_hiding


# The offer


def own_case() -> AppState:
    """Return a case that is not the made-up one."""
    case = Case(title=Clean("A lump"), opened=TODAY)
    return AppState(case_id=case.id, cases={case.id: case})


def keys(user: Session) -> list[str]:
    """Return what the lines of Home stand for."""
    return [row.key for row in user.rows().rows]


async def test_a_first_case_brings_the_offer(data_dir: Path) -> None:
    async with open_app(data_dir) as user:
        assert text("locking.offer_text") not in user.text
        await user.press("n")
        await user.type("A lump\n")
        await user.press("ctrl+s")
        await user.sees(text("locking.offer_text"))
        await user.choose("lock:")
        await user.press("enter")
        await user.sees(text("locking.offer_yes"))
        await user.press("enter")
        await user.sees(text("locking.why_title"))
        await user.press("escape")
        await user.sees(text("locking.offer_text"))


@both_sizes
async def test_the_offer_goes_for_good(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=own_case()) as user:
        await user.choose("lock:")
        await user.press("enter", "down", "enter")
        await user.choose("lock:")
        await user.press("enter", "down", "down", "enter")
        await user.wait(lambda: "lock:" not in keys(user), "Home without it")
    async with open_app(data_dir, size) as user:
        await user.wait(lambda: keys(user), "Home")
        assert "lock:" not in keys(user)


@pytest.mark.parametrize("locked", [True, False])
async def test_nothing_is_offered_for_the_made_up_case_or_locked_notes(
    data_dir: Path, locked: bool
) -> None:
    if locked:
        fill_locked(data_dir, own_case())
        async with open_locked(data_dir) as user:
            assert not user.app.view.offers_lock
    else:
        async with open_app(data_dir, state=demo()) as user:
            assert not user.app.view.offers_lock
