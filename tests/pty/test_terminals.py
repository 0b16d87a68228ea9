"""All sorts of terminals: plain, small, without colour, inside tmux; and how they are left."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import so_tui as package
from so_tui.domain.state import AppState
from so_tui.storage.store import Store
from so_tui.ui.commands.specs import MODES
from tests.pty.support_companion import Companion
from tests.pty.support_keys import ENTER, ESCAPE, QUIT, TAB, key
from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = pytest.mark.terminal

LEFT_ON = {47, 1047, 1049, 1000, 1002, 1003, 1004, 1006, 1015, 1016, 2004, 2026}
"""Modes that must be off again: alternate screen, mouse, focus, bracketed paste, held drawing."""

CURSOR_SHOWN = 25
GREYS = {30, 37, 40, 47, 90, 97, 100, 107}
"""Black, white and the greys between them, among the sixteen colours of a terminal."""

IDLE = 3.0
"""Seconds in which nothing may be written while nobody types."""


@contextmanager
def the_made_up_case(
    *options: str, size: tuple[int, int] = (80, 24), **env: str
) -> Iterator[Companion]:
    """Open the made-up case in a terminal."""
    with Terminal(so_tui("demo", *options), size=size, env=env) as terminal:
        companion = Companion(terminal)
        companion.sees("[1 Home]", "Next visit")
        yield companion


def check_restored(terminal: Terminal) -> None:
    """Check that the terminal is as a shell wants it."""
    assert not terminal.modes & LEFT_ON
    assert CURSOR_SHOWN in terminal.modes


def notes_in(folder: Path) -> list[str]:
    """Return the notes of a store as text."""
    state: AppState = Store.read(folder).state()
    return [note.text for note in state.notes.values()]


# Plain


def test_output_that_is_no_terminal_gets_plain_lines_and_a_hint(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    made = subprocess.run(
        so_tui("demo", "--data-dir", str(folder)), capture_output=True, timeout=30
    )
    shown = subprocess.run(so_tui("--data-dir", str(folder)), capture_output=True, timeout=30)
    for done in (made, shown):
        assert done.returncode == 0
        assert done.stderr == b""
        assert b"\x1b" not in done.stdout
        assert b"Next visit: " in done.stdout
    assert b"run so-tui in a terminal" in shown.stdout


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_controls_gets_none(term: str) -> None:
    with Terminal(so_tui("demo"), env={"TERM": term}) as terminal:
        assert terminal.wait() == 0
        assert b"\x1b" not in terminal.raw
        assert b"Next visit: " in terminal.raw


# Colour


def test_without_colour_only_greys_are_sent_and_states_are_words() -> None:
    with the_made_up_case(NO_COLOR="1") as companion:
        for mode, words in (
            ("checklist", ("[x]", "done")),
            ("questions", ("answered", "not asked")),
            ("notes", ("to ask",)),
            ("opinions", ("= same", "x differs")),
            ("decision", ("To decide",)),
        ):
            companion.go(mode)
            if mode != "notes":
                companion.sees(*words)
        companion.quit()
        assert [code for code in sgr_codes(companion.terminal.raw) if not is_grey(code)] == []


def sgr_codes(raw: bytes) -> Iterator[list[int]]:
    """Yield each colour of the output as the numbers that set it."""
    for match in re.finditer(rb"\x1b\[([0-9;]*)m", raw):
        numbers = [int(number or 0) for number in match[1].split(b";")]
        while numbers:
            if numbers[0] in (38, 48):
                length = 5 if numbers[1] == 2 else 3
                yield numbers[:length]
                del numbers[:length]
            else:
                first = numbers.pop(0)
                if 30 <= first <= 49 or 90 <= first <= 107:
                    yield [first]


def is_grey(code: list[int]) -> bool:
    """Return whether a colour has no hue."""
    match code:
        case [38 | 48, 2, red, green, blue]:
            return red == green == blue
        case [38 | 48, 5, number]:
            return number in (0, 7, 8, 15, 16, 231) or number >= 232
    return code[0] in GREYS or code[0] in (39, 49)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light"])
def test_each_theme_shows_every_screen(theme: str) -> None:
    with the_made_up_case("--theme", theme) as companion:
        for mode in MODES:
            companion.go(mode)
        companion.quit()
        codes = list(sgr_codes(companion.terminal.raw))
    if theme.startswith("ansi"):
        assert [code for code in codes if code[:2] in ([38, 2], [48, 2])] == []


# Size


def test_every_screen_fits_sixty_by_twenty() -> None:
    with the_made_up_case(size=(60, 20)) as companion:
        for number, mode in enumerate(MODES, 1):
            companion.press(key(f"app.{mode}"))
            companion.terminal.wait_for(lambda screen, n=number: f"[{n} " in screen[:80])  # type: ignore[misc]  # mypy cannot type a lambda with a default
            companion.sees_no_more("too small")
        companion.quit()


def test_half_a_line_outlives_each_change_of_size() -> None:
    with the_made_up_case() as companion:
        terminal = companion.terminal
        companion.go("notes")
        companion.press("the first hal")
        companion.sees("the first hal")
        terminal.resize(50, 10)
        companion.sees("This window is too small")
        companion.press("f and mo")
        terminal.resize(120, 40)
        companion.sees("the first half and mo")
        companion.press("re")
        terminal.resize(60, 20)
        companion.sees("the first half and more")
        companion.press(ENTER)
        terminal.wait_for(
            lambda screen: re.search(r"\d\d:\d\d .*half and more", screen) is not None
        )
        companion.quit()


# Leaving


def open_help(companion: Companion) -> None:
    companion.press(key("app.help"))
    companion.sees("Keys on this screen")


def open_menu(companion: Companion) -> None:
    companion.press(key("app.palette"))
    companion.sees("Colours: ")


def search(companion: Companion) -> None:
    companion.go("checklist")
    companion.press("/" + "insur")
    companion.sees("insur")


def fill_a_task(companion: Companion) -> None:
    companion.go("checklist")
    companion.press("n" + "half a task" + TAB)
    companion.sees("A new task", "half a task")


def fill_a_cell(companion: Companion) -> None:
    companion.go("opinions")
    companion.press("g" + ENTER)
    companion.sees("Where from")


def choose_a_visit(companion: Companion) -> None:
    companion.go("notes")
    companion.press("half a line" + key("notes.visit"))
    companion.sees("Which visit do you take notes in?")


def pick_questions(companion: Companion) -> None:
    companion.go("questions")
    companion.press("l")
    companion.sees("For the second opinion")


@pytest.mark.parametrize(
    "place",
    [open_help, open_menu, search, fill_a_task, fill_a_cell, choose_a_visit, pick_questions],
)
def test_one_key_leaves_from_anywhere(place: Callable[[Companion], None]) -> None:
    with the_made_up_case() as companion:
        place(companion)
        companion.press(QUIT)
        assert companion.terminal.wait() == 0
        check_restored(companion.terminal)
        assert "nothing was saved" in companion.terminal.text()


# Rest


def nowhere(companion: Companion) -> None:
    companion.sees("[1 Home]")


def typing(companion: Companion) -> None:
    companion.go("notes")
    companion.press("half a line")
    companion.sees("half a line")


def people(companion: Companion) -> None:
    companion.press("p")
    companion.sees("Companions")


def asking(companion: Companion) -> None:
    companion.go("questions")


def comparing(companion: Companion) -> None:
    companion.go("opinions")


def deciding(companion: Companion) -> None:
    companion.go("decision")


def all_silent(opened: Sequence[Companion]) -> list[int]:
    """Wait until none writes any more, however slow; return how many bytes each has written."""
    before: list[int] = []
    while (written := [companion.terminal.bytes_out for companion in opened]) != before:
        before = written
        for companion in opened:
            companion.terminal.settle(0.5)
    return before


def test_nothing_is_written_while_nobody_types() -> None:
    places = (nowhere, search, asking, pick_questions, typing, comparing, deciding, people,
              open_help, fill_a_task, fill_a_cell)  # fmt: skip
    with ExitStack() as stack:
        opened = [stack.enter_context(the_made_up_case()) for _ in places]
        for companion, place in zip(opened, places, strict=True):
            place(companion)
        before = all_silent(opened)
        with pytest.raises(AssertionError, match="s have passed without"):
            opened[0].terminal.wait_for(
                lambda _: opened[0].terminal.bytes_out != before[0], timeout=IDLE
            )
        assert [companion.terminal.bytes_out for companion in opened] == before


# tmux


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_line_is_typed_and_saved_inside_tmux(tmp_path: Path) -> None:
    folder, socket = tmp_path / "kept", str(tmp_path / "tmux")
    tmux = ["tmux", "-f", "/dev/null", "-S", socket]
    command = so_tui("demo", "--data-dir", str(folder))
    try:
        with Terminal([*tmux, "new-session", *command], size=(80, 25)) as terminal:
            companion = Companion(terminal)
            companion.sees("[1 Home]")
            companion.go("checklist")
            companion.go("notes")
            companion.type_lines("! said insida\x7fe tmux" + ENTER, "said inside tmux")
            companion.go("home")
            companion.press(QUIT)
            assert terminal.wait() == 0
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=PATIENCE, check=False)
    assert "said inside tmux" in notes_in(folder)


# Gone wrong


def test_a_fault_in_the_program_shows_and_logs_no_word_of_the_user(tmp_path: Path) -> None:
    """A copy of the program whose shipped words are damaged fails when it opens that screen."""
    copy = tmp_path / "copy" / "so_tui"
    shutil.copytree(Path(package.__file__).parent, copy, ignore=shutil.ignore_patterns("*.pyc"))
    (copy / "content" / "points.toml").write_text("this is no TOML")
    folder, secret = tmp_path / "kept", "Quillwort"
    good = so_tui("demo", "--data-dir", str(folder))
    with Terminal(good) as terminal:
        Companion(terminal).sees("[1 Home]")
        Companion(terminal).quit()
    command = so_tui("visit", "--as", secret, "--data-dir", str(folder))
    with Terminal(command, env={"PYTHONPATH": str(copy.parent)}) as terminal:
        companion = Companion(terminal)
        companion.sees("[4 Notes]")
        companion.type_lines(f"{secret} was saved{ENTER}", f"{secret} was saved")
        companion.press(f"{secret} was hal")
        companion.sees(f"{secret} was hal")
        companion.press(key("app.opinions"))
        assert terminal.wait() == 1
        check_restored(terminal)
        left = terminal.text()
    assert "Something went wrong in the program" in left
    assert secret not in left
    assert "Traceback" not in left
    (log,) = folder.glob("crash-*.txt")
    told = log.read_text()
    assert "TOMLDecodeError" in told
    assert "so_tui/content/" in told
    assert not re.search(rf"{secret}|no TOML|\bself\b", told)
    assert f"{secret} was saved" in notes_in(folder)
    with Terminal(so_tui("visit", "--data-dir", str(folder))) as terminal:
        companion = Companion(terminal)
        companion.sees(f"{secret} was saved", f"{secret} was hal")
        companion.press(ESCAPE)
        companion.quit()
