"""The list of the side screens."""

from so_tui.content import text
from so_tui.ui.commands.specs import SIDES
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Column, Row


def arrange_dialog() -> Pick:
    """Return the list to choose from; its keys are the names of the screens."""
    rows = [Row(name, (text(f"arrange.{name}"), text(f"arrange.{name}_help"))) for name in SIDES]
    return Pick(text("arrange.title"), rows, Column(0, 20), Column(1, lines=2))
