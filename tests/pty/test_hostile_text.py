"""Text that tries to act on the program or the terminal is text, wherever it is shown."""

import re
import subprocess
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.text import clean
from tests.pty.support_companion import Companion, chosen_row, exported, texts
from tests.pty.support_keys import EMPTY, ENTER, SAVE, TAB, key
from tests.support.terminal import RAW_KEPT, Terminal, so_tui

pytestmark = pytest.mark.terminal

HEAD = "[/][red]"
MARKUP = f"{HEAD}[@click=app.quit]"
ATTACK = f"{MARKUP}\x1b]52;c;aGk=\x07\x1b]0;T\x07\x1b[2J\x1bPq\x1b\\\u202e\u2066\u009b5m\u009d"
SHOWN = f"{MARKUP}]52;c;aGk=]0;T[2JPq\\5m"
"""What is left of the attack: what was typed, without what could control a terminal."""

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ALLOWED = re.compile(rb"\x1b\]22;[a-z-]*\x07|\x1b\]1[01];\?(?:\x07|\x1b\\)")
"""What the program itself sends: the shape of the mouse pointer, and asking for the colours."""

FORBIDDEN = re.compile(
    rb"\x1b\]"  # operating system commands
    rb"|\x1b[PX^_]"  # device control and other strings
    rb"|\x07"
    rb"|\xc2[\x80-\x9f]"  # C1 controls in UTF-8
    rb"|\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"  # bidi controls
)

PASTED = {
    "closing tag": ("[/]", "[/]"),
    "tag": ("[red]a[/red]", "[red]a[/red]"),
    "action": ("[@click=app.quit]b[/]", "[@click=app.quit]b[/]"),
    "clipboard": ("c\x1b]52;c;aGFjaw==\x07", "c]52;c;aGFjaw=="),
    "clipboard, string end": ("d\x1b]52;c;aGFjaw==\x1b\\", "d]52;c;aGFjaw==\\"),
    "title": ("e\x1b]2;owned\x07", "e]2;owned"),
    "colour and erase": ("f\x1b[31m\x1b[2J\x1b[H", "f[31m[2J[H"),
    "device control": ("g\x1bP+q544e\x1b\\", "gP+q544e\\"),
    "override": ("h\u202eabc\u202c\u2066d\u2069\u200f", "habcd"),
    "C1": ("i\u009b31m\u009d52;c;aGk=\u009c", "i31m52;c;aGk="),
    "tab and null": ("l\tm\x00n", "l mn"),
}
"""What is pasted as a note, and what it is kept and shown as."""


