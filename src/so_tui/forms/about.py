"""The fields of the patient's page about themselves."""

import re
from datetime import date

from so_tui.content import text
from so_tui.domain.about_me import LISTS, AboutMe
from so_tui.domain.date_doubts import DateError, Doubt
from so_tui.domain.dates import birth_day
from so_tui.domain.text import Clean
from so_tui.domain.typed_dates import parse_day
from so_tui.forms.fields import EntityForm, Filling

FIELDS = ("born", "phone", *LISTS)
"""The fields in order."""
MOST_AGE = 120
"""Most years since a birth date."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def about_filling(about: AboutMe, today: date, focus: str = "") -> Filling[AboutMe]:
    """Return the fields, starting in one of them; '' is the first."""
    form = EntityForm(entity=about, words="about", today=today)

    def read_birth(typed: Clean) -> date | None:
        year = _YEAR.search(typed)
        if not typed:
            return None
        if year is None or not today.year - MOST_AGE <= int(year[0]) <= today.year:
            raise DateError(Doubt.NOT_READ)
        born = parse_day(typed, date(int(year[0]), 12, 31))  # other days are counted from today
        if born is None or born > today:
            raise DateError(Doubt.NOT_READ)
        return born

    return form.filling(
        "about",
        "case",
        form.field("born", birth_day(about.born), read=read_birth, wrong=text("about.bad_born")),
        form.line("phone", hint="form.optional"),
        *(form.line(name, "text") for name in LISTS),
        title=text("about.form"),
        focus=focus if focus in FIELDS else "",
    )
