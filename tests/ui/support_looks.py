"""What must hold of a screen whatever it shows, and whether a dialog lies on it."""

import unicodedata

from textual.screen import ModalScreen

from so_tui.domain.text import clean
from tests.ui.support import Session


def in_dialog(user: Session) -> bool:
    """Return whether something is open on top of the screen."""
    return isinstance(user.app.screen, ModalScreen)


def looks_sane(user: Session) -> None:
    """Check that the screen has its size and holds no character that a terminal would obey."""
    lines = user.lines
    assert len(lines) == user.app.size.height
    for line in lines:
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert line == clean(line)