def paste(text: str) -> str:
    """Return what a terminal sends when this is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


def check_output(terminal: Terminal) -> None:
    """Check all that was ever sent to the terminal."""
    assert terminal.bytes_out <= RAW_KEPT
    raw = ALLOWED.sub(b"", terminal.raw)
    raw.decode("utf-8")
    found = FORBIDDEN.search(raw)
    assert found is None, raw[max(0, found.start() - 40) : found.end() + 40]
    assert terminal.emulator.titles == []


def shows(terminal: Terminal, *parts: str) -> None:
    """Wait until the screen shows all these texts, wherever its lines are broken."""
    terminal.wait_for(lambda screen: all(part in " ".join(screen.split()) for part in parts))


def printed(*words: str, said: bytes = b"") -> str:
    """Return what a command prints, which must hold no control characters, and says besides."""
    done = subprocess.run(so_tui(*words), capture_output=True, check=True, timeout=30)
    text = done.stdout.decode("utf-8")
    assert CONTROLS.search(text) is None
    assert done.stderr == said
    return text


def start(companion: Companion) -> None:
    """Start a case with a doctor and a visit today."""
    companion.start_case("A lump", "Ruth", "Dr. Abel")
    companion.add_visit("Dr. Abel", "today", "9:00", "Room 4")


def test_hostile_text_in_every_field_is_text_on_every_screen(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with Terminal(so_tui("--data-dir", str(folder)), size=(98, 40)) as terminal:
        companion = Companion(terminal)
        shows(terminal, "Press n to start one")
        companion.press("n")
        companion.fill("What is this", *(paste(f"{name} {ATTACK}") for name in ("C", "P", "D")))
        shows(terminal, f"C {SHOWN}", f"P {SHOWN}")
        companion.press("p")
        shows(terminal, "Doctors (the first one", f"D {SHOWN}")
        companion.press("v")
        shows(terminal, "How will you hear from the doctor?")
        companion.press(ENTER)
        companion.fill("A visit", "today", "9:00", paste(f"V {ATTACK}"))
        shows(terminal, f"D {SHOWN},.. still to come")
        companion.press(key("people.back"))
        shows(terminal, "Next visit", f"D {SHOWN}", f"V {HEAD}")

        companion.go("checklist")
        companion.press("n")
        companion.fill(
            "A new task", *(paste(f"{n} {ATTACK}") for n in "TO"), "today", "", paste(f"M {ATTACK}")
        )
        shows(terminal, f"T {MARKUP}", f"O {SHOWN}", f"M {SHOWN}")
        companion.press("/" + paste(f"T {ATTACK}"))
        shows(terminal, f"T {SHOWN}")

        companion.go("questions")
        companion.press("n")
        companion.fill("A new question", paste(f"Q {ATTACK}"))
        shows(terminal, f"Q {MARKUP}", f"D {SHOWN}: not asked")
        companion.press("s")
        shows(terminal, "How does this question stand?", f"D {MARKUP}"[:28])
        companion.press(key("pick.back"))

        companion.go("notes")
        shows(terminal, f"D {SHOWN}", f"V {MARKUP}", f"Q {SHOWN}")
        companion.press(paste(f"@ N {ATTACK}"))
        shows(terminal, f"@ N {SHOWN}")
        companion.press(ENTER)
        shows(terminal, "to do", f"N {MARKUP}")
        companion.press(paste(f"H {ATTACK}"))

        companion.go("opinions")
        companion.press("g" + ENTER)
        shows(terminal, f"D {MARKUP}", f"N {MARKUP}")
        companion.press(paste(f"X {ATTACK}") + TAB * 3 + " " + SAVE)
        shows(terminal, f"X {MARKUP}", f"N {SHOWN}")

        companion.go("decision")
        companion.choose("To decide")
        companion.press(ENTER)
        companion.fill("The decision", paste(f"S {ATTACK}"), "", paste(f"G {ATTACK}"))
        shows(terminal, f"S {SHOWN}", f"G {SHOWN}")

        companion.go("home")
        shows(terminal, f"C {SHOWN}", f"H {MARKUP}", f"T {MARKUP}", "today")
        companion.press(key("app.help"))
        shows(terminal, "Keys on this screen", "Everywhere")
        companion.press("\x1b[F")  # End
        shows(terminal, "In every list")
        terminal.settle()
        companion.press(key("help.back"))
        companion.sees_no_more("Keys on this screen")
        companion.press(key("app.author"))
        companion.fill("Who is typing?", EMPTY + paste(f"{HEAD}\x1b]0;T\x07\u202e"))
        shows(terminal, f"Typing: {HEAD}]0;T")
        companion.quit()
        check_output(terminal)

    status = printed("status", "--data-dir", str(folder))
    for shown in (f"C {SHOWN}", f"D {SHOWN}", f"V {SHOWN}", f"Q {SHOWN}", f"T {SHOWN}"):
        assert shown in status
    half_a_line = text("cli.export.drafts", count=1).encode() + b"\n"
    printed("export", "--data-dir", str(folder), said=half_a_line)
    kept = exported(folder)
    assert texts(kept["notes"]) == [f"N {SHOWN}"]
    assert texts(kept["cells"]) == [f"X {SHOWN}\nN {SHOWN}"]
    assert [draft["text"] for draft in kept["drafts"]] == [f"H {SHOWN}"]


def test_each_hostile_note_is_kept_as_shown(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with Terminal(so_tui("--data-dir", str(folder))) as terminal:
        companion = Companion(terminal)
        start(companion)
        companion.go("notes")
        for raw, shown in PASTED.values():
            assert shown == clean(raw).replace("\n", " ")
            companion.press(paste(raw) + ENTER)
            wait_for_line(terminal, shown)
            companion.sees(f": {shown} ")
        companion.quit()
        check_output(terminal)
    assert texts(exported(folder)["notes"]) == [shown for _, shown in PASTED.values()]


def wait_for_line(terminal: Terminal, text: str) -> None:
    """Wait until the newest line of the visit is this."""
    terminal.wait_for(lambda screen: chosen_row(screen).endswith(f" {text}"))


def test_hostile_bytes_typed_as_keys_harm_nothing(tmp_path: Path) -> None:
    """Typed, not pasted: escape sequences are keys, and none of these does anything."""
    folder = tmp_path / "new"
    with Terminal(so_tui("--data-dir", str(folder))) as terminal:
        companion = Companion(terminal)
        start(companion)
        companion.go("notes")
        for number, raw in enumerate(
            (
                b"[/][red]",
                b"\x1b]52;c;aGk=\x1b\\",
                b"\x1b]0;owned\x1b\\",
                b"\x1b[31m\x1b[2J",
                b"\xe2\x80\xaeabc",
                b"\xc2\x9b31m",
                b"\x9b31m\x84\x90",
                b"caf\xc3 \xff\xfe\xf0\x9f",
                b"\xed\xa0\x80\xf4\x90\x80\x80",
                b"\x1b[99999999u\x1b[1114112;1u",
            )
        ):
            terminal.send(raw + f" line {number}\r".encode())
            companion.sees(f"line {number}")
        companion.quit()
        check_output(terminal)
    lines = texts(exported(folder)["notes"])
    assert len(lines) == 10
    assert lines[0] == "[/][red] line 0"
    assert all(
        line.endswith(f"line {n}") and not CONTROLS.search(line) for n, line in enumerate(lines)
    )


def test_a_click_on_an_action_in_the_text_does_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with Terminal(so_tui("--data-dir", str(folder))) as terminal:
        companion = Companion(terminal)
        start(companion)
        companion.add_doctor("[@click=app.quit]Z[/]", "x", "y", "z")
        companion.go("questions")
        companion.press("n")
        companion.fill("A new question", "[@click=app.quit]why[/]")
        companion.sees("[@click=app.quit]why[/]")
        for mode in ("questions", "notes", "opinions"):
            companion.go(mode)
            companion.sees("[@click=app.quit]")
            click_on(terminal, "[@click=app.quit]")
        companion.go("home")
        companion.quit()


def click_on(terminal: Terminal, text: str) -> None:
    """Click on every place of the screen that shows this."""
    for row, line in enumerate(terminal.rows()):
        if (column := line.find(text)) >= 0:
            at = f"{column + len(text)};{row + 1}"
            terminal.send(f"\x1b[<0;{at}M\x1b[<0;{at}m")
