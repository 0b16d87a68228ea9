"""The commands `lock`, `unlock` and `passphrase`, and unlocking a store for all others."""

import random
from collections.abc import Callable
from pathlib import Path

from so_tui.cli.opening import place_to_write
from so_tui.cli.options import Options, Refused
from so_tui.cli.output import put
from so_tui.cli.prompt import Prompt, Terminal, asking, on_terminal
from so_tui.content import text
from so_tui.storage import vault
from so_tui.storage.errors import StoreError
from so_tui.storage.exclusive import alone
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.vault import WrongPassphrase
from so_tui.storage.vault_keys import groups_of, trouble

TRIES = 3
_SHORT = 10
_ROW = 5


def seal_for(folder: Path, descriptor: int | None = None, *, to_write: bool = False) -> Seal:
    """Return the seal of a store; ask for the passphrase if it is locked.

    Args:
        folder: The data directory.
        descriptor: Where to read the passphrase; None to ask on the terminal.
        to_write: Whether to offer a new passphrase after unlocking with the recovery key.

    Raises:
        WrongPassphrase: The secret does not open it, or there is nobody to ask.
        StoreError: It cannot be opened; see `vault.unlock`.
    """
    if not vault.is_locked(folder):
        return PLAIN
    with asking(descriptor) as prompt:
        seal, secret = _unlock(folder, prompt)
        if to_write and prompt.interactive and vault.is_recovery_key(secret):
            prompt.say(text("lock.with_key"))
            new = _choose(prompt, may_skip=True)
            if new:
                vault.change_passphrase(folder, secret, new)
                prompt.say(text("lock.changed"))
    return seal


def seal_to_look(folder: Path, descriptor: int) -> Seal:
    """Return the seal of a locked store, and change nothing in its data directory.

    Args:
        folder: The data directory.
        descriptor: Where to read the passphrase.

    Raises:
        WrongPassphrase: The secret does not open it.
        StoreError: It cannot be opened; see `vault.open_only`.
    """
    with asking(descriptor) as prompt:
        return _unlock(folder, prompt, vault.open_only)[0]


def lock(options: Options) -> int:
    """Lock the notes with a passphrase, after a recovery key was written down and typed back.

    Raises:
        WrongPassphrase: There is nobody to ask, or the passphrase was not repeated correctly.
        Refused: The recovery key was not typed back.
        StoreError: They are already locked, are open elsewhere, or cannot be written.
    """
    folder = place_to_write(options)
    if vault.is_locked(folder):
        raise trouble(StoreError, "locked_already")
    with alone(folder):
        pass  # fail before somebody writes down a key in vain
    with asking(options.passphrase_fd, "no_terminal") as prompt:
        prompt.say(text("lock.intro"))
        passphrase = _choose(prompt)
    recovery_key = vault.new_recovery_key()
    with on_terminal("no_terminal") as person:
        _hand_over(person, recovery_key)
        person.say(text("lock.working"))
    for sentence in vault.switch_on(folder, passphrase, recovery_key):
        put(sentence)
    put(text("lock.done"))
    return 0


def unlock(options: Options) -> int:
    """Remove the passphrase, after unlocking.

    Raises:
        WrongPassphrase: The secret does not open the notes, or there is nobody to ask.
        StoreError: They are not locked, are open elsewhere, or cannot be written.
    """
    folder = _locked(options)
    with asking(options.passphrase_fd) as prompt:
        prompt.say(text("lock.off_intro"))
        seal, _ = _unlock(folder, prompt)
    vault.switch_off(folder, seal)
    put(text("lock.off_done"))
    return 0


def passphrase(options: Options) -> int:
    """Change the passphrase, after unlocking with the old one or the recovery key.

    Raises:
        WrongPassphrase: The secret does not open the notes, or there is nobody to ask.
        StoreError: They are not locked, or cannot be written.
    """
    folder = _locked(options)
    with asking(options.passphrase_fd) as prompt:
        _, old = _unlock(folder, prompt)
        prompt.say(text("lock.change_intro"))
        vault.change_passphrase(folder, old, _choose(prompt))
    put(text("lock.changed"))
    return 0


def _locked(options: Options) -> Path:
    folder = place_to_write(options)
    if not vault.is_locked(folder):
        raise trouble(StoreError, "not_locked")
    return folder


def _unlock(
    folder: Path, prompt: Prompt, opened: Callable[[Path, str], Seal] = vault.unlock
) -> tuple[Seal, str]:
    """Return the seal of the store and the secret that opened it."""
    left = TRIES
    while True:
        secret = prompt.ask(text("lock.ask"))
        left -= 1
        try:
            return opened(folder, secret), secret
        except WrongPassphrase:
            if not left or not prompt.interactive:
                raise
            prompt.say(text("lock.try_again"))


def _choose(prompt: Prompt, *, may_skip: bool = False) -> str:
    """Return a new passphrase, typed twice; '' if it may be skipped."""
    for _ in range(TRIES):
        new = prompt.ask(text("lock.ask_new"))
        if not new and may_skip:
            return ""
        if not new:
            prompt.say(text("lock.empty.what"))
        elif not prompt.interactive or prompt.ask(text("lock.ask_twice")) == new:
            if len(new) < _SHORT:
                prompt.say(text("lock.short"))
            return new
        else:
            prompt.say(text("lock.differ"))
        if not prompt.interactive:
            break
    raise trouble(WrongPassphrase, "not_chosen")


def _hand_over(person: Terminal, recovery_key: str) -> None:
    """Show the recovery key once, and have two parts of it typed back."""
    groups = groups_of(recovery_key)
    for _ in range(TRIES):
        with person.apart():
            person.say(text("lock.key_intro"))
            person.say(_sheet(groups))
            person.ask(text("lock.key_written"), visible=True)
        picked = sorted(random.SystemRandom().sample(range(len(groups) - 1), 2))
        person.say(text("lock.key_check"))
        typed = [person.ask(text("lock.key_group", number=n + 1), visible=True) for n in picked]
        if [group.strip().upper() for group in typed] == [groups[n] for n in picked]:
            return
        person.say(text("lock.key_differs"))
    raise Refused(text("lock.key_not_checked"))


def _sheet(groups: list[str]) -> str:
    """Return the lines that show a recovery key: numbered groups, a few per row."""
    cells = [f"{number:>4}  {group:<4}" for number, group in enumerate(groups, 1)]
    rows = ["".join(cells[at : at + _ROW]) for at in range(0, len(cells), _ROW)]
    return "\n".join(["", "      AGE-SECRET-KEY-1", *rows, ""])
