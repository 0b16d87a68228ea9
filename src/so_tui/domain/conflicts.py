"""Conflicts: one field that two people wrote at the same time; both values are kept."""

import json
from datetime import datetime
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(CaseEntity):
    """The value of a field that gave way to another one, until a person chooses.

    Taking the conflict away is how a person says that the value which shows is the right one.

    Attributes:
        table: The table of the entity, as in `state.TABLES`.
        entity_id: The entity.
        field: The name of its field.
        other: The value that does not show, as JSON.
        by: Who wrote it, or '' when that is not known any more.
        shown_by: Who wrote the value that shows.
        at: When the value that shows was written (local time).
    """

    table: str
    entity_id: str
    field: str
    other: Clean
    by: Clean = BLANK
    shown_by: Clean = BLANK
    at: datetime

    @property
    def value(self) -> Any:
        """The value that does not show, as a document holds it; what is no JSON is text."""
        try:
            return json.loads(self.other)
        except (ValueError, RecursionError):
            return str(self.other)

    @property
    def text(self) -> Clean:
        """The value that does not show, as one may show it."""
        value = self.value
        return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
