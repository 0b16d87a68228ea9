"""The form for what a doctor had in hand."""

from collections.abc import Mapping
from dataclasses import replace

from so_tui.content import say, words
from so_tui.domain.opinions import Opinion
from so_tui.domain.people import Doctor
from so_tui.screens.dialogs.form import Field, Form, Values
from so_tui.storage.drafts import Draft


def opinion_form(opinion: Opinion, doctor: Doctor, drafts: Mapping[str, Draft]) -> Form[Opinion]:
    """Return the form: what the doctor saw, and whether they knew the first opinion."""
    known = tuple((k if k != "unknown" else "", w) for k, w in words("opinions.knew").items())
    fields = (
        Field("saw", say("opinions.saw"), opinion.saw, "text", hint=say("opinions.saw_hint")),
        Field("knew_first", say("opinions.knew_first"), opinion.knew_first, "choice", known),
    )

    def build(values: Values) -> Opinion:
        return replace(opinion, saw=values["saw"], knew_first=values["knew_first"])

    key = f"form:opinion:{doctor.id}"
    title = say("opinions.about_form", doctor=doctor.name)
    return Form(title, fields, build, draft_key=key, draft=drafts.get(key))
