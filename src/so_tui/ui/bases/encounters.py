"""What became of an encounter, asked and marked from any screen: held, cancelled, moved, come."""

from collections.abc import Callable
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Course, Encounter, EncounterKind, is_too_early, turned
from so_tui.domain.state import Change, Put
from so_tui.domain.text import BLANK
from so_tui.forms.encounters import came_filling, cancel_filling, move_filling
from so_tui.logic.encounters import called, plan_again, plan_beside, status_word
from so_tui.logic.people import plan_visit
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Column, Row


def ask_course(screen: BaseScreen, visit: Encounter) -> None:
    """Ask whether an encounter whose day has passed took place, and mark what is answered."""
    held = ("took_place", "cancelled", "moved")
    answers = ("came", "not_coming", "expected") if visit.arrives else held
    acts = dict(zip(answers, (mark, cancel, move), strict=True))
    rows = [Row(name, (text(f"encounters.ask.{name}"),)) for name in (*acts, "unknown")]

    def chosen(answer: str) -> None:
        if act := acts.get(answer):
            act(screen, visit)

    title = text(
        "encounters.ask.title",
        what=called(screen.state, visit),
        day=short_day(visit.due, screen.today),
        question=status_word(visit, screen.today),
    )
    screen.ask(Pick(title, rows), chosen)


def mark(screen: BaseScreen, visit: Encounter) -> None:
    """Mark an encounter as having taken place, or as planned again if it was.

    What came without an appointment is asked for its day.
    """
    marked, what = turned(visit), called(screen.state, visit)
    if is_too_early(marked, screen.today):
        say(screen, "encounters.field.too_early")
    elif marked.took_place and visit.arrives and visit.day is None:

        def keep(came: Encounter) -> None:
            screen.commit(text("encounters.said.took_place", what=what), Put(came, visit))

        screen.ask(came_filling(visit, what, screen.today), keep)
    else:
        said = "took_place" if marked.took_place else "planned"
        screen.commit(text(f"encounters.said.{said}", what=what), Put(marked, visit))


def cancel(screen: BaseScreen, visit: Encounter) -> None:
    """Ask who cancelled an encounter and why, and mark it as cancelled."""
    what = called(screen.state, visit)
    fresh = visit
    if visit.course is not Course.CANCELLED:
        fresh = replace(visit, course=Course.CANCELLED, cancelled_by=BLANK, cancelled_why=BLANK)

    def keep(cancelled: Encounter) -> None:
        screen.commit(text("encounters.said.cancelled", what=what), Put(cancelled, visit))

    screen.ask(cancel_filling(fresh, what), keep, visit)


def move(screen: BaseScreen, visit: Encounter) -> None:
    """Ask for the new day of an encounter, and move it there."""
    what = called(screen.state, visit)

    def keep(moved: Encounter) -> None:
        changes = plan_visit(screen.state, moved, screen.today, visit)
        screen.commit(text("encounters.said.moved", what=what), *changes)

    screen.ask(move_filling(visit, what, screen.today), keep, visit)


def keep_encounter(
    screen: BaseScreen,
    label: str,
    new: Encounter,
    old: Encounter | None,
    also: tuple[Change, ...] = (),
) -> None:
    """Commit an encounter as a form made it, and ask what that leaves open.

    `also` are further changes that belong to it. One that is cancelled and gets another day is
    planned again, or stays and has a new one beside it. One that was cancelled in the
    form is asked by whom, and why.
    """
    was_cancelled = old is not None and old.course is Course.CANCELLED
    if old and was_cancelled and new.course is Course.CANCELLED and _has_new_day(new, old):
        _ask_again(screen, label, new, old)
        return
    screen.commit(label, *plan_visit(screen.state, new, screen.today, old), *also)
    if new.course is Course.CANCELLED and not was_cancelled:
        blank = replace(new, cancelled_by=BLANK, cancelled_why=BLANK)

        def keep(cancelled: Encounter) -> None:
            said = text("encounters.said.cancelled", what=called(screen.state, new))
            screen.commit(said, Put(cancelled, new))

        screen.ask(cancel_filling(blank, called(screen.state, new)), keep, new)


def _has_new_day(new: Encounter, old: Encounter) -> bool:
    return new.due is not None and (new.due, new.at) != (old.due, old.at)


def _ask_again(screen: BaseScreen, label: str, new: Encounter, old: Encounter) -> None:
    def chosen(answer: str) -> None:
        act = plan_again if answer == "same" else plan_beside
        screen.commit(label, *act(screen.state, new, old, screen.today))

    rows = [Row(name, (text(f"encounters.again.{name}"),)) for name in ("same", "new")]
    screen.ask(Pick(text("encounters.again.title"), rows), chosen)


def pick_kind(screen: BaseScreen, visit: Encounter, keep: Callable[[Encounter], None]) -> None:
    """Ask of which kind a new encounter is, and pass it on with that kind."""

    def chosen(name: str) -> None:
        kind = EncounterKind[name.upper()]
        at_place = kind is EncounterKind.IN_PERSON
        keep(replace(visit, kind=kind, place=visit.place if at_place else BLANK))

    names = [kind.name.lower() for kind in EncounterKind]
    words = [(text(f"encounters.kind.{n}"), text(f"encounters.pick.{n}")) for n in names]
    rows = [Row(n, each, ("", "dim")) for n, each in zip(names, words, strict=True)]
    columns = Column(0, 16), Column(1)
    screen.ask(Pick(text("encounters.pick.title"), rows, *columns), chosen)


def resume_encounter(screen: BaseScreen, what: str, visit: Encounter) -> None:
    """Reopen the half-filled form of what became of an encounter."""
    {"cancelled": cancel, "moved": move, "came": mark}[what](screen, visit)
