"""A day or a time as it was typed into a field: asked back, or changed in place. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.date_doubts import DateError, Doubt
from so_tui.domain.dates import show_day, show_half


def asked_back(error: DateError) -> str:
    """Return why a date or a time is not taken, with what it could mean; '' if nothing is read."""
    if error.doubt is Doubt.NOT_READ:
        return ""
    readings = (show_day(r) if isinstance(r, date) else show_half(r) for r in error.readings)
    return text(f"form.doubt.{error.doubt}", readings=text("form.or").join(readings))


def changed_in_place(shown: str, typed: str) -> str:
    """Return a date whose day, month or year was changed in the field; '' if more was.

    The day of the week before it is still that of the date that was shown.
    """
    old, new = shown.split(), typed.split()
    changed = sum(word != other for word, other in zip(old, new, strict=False))
    in_place = len(old) == len(new) == 4 and old[0] == new[0] and changed == 1
    return " ".join(new[1:]) if in_place else ""
