"""The form for a question."""

from collections.abc import Mapping
from dataclasses import replace

from so_tui.content import points, say
from so_tui.domain.people import in_order
from so_tui.domain.questions import Question
from so_tui.screens.dialogs.form import Field, Form, Values
from so_tui.screens.forms import values as read
from so_tui.state import AppState
from so_tui.storage.drafts import Draft

ASK, SKIP = "yes", "no"


def question_form(
    question: Question, state: AppState, drafts: Mapping[str, Draft], *, new: bool
) -> Form[Question]:
    """Return the form for a question, new or kept, with a yes or no for each doctor."""
    doctors = in_order(state.doctors.values())
    yes_no = ((ASK, say("questions.ask")), (SKIP, say("questions.leave_out")))
    fields: tuple[Field, ...] = (
        Field("text", say("questions.text"), question.text, "long",
              hint=say("questions.text_hint"), required=True),
        *(
            Field(f"doctor_{d.id}", d.name,
                  ASK if not question.doctor_ids or d.id in question.doctor_ids else SKIP,
                  "choice", yes_no)
            for d in doctors
        ),
    )  # fmt: skip

    def build(values: Values) -> Question:
        asked = tuple(d.id for d in doctors if values[f"doctor_{d.id}"] == ASK)
        everyone = len(asked) in (0, len(doctors))
        text = read.one_line(values["text"])
        return replace(question, text=text, doctor_ids=() if everyone else asked)

    key = f"form:question:{'new' if new else question.id}"
    title = say("questions.form_new" if new else "questions.form")
    return Form(title, fields, build, draft_key=key, draft=drafts.get(key))


def point_label(key: str) -> str:
    """Return the label of the comparison point that a question feeds, '' for none."""
    return next((p.label for p in points() if p.key == key), "")
