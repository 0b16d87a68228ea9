"""The fields of what matters, the options, and of the arguments for and against each."""

from dataclasses import replace

from so_tui.content import text, words
from so_tui.domain.case import Matter, Option, Side, Thought, Weight
from so_tui.domain.text import first_line
from so_tui.forms.fields import Field, Filling, Values, one_line


def matter_filling(matter: Matter) -> Filling[Matter]:
    """Return the fields of something that matters, new if it has no text."""
    weights = tuple((Weight[name].value, word) for name, word in words("decision.weights").items())
    hint = text("decision.matter_hint")
    fields = (
        Field("text", text("decision.matter_text"), matter.text, "long", hint=hint, required=True),
        Field("weight", text("decision.weight"), matter.weight, "choice", weights),
    )

    def build(values: Values) -> Matter:
        wording = one_line(values["text"])
        return replace(matter, text=wording, weight=Weight(values["weight"]))

    key = f"form:matter:{matter.id if matter.text else 'new'}"
    title = text("decision.matter_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def option_filling(option: Option) -> Filling[Option]:
    """Return the field of an option, new if it has no text."""
    field = Field("text", text("decision.option_text"), option.text, "long", required=True)

    def build(values: Values) -> Option:
        return replace(option, text=one_line(values["text"]))

    key = f"form:option:{option.id if option.text else 'new'}"
    title = text("decision.option_form")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False)


def thought_filling(thought: Thought, option: Option) -> Filling[Thought]:
    """Return the fields of an argument for or against an option, new if it has no text."""
    sides = tuple((Side[name].value, word) for name, word in words("decision.sides").items())
    fields = (
        Field("text", text("decision.thought_text"), thought.text, "long", required=True),
        Field("side", text("decision.side"), thought.side, "choice", sides),
    )

    def build(values: Values) -> Thought:
        return replace(thought, text=one_line(values["text"]), side=Side(values["side"]))

    fresh = f"{thought.option_id}/{thought.side}"
    key = f"form:thought:{thought.id if thought.text else fresh}"
    title = text("decision.thought_form", option=first_line(option.text, 50))
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)
