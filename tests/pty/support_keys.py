"""What a terminal sends for the keys that do something."""

from so_tui.ui.commands.specs import COMMANDS

ENTER, TAB, ESCAPE, SPACE, BACKSPACE = "\r", "\t", "\x1b", " ", "\x7f"
UP, DOWN, FIRST = "\x1b[A", "\x1b[B", "\x1b[H"
EMPTY = "\x15"
"""ctrl+u: takes away what stands in a line before the cursor."""

_FUNCTION_KEYS = ("OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~")
_NAMED = {
    "enter": ENTER,
    "escape": ESCAPE,
    "space": SPACE,
    "tab": TAB,
    "question_mark": "?",
    "slash": "/",
    "equals_sign": "=",
    "plus": "+",
    "full_stop": ".",
}


def key(command: str) -> str:
    """Return what a terminal sends for the first key of a command, 'notes.next' for example."""
    name = COMMANDS[command].keys.split(",")[0]
    if name.startswith("ctrl+"):
        return chr(ord(name[5]) - 96)
    if len(name) > 1 and name[0] == "f" and name[1:].isdigit():
        return f"\x1b{_FUNCTION_KEYS[int(name[1:]) - 1]}"
    return _NAMED[name] if len(name) > 1 else name


SAVE, QUIT = key("form.save"), key("app.quit")
NEXT, ANSWERED, SKIPPED, LATER = (
    key(f"notes.{name}") for name in ("next", "answered", "skipped", "later")
)
