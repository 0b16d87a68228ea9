"""The field that every thing has that can be marked private."""

from typing import TypeVar

from so_tui.content import text
from so_tui.domain.entity import CanBePrivate
from so_tui.forms.fields import EntityForm, Field

E = TypeVar("E", bound=CanBePrivate)


def private_field(form: EntityForm[E]) -> Field:
    """Return the choice whether a thing is left out of papers and of copies for others."""
    options = {"no": text("private.no"), "yes": text("private.yes")}
    return form.switch("private", options, label="private.label")
