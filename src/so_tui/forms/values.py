"""Reading dates and times from typed values."""

from datetime import date, time

from so_tui.content import text
from so_tui.domain.dates import parse_day, parse_due, parse_time
from so_tui.domain.text import Clean
from so_tui.forms.fields import FieldError, Values


def day(values: Values, name: str, today: date) -> date | None:
    """Return the date in a field, None if it is empty; `FieldError` if it is not a date."""
    try:
        return parse_day(values[name], today)
    except ValueError:
        raise FieldError(name, text("form.bad_day")) from None


def due(values: Values, name: str, today: date) -> date | int | None:
    """Return a date, days from the visit, or None; `FieldError` for anything else."""
    try:
        return parse_due(values[name], today)
    except ValueError:
        raise FieldError(name, text("form.bad_due")) from None


def clock(values: Values, name: str) -> time | None:
    """Return the time of day in a field, None if empty; `FieldError` if it is not a time."""
    try:
        return parse_time(values[name])
    except ValueError:
        raise FieldError(name, text("form.bad_time")) from None


def one_line(value: Clean) -> Clean:
    """Return the value with its line breaks turned into spaces."""
    return Clean(" ".join(value.split()))
