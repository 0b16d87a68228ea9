"""The environment: what it says about the terminal, and what Textual may see of it."""

import os
import re
import sys
from collections.abc import Mapping, MutableMapping

CLIPBOARD_VARIABLE = "SO_TUI_CLIPBOARD"
"""Environment variable that, if '1', allows copying to the local clipboard over SSH."""

_SWITCH = "[01]"
_DEFAULTS = {
    "TEXTUAL_COLOR_SYSTEM": ("auto|standard|256|truecolor", "auto"),
    "TEXTUAL_DIM_FACTOR": ("[0-9]{1,2}|100", "66"),
    "TEXTUAL_DISABLE_KITTY_KEY": (_SWITCH, "0"),
    "TEXTUAL_FILTERS": ("[a-zA-Z, ]*", ""),
    "TEXTUAL_FPS": ("[1-9][0-9]{0,2}", "60"),
    "TEXTUAL_SMOOTH_SCROLL": (_SWITCH, "1"),
    "TEXTUAL_SPEEDUPS": (_SWITCH, "1"),
}
"""The accepted form and the default of each variable."""

KEPT = frozenset(_DEFAULTS)
"""Variables that Textual may see: how to draw, and how to read keys."""


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Prepare the environment for Textual, which reads it once, when it is first imported.

    All its other switches are removed, including those of later versions: some write keys, messages
    or pictures of the screen, and so notes, to files, or send them to another program.
    """
    for name in [name for name in environ if name.startswith("TEXTUAL") and name not in KEPT]:
        del environ[name]
    for name, (form, default) in _DEFAULTS.items():
        if name in environ and not re.fullmatch(form, environ[name]):
            environ[name] = default
    # The terminal itself reports its size, also when it changes.
    for name in ("COLUMNS", "LINES"):
        environ.pop(name, None)
    environ["TEXTUAL_ANIMATIONS"] = "none"
    if is_in_screen(environ):
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
    # Nothing here uses the network, but Textual imports TLS if it is available.
    sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]  # so that importing it fails


def is_in_screen(environ: Mapping[str, str]) -> bool:
    """Return whether the output is shown by GNU screen: up to version 4 it knows only 256 colours.

    It misreads other colours, although the terminal around it may have said it knows them.
    """
    term = environ.get("TERM", "")
    return bool(environ.get("STY")) or (term.startswith("screen") and not environ.get("TMUX"))


def is_plain_terminal(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether only plain lines can be shown: no terminal, or one without controls."""
    streams = (sys.__stdin__, sys.__stdout__)
    has_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return not has_terminal or environ.get("TERM", "") in ("", "dumb")


def is_remote(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the user is at another machine, connected through SSH."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def may_set_clipboard(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether copied text may go to the terminal's clipboard.

    Over SSH that is the clipboard of another machine, so it has to be allowed there.
    """
    return not is_remote(environ) or environ.get(CLIPBOARD_VARIABLE) == "1"
