"""The fields of a new round, of deleting a case, and of passing on the care."""

from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CaseEntity
from so_tui.domain.folding import alike
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, treating_doctor
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.forms.fields import EntityForm, Field, FieldError, Filling, Values
from so_tui.logic.encounters import doctor_name
from so_tui.logic.round_parts import USUALLY_NOT, Round, next_case, parts

ALONG = "along_"
"""Begins the names of the fields that say what goes along."""


def round_filling(old: AppState, today: date) -> Filling[Round]:
    """Return the fields of a new round after a case: its name, and a choice for each part."""
    case = next_case(old, today)
    form = EntityForm(entity=case, words="cases")
    offered = parts(old, today)
    yes_no = (("yes", text("cases.goes")), ("no", text("cases.stays")))
    choices = [
        Field(f"{ALONG}{name}", _label(old, today, name, things),
              "no" if name in USUALLY_NOT else "yes", "choice", yes_no)
        for name, things in offered.items()
    ]  # fmt: skip
    if case.follows and old.case and old.case.closed is None:
        archive = (("yes", text("cases.archived_then")), ("no", text("cases.left_open")))
        choices.append(Field("archive", text("cases.archive"), "yes", "choice", archive))
    words = (
        form.line("round", required=True),
        form.line("title", required=True),
    )

    def build(values: Values) -> Round:
        named = replace(case, round=values["round"], title=values["title"])
        chosen = frozenset(name for name in offered if values[f"{ALONG}{name}"] == "yes")
        return Round(named, chosen, values.get("archive", "yes") == "yes")

    return Filling(
        key=f"form:round:{old.case_id}",
        title=text("cases.round_form"),
        fields=(*words, *choices),
        build=build,
        guarded=False,
        of_case=False,
        about=text("cases.round_about"),
    )


def _label(old: AppState, today: date, name: str, things: tuple[CaseEntity, ...]) -> str:
    first = things[0]
    if isinstance(first, Encounter):
        day = short_day(first.day, today) or text("people.no_date")
        return text("cases.part_visit", day=day, name=doctor_name(old, first))
    return text("cases.part", what=text(f"cases.parts.{name}"), count=len(things))


def deletion_filling(case: Case) -> Filling[Clean]:
    """Return the field in which the name is typed before a case is deleted."""
    name = case.patient or case.name

    def build(values: Values) -> Clean:
        if not alike(values["name"], name):
            raise FieldError("name", text("cases.not_the_name", name=name))
        return name

    return Filling(
        key="form:deletion:case",
        title=text("cases.delete_form", title=case.name),
        fields=(Field("name", text("cases.type_name", name=name), required=True),),
        build=build,
        guarded=False,
        of_case=False,
        about=text("cases.delete_about"),
    )


def care_filling(state: AppState, doctor: Doctor, today: date) -> Filling[date]:
    """Return the field that asks from which day a doctor takes over the care."""
    form = EntityForm(entity=doctor, words="people", today=today)
    day = form.day("day", today, label="people.takes_over_day", required=True)
    now = treating_doctor(state.doctors.values(), today)
    before = name_of(state, now.id) if now and now.id != doctor.id else ""
    about = "people.takes_over_from" if before else "people.takes_over_nobody"

    def build(values: Values) -> date:
        taken: date = day.taken(values)
        return taken

    return Filling(
        key=f"form:care:{doctor.id}",
        title=text("people.takes_over", name=name_of(state, doctor.id)),
        fields=(day,),
        build=build,
        guarded=False,
        about=text(about, name=before, doctor=name_of(state, doctor.id)),
    )
