"""The shipped list of records needed for a second opinion."""

from dataclasses import fields
from functools import cache

from so_tui.content.shipped import read, rows_of
from so_tui.domain.dataclass import dataclass
from so_tui.domain.records import ASK_DAYS, VISIT_DAYS, Record, RecordForm
from so_tui.domain.text import Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTemplate:
    """A shipped record.

    Attributes:
        key: Unique in the list.
        own: Whether the patient wants a copy of their own.
        load_days: As in `Record`, like all other fields.
    """

    key: str
    own: bool = True
    name: Clean
    form: RecordForm
    note: Clean
    due_days: int = VISIT_DAYS
    ask_days: int = ASK_DAYS
    load_days: int | None = None
    returns: bool = False
    back: bool = False


@cache
def record_templates() -> tuple[RecordTemplate, ...]:
    """Return the shipped records in order."""
    return rows_of(RecordTemplate, read("records.toml")["records"])


def record_from(template: RecordTemplate, case_id: str, order: int) -> Record:
    """Return a record for a case, made from a shipped one."""
    names = {field.name for field in fields(template)} - {"key", "own"}
    values = {name: getattr(template, name) for name in names}
    return Record(case_id=case_id, template=template.key, order=order, **values)
