"""The shipped list of records needed for a second opinion."""

from dataclasses import replace
from functools import cache

from so_tui.content.files import read
from so_tui.domain.dataclass import dataclass
from so_tui.domain.records import ASK_DAYS, VISIT_DAYS, Record, RecordForm, Transfer, transfer_of
from so_tui.domain.text import Clean, clean


@dataclass(frozen=True, slots=True)
class RecordTemplate:
    """A shipped record.

    Attributes:
        key: Unique in the list.
        own: Whether the patient wants a copy of their own.
        load_days: As in `Record`, like all other fields.
    """

    key: str
    name: Clean
    form: RecordForm
    note: Clean
    own: bool
    due_days: int
    ask_days: int
    load_days: int | None
    returns: bool
    back: bool


@cache
def record_templates() -> tuple[RecordTemplate, ...]:
    """Return the shipped records in order."""
    return tuple(
        RecordTemplate(
            key=raw["key"],
            name=clean(raw["name"]),
            form=RecordForm(raw["form"]),
            note=clean(raw["note"]),
            own=raw.get("own", True),
            due_days=raw.get("due_days", VISIT_DAYS),
            ask_days=raw.get("ask_days", ASK_DAYS),
            load_days=raw.get("load_days"),
            returns=raw.get("returns", False),
            back=raw.get("back", False),
        )
        for raw in read("records.toml")["records"]
    )


def record_from(template: RecordTemplate, case_id: str, order: int) -> Record:
    """Return a record for a case, made from a shipped one."""
    return Record(
        case_id=case_id,
        name=template.name,
        form=template.form,
        template=template.key,
        due_days=template.due_days,
        ask_days=template.ask_days,
        load_days=template.load_days,
        returns=template.returns,
        back=template.back,
        note=template.note,
        order=order,
    )


def transfer_without_own_copy(record: Record) -> Transfer:
    """Return the transfer which says that the patient wants no copy."""
    return replace(transfer_of({}, record, ""), skip=True)
