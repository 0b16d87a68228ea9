"""Asking for the passphrase: unlocking a store for a command, and choosing a new passphrase."""

from collections.abc import Callable
from pathlib import Path

from so_tui.cli.prompt import Prompt, asking
from so_tui.content import text
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.vault import vault
from so_tui.storage.vault.vault import WrongPassphrase

TRIES = 3
_SHORT = 10


def seal_for(
    folder: Path,
    descriptor: int | None = None,
    opened: Callable[[Path, str], Seal] = vault.unlock,
    *,
    to_write: bool = False,
) -> Seal:
    """Return the seal of a store; ask for the passphrase if it is locked.

    Args:
        folder: The data directory.
        descriptor: Where to read the passphrase; None to ask on the terminal.
        opened: Opens it with a secret; `vault.open_only` changes nothing in the directory.
        to_write: Whether to offer a new passphrase after unlocking with the recovery key.

    Raises:
        WrongPassphrase: The secret does not open it, or there is nobody to ask.
        StoreError: It cannot be opened; see `opened`.
    """
    if not vault.is_locked(folder):
        return PLAIN
    with asking(descriptor) as prompt:
        seal, secret = unlock_with(folder, prompt, opened)
        if to_write and prompt.interactive and vault.is_recovery_key(secret):
            prompt.say(text("lock.with_key"))
            new = choose(prompt, may_skip=True)
            if new:
                vault.change_passphrase(folder, secret, new)
                prompt.say(text("lock.changed"))
    return seal


def unlock_with(
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


def choose(prompt: Prompt, *, may_skip: bool = False) -> str:
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
    raise WrongPassphrase("lock.not_chosen")
