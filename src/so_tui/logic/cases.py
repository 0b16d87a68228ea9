"""The cases: by person, whose is open, the rounds before one, and deleting one. Pure."""

from collections.abc import Iterable, Mapping

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import show_day
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.folding import fold
from so_tui.domain.state import AppState, Change, Drop


def by_person(cases: Iterable[Case]) -> list[tuple[str, list[Case]]]:
    """Return the cases under the name of each patient, those without a name last.

    Of one person, open ones come before archived ones, newest first.
    """
    people: dict[str, list[Case]] = {}
    for case in cases_in_order(cases):
        people.setdefault(fold(case.patient).strip(), []).append(case)
    return [(own[0].patient, people[key]) for key, own in sorted(
        people.items(), key=lambda item: (not item[0], item[0]))]  # fmt: skip


def cases_in_order(cases: Iterable[Case]) -> list[Case]:
    """Return the cases, open ones before archived ones, newest first."""
    newest = sorted(cases, key=lambda case: (case.closed or case.opened, case.id), reverse=True)
    return sorted(newest, key=lambda case: case.closed is not None)


def case_line(case: Case, open_id: str) -> str:
    """Return a case in one line: what it is called, since when, and whether it is archived."""
    if case.closed:
        return text("cases.line_archived", title=case.name, day=show_day(case.closed))
    name = "cases.line_open" if case.id == open_id else "cases.line"
    return text(name, title=case.name, day=show_day(case.opened))


def named(case: Case) -> str:
    """Return what a case is called, and whose it is if that is known."""
    return f"{case.name}, {case.patient}".rstrip(", ")


def whose(state: AppState) -> str:
    """Return whose case is open, where that is not plain: cases of several, or an archived one."""
    case = state.case
    if case is None or (len(by_person(state.cases.values())) < 2 and case.closed is None):
        return ""
    name = case.patient or case.name
    return text("cases.of_archived" if case.closed else "cases.of", name=name)


def earlier_rounds(cases: Mapping[str, Case], case: Case | None) -> list[Case]:
    """Return the cases that a case goes on from, the newest first."""
    found: list[Case] = []
    while case is not None and (case := cases.get(case.follows)) and case not in found:
        found.append(case)
    return found


def deletion(case: Case, everything: Iterable[Entity]) -> tuple[Change, ...]:
    """Return the changes that delete a case with all that is in it."""
    own = (e for e in everything if isinstance(e, CaseEntity) and e.case_id == case.id)
    return (*map(Drop, own), Drop(case))
