"""What is said of lines just typed, and adding the person whose new name begins one."""

from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.logic.case_lifecycle import new_companion, new_doctor
from so_tui.logic.notes import spoken
from so_tui.logic.speakers import add_speaker, is_offered, newest_new_name
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Row


def words_about(state: AppState, raw: str, visit: Encounter, today: date) -> str:
    """Return what has to be said of lines just typed: a name in them, or where they are filed.

    '' for nothing; `state` is that from before they are saved.
    """
    for line in raw.split("\n"):
        _, said = spoken(state, line)
        if said.shared_name:
            return text("speakers.shared", name=said.shared_name)
        if said.new_name and is_offered(state, said.new_name):
            return text("speakers.new", name=said.new_name)
    if visit.course is Course.PLANNED and visit.day and visit.day > today:
        return text("notes.still_to_come", day=short_day(visit.day, today))
    return ""


def choose_new_speaker(screen: BaseScreen, visit: Encounter | None) -> None:
    """Ask who the newest new name of a visit is, and make that person the speaker."""
    name = newest_new_name(screen.state, visit.id) if visit else ""
    if visit is None or not name:
        say(screen, "speakers.none_new")
        return
    rows = [Row(kind, (text(f"speakers.{kind}"),)) for kind in ("doctor", "companion")]

    def added(kind: str) -> None:
        state = screen.state
        fresh = new_doctor(state) if kind == "doctor" else new_companion(state)
        changes = add_speaker(state, replace(fresh, name=Clean(name)), visit.id)
        count = sum(each.entity.id in state.notes for each in changes)
        screen.commit(text("speakers.added", name=name, count=count), *changes)

    screen.ask(Pick(text("speakers.title", name=name), rows), added)
