"""The commands: each has its words, no two share a key, none needs a key that cannot be told."""

from pathlib import Path

import pytest

from so_tui.ui.commands.command import Command, key_name
from so_tui.ui.commands.specs import COMMANDS, FOOTER_KEYS, MODES, bindings, in_scope
from so_tui.ui.dialogs.menu import heading, menu_commands
from tests.ui.support import demo, open_app

SCOPES = sorted({command.scope for command in COMMANDS.values()})
FORBIDDEN = {
    "ctrl+h": "is Backspace in many terminals",
    "ctrl+i": "is Tab",
    "ctrl+m": "is Enter",
    "ctrl+j": "is Enter",
    "ctrl+left_square_bracket": "is Escape",
    "ctrl+b": "is tmux's own key",
    "ctrl+c": "is the terminal's own key",
    "ctrl+z": "puts a program in the background",
}
MAY_SUSPEND = {"app.undo"}
"""Commands that have ctrl+z beside another key, since people expect undo there."""


def keys_of(command: Command) -> list[str]:
    """Return the default keys of a command."""
    return command.keys.split(",")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_each_command_has_its_words(command: Command) -> None:
    assert command.title.strip() == command.title
    assert 0 < len(command.title) <= 16
    assert command.help.endswith(".")
    assert len(command.help) > 5
    assert command.action


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_has_its_heading_in_the_help(scope: str) -> None:
    assert heading(scope).strip()


@pytest.mark.parametrize("scope", SCOPES)
def test_no_two_commands_of_a_scope_share_a_key(scope: str) -> None:
    keys = [key for command in in_scope(scope) for key in keys_of(command)]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_key_is_one_that_terminals_cannot_tell_apart_or_keep(command: Command) -> None:
    for key in keys_of(command):
        assert not key.startswith("alt+")
        assert not key.startswith("super+")
        if key in FORBIDDEN:
            assert command.id in MAY_SUSPEND
            assert len(keys_of(command)) > 1


def test_keys_with_shift_have_another_beside_them() -> None:
    for command in COMMANDS.values():
        keys = keys_of(command)
        if any("shift+" in key for key in keys):
            assert any("+" not in key for key in keys)


def test_only_a_few_work_while_one_types() -> None:
    typed = [
        command.id
        for command in COMMANDS.values()
        if command.priority and any(len(key) == 1 for key in keys_of(command))
    ]
    assert typed == []


@pytest.mark.parametrize("number", range(1, 7))
def test_the_screens_have_a_digit_and_a_function_key(number: int) -> None:
    mode = MODES[number - 1]
    assert COMMANDS[f"app.{mode}_digit"].keys == str(number)
    assert not COMMANDS[f"app.{mode}_digit"].priority
    assert f"f{number + 1}" in keys_of(COMMANDS[f"app.{mode}"])
    assert COMMANDS[f"app.{mode}"].priority


@pytest.mark.parametrize("scope", SCOPES)
def test_the_places_in_the_footer_are_told_apart(scope: str) -> None:
    places = [command.footer for command in in_scope(scope) if command.footer]
    assert len(places) == len(set(places))
    assert len(places) <= FOOTER_KEYS


@pytest.mark.parametrize("scope", SCOPES)
def test_the_bindings_are_the_commands(scope: str) -> None:
    made = {binding.id: binding for binding in bindings(scope) if not isinstance(binding, tuple)}
    assert set(made) == {command.id for command in in_scope(scope)}
    for command in in_scope(scope):
        assert made[command.id].key == command.keys
        assert made[command.id].tooltip == command.help
        assert not made[command.id].show


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("question_mark", "?"),
        ("slash", "/"),
        ("f2", "F2"),
        ("ctrl+n", "^N"),
        ("space", "Space"),
        ("K", "K"),
        ("n", "n"),
        ("escape", "Esc"),
    ],
)
def test_keys_are_written_for_people(key: str, name: str) -> None:
    assert key_name(key) == name


def test_no_key_is_written_in_textual_s_names() -> None:
    for command in COMMANDS.values():
        for key in keys_of(command):
            assert "_" not in key_name(key)


async def test_the_menu_names_each_command_once(data_dir: Path) -> None:
    """A command with two keys stood there twice."""
    async with open_app(data_dir, state=demo(), mode="questions") as user:
        found = menu_commands(user.app, user.app.screen, locked=False)
        titles = [f"{each.title}: {each.help}" for each in found]
        assert len(titles) > 20
        assert sorted(set(titles)) == sorted(titles)
