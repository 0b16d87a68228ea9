"""The fields of an encounter: those that fit its kind, and those that say what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.encounters import Course, Encounter, EncounterKind, is_too_early
from so_tui.domain.folding import fold
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.forms.fields import EntityForm, Field, FieldError, Filling, Read

FIELDS: Mapping[EncounterKind, tuple[str, ...]] = {
    EncounterKind.IN_PERSON: ("day", "at", "place", "course", "minutes", "zone"),
    EncounterKind.VIDEO: ("day", "at", "link", "course", "minutes", "zone"),
    EncounterKind.PHONE: ("day", "at", "link", "course", "minutes", "zone"),
    EncounterKind.NURSE: ("day", "at", "link", "course", "zone"),
    EncounterKind.BOARD: ("day", "at", "place", "expected_by", "course", "zone"),
    EncounterKind.MESSAGE: ("expected_by", "day", "course"),
    EncounterKind.WRITTEN: ("expected_by", "day", "course"),
}
"""The fields that fit each kind, after the doctor and before the kind itself, in order."""
LONGEST = 24 * 60
"""Most minutes that a visit can last."""


def visit_filling(
    visit: Encounter, doctors: Mapping[str, Doctor], today: date, *, new: bool
) -> Filling[Encounter]:
    """Return the fields of an encounter; there must be at least one doctor."""
    form = EntityForm(entity=visit, words="encounters.field", today=today)
    known, state = in_order(doctors.values()), AppState(doctors=doctors)
    called = {doctor.id: str(name_of(state, doctor.id)) for doctor in known}
    also = [_also(visit, id_, name) for id_, name in called.items() if id_ != visit.doctor_id]
    names = FIELDS[visit.kind]

    def finish(read: Read) -> Read:
        if read.get("at") is not None and read["day"] is None:
            raise FieldError("day", text("people.no_day"))
        named = [field.name.removeprefix("also_") for field in also if read.pop(field.name)]
        read["more_doctor_ids"] = tuple(id_ for id_ in named if id_ != read["doctor_id"])
        if is_too_early(replace(visit, **read), today):
            raise FieldError("day", text("encounters.field.too_early"))
        return read

    fresh = "new" if visit.kind is EncounterKind.IN_PERSON else f"new-{visit.kind.name.lower()}"
    return form.filling(
        "visit",
        fresh if new else visit.id,
        form.choice("doctor_id", called.items(), label="people.with"),
        *(_field(form, name) for name in names),
        *also,
        form.private(),
        _kind(form),
        title=text(f"encounters.form.{visit.kind.name.lower()}"),
        finish=finish,
        guarded=False,
        moment=("day", "at") if "at" in names else None,
        focus="doctor_id" if new and len(known) > 1 else names[0],
    )


def kind_filling(visit: Encounter) -> Filling[Encounter]:
    """Return the field of the kind alone, which settles what the other fields are."""
    form = EntityForm(entity=visit, words="encounters.field")
    return form.filling("kind", visit.id, _kind(form), title=text("encounters.field.form"))


def cancel_filling(visit: Encounter, what: str) -> Filling[Encounter]:
    """Return the fields of who cancelled an encounter, and why."""
    form = EntityForm(entity=visit, words="encounters.field")
    return form.filling(
        "cancelled",
        visit.id,
        form.line("cancelled_by"),
        form.line("cancelled_why", "long", hint="form.optional"),
        title=text("encounters.field.cancel_form", what=what),
        guarded=False,
    )


def move_filling(visit: Encounter, what: str, today: date) -> Filling[Encounter]:
    """Return the fields of the new day of an encounter that is still planned."""
    form = EntityForm(entity=visit, words="encounters.field", today=today)
    names = ("expected_by",) if visit.arrives else ("day", "at")

    def finish(read: Read) -> Read:
        if read.get("at") is not None and read["day"] is None:
            raise FieldError("day", text("people.no_day"))
        return read

    return form.filling(
        "moved",
        visit.id,
        *(_field(form, name) for name in names),
        title=text("encounters.field.move_form", what=what),
        finish=finish,
        guarded=False,
    )


def came_filling(visit: Encounter, what: str, today: date) -> Filling[Encounter]:
    """Return the field of the day on which something without an appointment came."""
    came = replace(visit, course=Course.TOOK_PLACE)
    form = EntityForm(entity=came, words="encounters.field", today=today)

    def finish(read: Read) -> Read:
        if is_too_early(replace(came, **read), today):
            raise FieldError("day", text("encounters.field.too_early"))
        return read

    return form.filling(
        "came",
        visit.id,
        form.day("day", visit.day or today, past=True, label="encounters.field.came_on"),
        title=text("encounters.field.came_form", what=what),
        finish=finish,
        guarded=False,
    )


def _field(form: EntityForm[Encounter], name: str) -> Field:
    visit = form.entity
    match name:
        case "day":
            came = "encounters.field.came_on" if visit.arrives else "people.day"
            return form.day("day", label=came, past=visit.arrives)
        case "expected_by":
            return form.day("expected_by")
        case "at":
            return form.time("at", visit.at, label="people.time", hint="form.time_hint")
        case "course":
            courses = ((c, _course_word(visit, c)) for c in Course)
            return form.choice("course", courses, label="people.state")
        case "minutes":
            shown = f"{visit.minutes}" if visit.minutes else ""
            wrong = text("encounters.field.bad_minutes")
            return form.field("minutes", shown, read=_minutes, wrong=wrong)
        case "zone":
            wrong = text("encounters.field.bad_zone")
            return form.field("zone", visit.zone, read=_zone, wrong=wrong)
        case "place":
            return form.line("place", label="people.place")
        case _:
            return form.line(name)


def _course_word(visit: Encounter, course: Course) -> str:
    name = course.name.lower()
    return text(f"encounters.came.{name}" if visit.arrives else f"people.course.{name}")


def _also(visit: Encounter, doctor_id: str, name: str) -> Field:
    options = {"yes": text("encounters.field.there"), "no": text("encounters.field.not_there")}
    there = "yes" if doctor_id in visit.more_doctor_ids else "no"
    label = text("encounters.field.also", name=name)
    return Field(f"also_{doctor_id}", label, there, "choice", tuple(options.items()),
                 read=lambda typed: typed == "yes")  # fmt: skip


def _kind(form: EntityForm[Encounter]) -> Field:
    kinds = ((kind, text(f"encounters.kind.{kind.name.lower()}")) for kind in EncounterKind)
    return form.choice("kind", kinds)


def _minutes(typed: str) -> int | None:
    """Return the minutes a value starts with, None for ''; `ValueError` for anything else."""
    number = typed.partition(" ")[0].removesuffix("min")
    if not typed:
        return None
    if number.isascii() and number.isdigit() and 1 <= int(number[:5]) <= LONGEST:
        return int(number)
    raise ValueError("no number of minutes")


def _zone(typed: str) -> str:
    """Return the IANA name that is meant, by the whole of it or by the city; '' for ''.

    Raises:
        ValueError: There is no such time zone.
    """
    if not typed:
        return ""
    from zoneinfo import available_timezones

    sought = fold(typed).replace(" ", "_")
    known = sorted(available_timezones(), key=lambda name: (len(name), name))
    for name in known:
        if sought == name.lower():
            return name
    cities = [name for name in known if sought == name.lower().rpartition("/")[2]]
    if not cities:
        raise ValueError("no time zone")
    return cities[0]
