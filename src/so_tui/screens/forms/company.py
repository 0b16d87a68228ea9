"""The form for who comes to a visit, who types, and what is needed there."""

from collections.abc import Mapping
from dataclasses import replace

from so_tui.content import say
from so_tui.domain.people import PATIENT, Reception, Visit
from so_tui.screens.dialogs.form import Field, Form, Values
from so_tui.screens.forms.guarded import GuardedForm
from so_tui.screens.people_view import companions_in_order
from so_tui.state import AppState
from so_tui.storage.drafts import Draft

COMES, STAYS = "yes", "no"


def company_form(visit: Visit, state: AppState, drafts: Mapping[str, Draft]) -> Form[Visit]:
    """Return the form; there is a yes or no for each companion of the case."""
    companions = companions_in_order(state)
    yes_no = ((COMES, say("people.comes")), (STAYS, say("people.stays")))
    typists = (
        ("", say("people.typist_open")),
        (PATIENT, say("people.patient")),
        *((companion.id, companion.name) for companion in companions),
    )
    known = visit.typist if visit.typist in dict(typists) else ""
    reception = tuple((r.value, r.value or say("people.reception_open")) for r in Reception)
    fields = (
        *(
            Field(f"comes_{c.id}", c.name, COMES if c.id in visit.companion_ids else STAYS,
                  "choice", yes_no)
            for c in companions
        ),
        Field("typist", say("people.typist"), known, "choice", typists),
        Field("travel", say("people.travel"), visit.travel, "long", hint=say("people.travel_hint")),
        Field("interpreter", say("people.interpreter"), visit.interpreter,
              hint=say("people.interpreter_hint")),
        Field("access", say("people.access"), visit.access, "long", hint=say("people.access_hint")),
        Field("phone_in", say("people.phone_in"), visit.phone_in,
              hint=say("people.phone_in_hint")),
        Field("reception", say("people.reception"), visit.reception, "choice", reception),
    )  # fmt: skip

    def build(values: Values) -> Visit:
        come = tuple(c.id for c in companions if values[f"comes_{c.id}"] == COMES)
        return replace(
            visit,
            companion_ids=come,
            typist=values["typist"],
            travel=values["travel"],
            interpreter=values["interpreter"],
            access=values["access"],
            phone_in=values["phone_in"],
            reception=Reception(values["reception"]),
        )

    key = f"form:company:{visit.id}"
    title = say("people.company_form")
    return GuardedForm(title, fields, build, draft_key=key, draft=drafts.get(key))
