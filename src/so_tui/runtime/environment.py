"""What the surroundings tell us, and what we do not let them tell Textual."""

import os
import sys
from collections.abc import Mapping, MutableMapping

UNWANTED = (
    "TEXTUAL",
    "TEXTUAL_ALLOW_SIGNALS",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)
"""Developer switches of Textual: some write keys or messages, and so notes, to files."""


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Set the surroundings for Textual, which reads them once, when it is first imported."""
    for name in UNWANTED:
        environ.pop(name, None)
    environ["TEXTUAL_ANIMATIONS"] = "none"


def is_plain_terminal(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether only plain lines can be shown: no terminal, or one without any controls."""
    streams = (sys.__stdin__, sys.__stdout__)
    has_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return not has_terminal or environ.get("TERM", "") in ("", "dumb")


def is_remote(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the person sits at another machine, connected through SSH."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
