"""The patient's page about themselves: what was found and done, medicines, allergies."""

from typing import Any

from so_tui.content import text
from so_tui.domain.about_me import AboutMe
from so_tui.domain.folding import holds
from so_tui.domain.state import Change, Put
from so_tui.forms.about import FIELDS, about_filling
from so_tui.logic.about_me import about_of, shown
from so_tui.papers.writing import PaperKind
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.bases.screen import stores
from so_tui.ui.widgets.layout import Column, Row

MOST_LINES = 8
"""Most lines of a field in the list; its details show all of it."""


def _put(screen: EntityList, about: AboutMe, old: AboutMe | None) -> tuple[Change, ...]:
    return (Put(about, old if old and stores(screen, old) else None),)


class AboutScreen(EntityList):
    """The fields of the page, one a row; Enter opens the form in that field."""

    SIDE = "about"
    COLUMNS = (Column(0, 18), Column(1, lines=MOST_LINES))
    KINDS = {
        "about": EditedKind[AboutMe](
            table="about_me",
            fresh=lambda screen: about_of(screen.state),
            filling=lambda screen, about, new: about_filling(about, screen.today, screen.key),
            called=lambda state, about: text("about.title"),
            parts=lambda screen, about: [(text(f"about.{screen.key}"), shown(about, screen.key)),
                                         ("", text("about.lead"))],
            put=_put,
        )
    }  # fmt: skip

    def rows(self) -> list[Row]:
        if self.state.case is None:
            return []
        about = about_of(self.state)
        found = ((name, text(f"about.{name}"), shown(about, name)) for name in FIELDS)
        return [
            Row(name, (label, value or text("about.not_written")), ("", "" if value else "dim"))
            for name, label, value in found
            if holds(self.sought, label, value)
        ]

    def find(self, key: str) -> Any:
        return about_of(self.state) if key in FIELDS else None

    def action_sheet(self) -> None:
        """Write the page as a file to print."""
        print_paper(self, PaperKind.ABOUT)
