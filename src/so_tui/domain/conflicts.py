"""Conflicts: two people wrote one field at the same time, and both values are kept."""

import json
from datetime import datetime
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(CaseEntity):
    """The overwritten value of a field, kept until a person chooses.

    Dropping the conflict confirms the current value.

    Attributes:
        table: The table of the entity, as in `state.TABLES`.
        entity_id: The entity.
        field: The name of its field.
        other: The overwritten value, as JSON.
        by: Who wrote it, or '' if no longer known.
        shown_by: Who wrote the current value.
        at: When the current value was written (local time).
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
        """The overwritten value as a document holds it; invalid JSON is returned as text."""
        try:
            return json.loads(self.other)
        except (ValueError, RecursionError):
            return str(self.other)

    @property
    def text(self) -> Clean:
        """The overwritten value as displayable text."""
        value = self.value
        return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
