"""The fields of what a doctor had to go on, and of the recap of an opinion."""

from dataclasses import replace

from so_tui.content import text, words
from so_tui.domain.opinions import Opinion
from so_tui.domain.people import Doctor
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, Filling, Values, one_line


def opinion_filling(opinion: Opinion, doctor: Doctor) -> Filling[Opinion]:
    """Return the fields: what the doctor saw, and whether they knew the first opinion."""
    known = tuple((k if k != "unknown" else "", w) for k, w in words("opinions.knew").items())
    fields = (
        Field("saw", text("opinions.saw"), opinion.saw, "text", hint=text("opinions.saw_hint")),
        Field("knew_first", text("opinions.knew_first"), opinion.knew_first, "choice", known),
    )

    def build(values: Values) -> Opinion:
        return replace(opinion, saw=values["saw"], knew_first=values["knew_first"])

    key = f"form:opinion:{doctor.id}"
    title = text("opinions.about_form", doctor=doctor.name)
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def recap_filling(opinion: Opinion, doctor: Doctor) -> Filling[Opinion]:
    """Return the fields of the three lines that recap what a doctor said."""
    lines = [*opinion.recap.split("\n", 2), "", "", ""]
    names = ("recap_1", "recap_2", "recap_3")
    fields = tuple(
        Field(name, text(f"tidy.{name}"), line, "long", hint=text("tidy.recap_line"))
        for name, line in zip(names, lines, strict=False)
    )

    def build(values: Values) -> Opinion:
        recap = "\n".join(one_line(values[name]) for name in names)
        return replace(opinion, recap=Clean(recap if recap.strip() else ""))

    key = f"form:recap:{doctor.id}"
    title = text("tidy.recap_form", doctor=doctor.name)
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)
