"""The commands `lock`, `unlock` and `passphrase`.

All raise `WrongPassphrase` if there is nobody to ask or the answers are wrong, and `StoreError` if
the notes are locked already or are not, are open elsewhere, or cannot be written.
"""

import random
from pathlib import Path

import click

from so_tui.cli.group import ShellCommand
from so_tui.cli.opening import place_to_write
from so_tui.cli.options import Options, Refused
from so_tui.cli.output import put
from so_tui.cli.prompt import TRIES, Terminal, asking, choose, on_terminal, unlock_with
from so_tui.content import text
from so_tui.session.wording import sentence_of
from so_tui.storage.errors import StoreError
from so_tui.storage.journal.journal import alone
from so_tui.storage.seals.vault_keys import groups_of
from so_tui.storage.vault import vault

_ROW = 5


@click.command(cls=ShellCommand, help=text("lock.help.lock"), epilog=text("lock.help.exit"))
def lock(options: Options) -> int:
    """Lock the notes with a passphrase, after a recovery key was written down and typed back.

    Raises:
        Refused: The recovery key was not typed back.
    """
    folder = place_to_write(options)
    if vault.is_locked(folder):
        raise StoreError("lock.locked_already")
    with alone(folder):
        pass  # fail before somebody writes down a key in vain
    with asking(options.passphrase_fd, "lock.no_terminal") as prompt:
        prompt.say(text("lock.intro"))
        passphrase = choose(prompt)
    recovery_key = vault.new_recovery_key()
    with on_terminal("lock.no_terminal") as person:
        _hand_over(person, recovery_key)
        person.say(text("lock.working"))
    for notice in vault.switch_on(folder, passphrase, recovery_key, sentence_of):
        put(sentence_of(notice))
    put(text("lock.done"))
    return 0


@click.command(cls=ShellCommand, help=text("lock.help.unlock"), epilog=text("lock.help.exit"))
def unlock(options: Options) -> int:
    """Remove the passphrase, after unlocking."""
    folder = _locked(options)
    with asking(options.passphrase_fd) as prompt:
        prompt.say(text("lock.off_intro"))
        seal, _ = unlock_with(folder, prompt)
    vault.switch_off(folder, seal, sentence_of)
    put(text("lock.off_done"))
    return 0


@click.command(cls=ShellCommand, help=text("lock.help.passphrase"), epilog=text("lock.help.exit"))
def passphrase(options: Options) -> int:
    """Change the passphrase, after unlocking with the old one or the recovery key."""
    folder = _locked(options)
    with asking(options.passphrase_fd) as prompt:
        _, old = unlock_with(folder, prompt)
        prompt.say(text("lock.change_intro"))
        vault.change_passphrase(folder, old, choose(prompt))
    put(text("lock.changed"))
    return 0


def _locked(options: Options) -> Path:
    folder = place_to_write(options)
    if not vault.is_locked(folder):
        raise StoreError("lock.not_locked")
    return folder


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
