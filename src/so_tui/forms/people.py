"""The fields of the case and its people: doctors, companions, visits, and the emergency card."""

from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import YesNo
from so_tui.domain.names import name_of
from so_tui.domain.people import PATIENT, Companion, Doctor, UrgentCard, by_name
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean
from so_tui.forms.fields import EntityForm, Field, FieldError, Filling, Read, Values
from so_tui.logic.representatives import POWERS


def case_filling(case: Case, *, doctor: bool) -> Filling[tuple[Case, Clean]]:
    """Return the fields that start or rename a case.

    The second part of the result is the first doctor's name, '' unless that is asked for.
    """
    form = EntityForm(entity=case, words="home")
    fields = [
        form.line("title", label="home.case_title", hint="home.case_title_hint", required=True),
        form.line("patient", label="home.case_patient", hint="form.optional"),
    ]
    if case.round:
        fields.append(form.line("round", label="cases.round", required=True))
    if doctor:
        fields.append(Field("doctor", text("home.case_doctor"), hint=text("form.optional")))

    def build(values: Values) -> tuple[Case, Clean]:
        named = replace(
            case,
            title=values["title"],
            patient=values["patient"],
            round=values.get("round", BLANK),
        )
        return named, values.get("doctor", BLANK)

    key = f"form:case:{case.id if case.title else 'new'}"
    title = text("home.case_form")
    return Filling(
        key=key, title=title, fields=tuple(fields), build=build, guarded=False, of_case=not doctor
    )


def place_filling(folder: Clean) -> Filling[Clean]:
    """Return the field of another folder for the notes, with the one tried last, or ''."""
    hint = text("status.place_hint")
    field = Field("folder", text("status.place"), folder, hint=hint, required=True)
    title = text("status.place_form")
    return Filling(key="form:place:new", title=title, fields=(field,),
                   build=lambda values: values["folder"], guarded=False, changes=False)  # fmt: skip


def author_filling(author: Clean) -> Filling[Clean]:
    """Return the field of who is typing."""

    def build(values: Values) -> Clean:
        if len(values["name"]) > 40:
            raise FieldError("name", text("people.long_name"))
        return values["name"]

    field = Field("name", text("people.author"), author, required=True)
    title = text("people.author_form")
    return Filling(key="form:author:new", title=title, fields=(field,), build=build,
                   guarded=False, changes=False)  # fmt: skip


def doctor_filling(doctor: Doctor) -> Filling[Doctor]:
    """Return the fields of a doctor, new or saved."""
    form = EntityForm(entity=doctor, words="people")
    return form.filling(
        "doctor",
        doctor.id if doctor.name else "new",
        form.line("name", required=True),
        form.line("specialty"),
        form.line("place"),
        form.line("phone"),
        title=text("people.board") if doctor.is_board and not doctor.name else "",
        guarded=False,
    )


def board_filling(doctor: Doctor) -> Filling[Doctor]:
    """Return the field on whether this is a tumour board, with a column but no visits."""
    form = EntityForm(entity=doctor, words="people")
    options = {"yes": text("people.is_a_board"), "no": text("people.no_board")}
    return form.filling("board", doctor.id, form.switch("is_board", options), guarded=False)


def companion_filling(companion: Companion, today: date) -> Filling[Companion]:
    """Return the fields of a companion, new or saved."""
    form = EntityForm(entity=companion, words="people", today=today)
    yes_no = {"no": text("people.no"), "yes": text("people.yes")}
    return form.filling(
        "companion",
        companion.id if companion.name else "new",
        form.line("name", required=True),
        form.line("phone"),
        form.line("may_know"),
        *(form.switch(name, yes_no) for name in POWERS),
        form.day("represents_since", past=True),
        form.line("represents_paper"),
        guarded=False,
    )


def company_filling(visit: Encounter, state: AppState) -> Filling[Encounter]:
    """Return the fields of who comes to a visit, with a yes or no for each companion."""
    companions = by_name(state.companions.values())
    along = (("yes", text("people.comes")), ("no", text("people.stays")))
    typists = {"": text("people.typist_open"), PATIENT: text("people.patient")}
    typists |= {companion.id: name_of(state, companion.id) for companion in companions}
    known = visit if visit.typist in typists else replace(visit, typist="")
    form = EntityForm(entity=known, words="people")
    comes = [
        Field(f"comes_{c.id}", name_of(state, c.id),
              "yes" if c.id in visit.companion_ids else "no", "choice", along)
        for c in companions
    ]  # fmt: skip

    def finish(read: Read) -> Read:
        ids = tuple(c.id for c in companions if read.pop(f"comes_{c.id}") == "yes")
        return {**read, "companion_ids": ids}

    return form.filling(
        "company",
        visit.id,
        *comes,
        form.choice("typist", typists.items()),
        form.line("travel", "long"),
        form.line("interpreter"),
        form.line("access", "long"),
        form.line("phone_in"),
        form.choice("reception", ((r.value, r.value or text("people.reception_open"))
                                  for r in YesNo)),
        finish=finish,
    )  # fmt: skip


def emergency_filling(card: UrgentCard) -> Filling[UrgentCard]:
    """Return the fields of a case's card."""
    form = EntityForm(entity=card, words="emergency")
    return form.filling(
        "emergency",
        "case",
        form.line("team_day", hint="form.optional"),
        form.line("team_night"),
        form.line("person", hint="form.optional"),
        form.line("person_phone", hint="form.optional"),
        form.line("local", hint="form.optional"),
        form.line("told", "long"),
        title=text("emergency.form"),
    )
