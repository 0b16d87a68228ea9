"""The fields of a question."""

from dataclasses import replace

from so_tui.content import text
from so_tui.domain.people import in_order
from so_tui.domain.questions import Question, bare, twin_of
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line

ASK, SKIP = "yes", "no"


def question_filling(question: Question, state: AppState, *, new: bool) -> Filling[Question]:
    """Return the fields of a question, new or saved, with a yes or no for each doctor.

    Words that another question on the list already has are refused.
    """
    doctors = in_order(state.doctors.values())
    yes_no = ((ASK, text("questions.ask")), (SKIP, text("questions.leave_out")))
    fields: tuple[Field, ...] = (
        Field("text", text("questions.text"), question.text, "long",
              hint=text("questions.text_hint"), required=True),
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
        wording = one_line(values["text"])
        made = replace(question, text=wording, doctor_ids=() if everyone else asked)
        if new or bare(wording) != bare(question.text):
            _refuse_twin(made, state)
        return made

    key = f"form:question:{(question.template or 'new') if new else question.id}"
    title = text("questions.form_new" if new else "questions.form")
    if "{" in question.text:
        title = f"{title}. {text('questions.filled')}"
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def _refuse_twin(question: Question, state: AppState) -> None:
    if twin := twin_of(question, state.questions.values()):
        raise FieldError("text", text("questions.twice", text=first_line(twin.text, 60)))
