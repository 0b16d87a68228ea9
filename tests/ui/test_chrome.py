"""What frames every screen: mode keys, footer, help, menu, room, and the way out."""

from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.screen import ModalScreen
from textual.widgets import Input

from so_tui.content import text
from so_tui.ui.commands.command import first_id, key_name
from so_tui.ui.commands.specs import COMMANDS, FOOTER_KEYS, MODES
from so_tui.ui.dialogs.menu import Help
from so_tui.ui.widgets.area import Composer
from so_tui.ui.widgets.chrome import footer_keys
from tests.ui.support import SIZES, Session, demo, open_app

both_sizes = pytest.mark.parametrize("size", SIZES)
every_mode = pytest.mark.parametrize("mode", MODES)


@both_sizes
async def test_digits_open_the_screens_when_not_typing(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        for number, mode in enumerate(MODES, 1):
            await user.press("f2", str(number))
            assert user.app.current_mode == mode
            tab = next(line for line in user.lines if "[" in line)
            assert f"[{number} " in tab
        await user.press("f5")
        await user.type("12")
        assert user.app.current_mode == "notes"
        assert user.app.screen.query_one(Composer).text == "12"


@both_sizes
async def test_function_keys_open_the_screens_always(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        for number, mode in enumerate(MODES, 2):
            await user.press("f5")
            await user.type("x")
            await user.press(f"f{number}")
            assert user.app.current_mode == mode
        await user.press("f3", "n")
        await user.type("half")
        await user.press("f4")
        assert user.app.current_mode == "questions"
        assert not isinstance(user.app.screen, ModalScreen)
        await user.press("f3")
        assert user.field("text") == "half"


@both_sizes
@every_mode
async def test_the_footer_shows_at_most_seven_keys_that_all_work(
    data_dir: Path, size: tuple[int, int], mode: str
) -> None:
    async with open_app(data_dir, size, state=demo(), mode=mode) as user:
        own, shared = footer_keys(user.app.screen)
        shown = [*own, *shared]
        assert 3 <= len(shown) <= FOOTER_KEYS
        footer = user.lines[-1]
        for name, title in shown:
            if f" {name} {title}" not in footer:
                assert size[0] < 80  # what does not fit is left out whole
                continue
            if title == COMMANDS["app.quit"].title:
                continue
            before = picture(user)
            await user.press(footer_key(user, name, title))
            await user.wait(partial(differs, user, before), f"{name} to work")
            await back_to(user, mode)
        await user.press("ctrl+q")
        await user.wait(lambda: user.app._exit, "the end")
        assert not user.app.return_code


def differs(user: Session, before: tuple[object, ...]) -> bool:
    """Return whether a key has changed anything since `before`."""
    return picture(user) != before


def picture(user: Session) -> tuple[object, ...]:
    """Return what a key can change: the screen, the focus, the words, the state."""
    return user.app.screen, user.app.focused, user.text, user.state, len(user.asked)


def footer_key(user: Session, name: str, title: str) -> str:
    """Return the key that the footer calls so."""
    return next(
        key
        for key, active in user.app.screen.active_bindings.items()
        if key_name(key) == name
        and (command := COMMANDS.get(active.binding.id or ""))
        and command.title == title
    )


async def back_to(user: Session, mode: str) -> None:
    """Close what is open and go back to the screen of a mode."""
    while isinstance(user.app.screen, ModalScreen) or user.app.screen.query("#library"):
        await user.press("escape")
    await user.press("f2", f"f{MODES.index(mode) + 2}")
    if mode != "notes":
        await user.press("escape")


@both_sizes
@every_mode
async def test_help_lists_the_keys_that_work_on_the_screen(
    data_dir: Path, size: tuple[int, int], mode: str
) -> None:
    async with open_app(data_dir, size, state=demo(), mode=mode) as user:
        active = {
            (first_id(active.binding.id or ""), key_name(key))
            for key, active in user.app.screen.active_bindings.items()
            if active.binding.id in COMMANDS
        }
        await user.press("f1")
        assert isinstance(user.app.screen, Help)
        await user.sees(text("help.title"))
        listed = {row.key: row.cells for row in user.rows().rows if not row.heading}
        for command_id, name in active:
            keys, words = listed[command_id]
            assert name in keys.split(", ")
            assert COMMANDS[command_id].help in words
        await user.press("escape")
        assert not isinstance(user.app.screen, Help)


@both_sizes
async def test_a_question_mark_opens_help_when_not_typing(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("?")
        assert isinstance(user.app.screen, Help)


@both_sizes
async def test_the_menu_finds_commands_by_name(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        titles = {c.title for c in user.app.get_system_commands(user.app.screen)}
        assert {COMMANDS["checklist.tick"].title, COMMANDS["app.opinions"].title} <= titles
        assert not {t for t in titles if "screenshot" in t.lower()}
        await user.press("ctrl+p")
        await user.type("opin")
        await user.sees(COMMANDS["app.opinions"].help[:20])
        await user.press("enter")
        await user.wait(lambda: user.app.current_mode == "opinions", "the opinions")


@both_sizes
async def test_the_menu_takes_whole_characters_and_all_that_is_pasted(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("ctrl+p")
        line = user.app.screen.query_one(Input)
        line.post_message(Paste("opi\nn\N{COMBINING ACUTE ACCENT}"))
        await user.wait(lambda: line.value == "opi n\N{COMBINING ACUTE ACCENT}", "what was pasted")
        await user.press("backspace", "backspace")
        assert line.value == "opi"
        await user.sees(COMMANDS["app.opinions"].help[:20])


@both_sizes
async def test_the_colours_are_kept(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        (light,) = (
            command
            for command in user.app.get_system_commands(user.app.screen)
            if command.title == text("commands.app.theme", name="textual-light")
        )
        light.callback()
        await user.wait(lambda: "theme" in user.store.settings, "the setting")
    async with open_app(data_dir, size) as user:
        assert user.app.theme == "textual-light"


@pytest.mark.parametrize("room", [(50, 12), (59, 24), (80, 14)])
async def test_too_little_room_loses_nothing(data_dir: Path, room: tuple[int, int]) -> None:
    async with open_app(data_dir, (80, 24), state=demo(), mode="notes") as user:
        await user.type("half a")
        await user.pilot.resize_terminal(*room)
        await user.sees("This window is too small")
        assert isinstance(user.app.focused, Composer)
        await user.type(" line")
        await user.pilot.resize_terminal(80, 24)
        await user.misses("This window is too small")
        await user.sees("half a line")
        await user.press("enter")
        assert "half a line" in {n.text for n in user.state.notes.values()}
        await user.saved()


def has_lines(user: Session, count: int) -> bool:
    return len(user.lines) == count


@every_mode
async def test_the_window_may_change_its_size_at_any_time(data_dir: Path, mode: str) -> None:
    async with open_app(data_dir, (80, 24), state=demo(), mode=mode) as user:
        await user.press("down", "down")
        key = user.rows().key
        for room in [(60, 15), (200, 60), (20, 5), (120, 40), (60, 20), (80, 24)]:
            await user.pilot.resize_terminal(*room)
            await user.pilot.pause()
            await user.wait(partial(has_lines, user, room[1]), f"{room}")
            assert user.rows().key == key
        assert user.app.current_mode == mode


@both_sizes
async def test_nothing_to_take_back_is_said(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        assert "Undo" not in user.lines[-1]
        before = dict(user.state.tasks)
        await user.press("u")
        assert dict(user.state.tasks) == before
        await user.press("space", "u", "u")
        assert dict(user.state.tasks) == before
        await user.saved()


@both_sizes
@every_mode
async def test_leaving_works_from_a_form_too(
    data_dir: Path, size: tuple[int, int], mode: str
) -> None:
    async with open_app(data_dir, size, state=demo(), mode=mode) as user:
        await user.press("e" if mode != "notes" else "x", "ctrl+q")
        await user.wait(lambda: user.app._exit, "the end")
        assert not user.app.return_code


@both_sizes
async def test_help_gives_a_key_only_to_the_command_that_gets_it(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.press("f1")
        await user.sees(text("help.title"))
        listed = {row.key: row.cells[0] for row in user.rows().rows if not row.heading}
        assert "^L" in listed["notes.skipped"]
        assert listed["app.redraw"] == "F11"


async def test_the_menu_opens_on_another_screen_while_it_is_open_on_one(data_dir: Path) -> None:
    async with open_app(data_dir, (80, 24), state=demo(), mode="home") as user:
        for keys in (("ctrl+p", "f3"), ("ctrl+p", "escape", "f2", "escape"), ("ctrl+p",)):
            await user.press(*keys)
        await user.sees(text("search.menu"))
        assert user.app._exception is None


async def test_the_footer_shows_the_keys_of_the_row_that_is_chosen(data_dir: Path) -> None:
    top = f" {COMMANDS['questions.top'].title} "
    async with open_app(data_dir, (80, 24), state=demo(), mode="questions") as user:
        await user.press("home")
        assert top in user.lines[-1]
        await user.press("end")  # a point of Opinions that no question feeds
        assert top not in user.lines[-1]
        await user.press("home")
        assert top in user.lines[-1]
