"""The notes of a visit on paper: who said what, without what is private."""

from dataclasses import replace
from datetime import timedelta

from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course
from so_tui.domain.notes import NoteKind, of_visit
from so_tui.domain.people import PATIENT, in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.papers.files import Layout
from so_tui.papers.visit_notes import noted, sensitive_lines
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
NEWEST, *_, FIRST = noted(DEMO)


def paper(state: AppState = DEMO, **options: object) -> str:
    """Return the paper as one line."""
    made = write_paper(state, PaperKind.NOTES, Layout.TEXT, TODAY, **options)  # type: ignore[arg-type]  # passed on
    assert made is not None
    return " ".join(made.split())


def test_it_has_the_lines_of_one_visit_in_order() -> None:
    lines = of_visit(DEMO.notes, NEWEST.id)
    hidden = {key for key, _ in sensitive_lines(DEMO, NEWEST.id)}
    at = -1
    for line in lines:
        if line.id not in hidden:
            at = paper().index(line.text, at + 1)
    assert "Notes: Visit with Dr Ben Sample, Fri 20 Nov 2026 Typed by Sam, if" in paper()
    assert "Notes: Visit with Dr Ada Example, Fri 30 Oct 2026" in paper(about=FIRST.id)


def test_what_two_people_heard_has_the_name_of_who_typed_it() -> None:
    """Hard case: "it can wait" and "within two weeks" stood there as if one person had heard it."""
    first, second, *rest = of_visit(DEMO.notes, NEWEST.id)
    nora, leo = Clean("Nora"), Clean("Leo")
    heard = [replace(first, author=nora, text=Clean("it can wait"), kind=NoteKind.SAID),
             replace(second, author=leo, text=Clean("within two weeks"), kind=NoteKind.IMPORTANT),
             *(replace(line, author=nora) for line in rest)]  # fmt: skip
    told = paper(apply(DEMO, [Put(note) for note in heard]))
    assert "Typed by Nora, if no other name is given." in told
    assert "within two weeks (important, typed by Leo)" in told
    assert told.count("typed by") == 1
    alone = apply(DEMO, [Put(replace(line, author=leo)) for line in (first, second, *rest)])
    assert "Typed by Leo. -" in paper(alone)
    assert "typed by" not in paper(alone)


def test_nobody_is_said_to_have_typed_a_line_of_unknown_author() -> None:
    first, *rest = of_visit(DEMO.notes, NEWEST.id)
    told = paper(apply(DEMO, [Put(replace(first, author=Clean("")))]))
    assert "Typed by" not in told
    assert told.count("typed by") == len(
        [n for n in rest if n.id not in dict(sensitive_lines(DEMO, NEWEST.id))]
    )


def test_a_call_from_a_nurse_is_not_called_a_visit() -> None:
    """The notes of a nurse's call and of a message were headed like those of a visit."""
    called = {paper(about=each.id).split(" - ")[0] for each in noted(DEMO)}
    assert any(title.startswith("Notes: Call from a nurse, for Dr Ada") for title in called)
    assert any(title.startswith("Notes: Message from Dr Ada") for title in called)


def test_a_visit_without_a_day_is_not_the_newest() -> None:
    undated = replace(NEWEST, id="0" * 12, day=None, at=None, course=Course.PLANNED)
    line = replace(of_visit(DEMO.notes, NEWEST.id)[0], id="1" * 12, visit_id=undated.id)
    assert paper(apply(DEMO, [Put(undated), Put(line)])) == paper()


def test_who_said_a_line_stands_before_it() -> None:
    """Issue: two companions heard different things; who said what is on the paper."""
    ben = in_order(DEMO.doctors.values())[1]
    sam = next(iter(DEMO.companions.values()))
    first, second, third = of_visit(DEMO.notes, NEWEST.id)[:3]
    said = [replace(first, said_by=ben.id, text=Clean("it can wait")),
            replace(second, said_by=sam.id, text=Clean("how long")),
            replace(third, said_by=PATIENT, text=Clean("thank you"))]  # fmt: skip
    told = paper(apply(DEMO, [Put(note) for note in said]))
    assert "Dr Ben Sample: it can wait" in told
    assert "Sam Demo: how long" in told
    assert "Pat Demo: thank you" in told


def test_a_question_is_told_apart_from_its_answer() -> None:
    ben = in_order(DEMO.doctors.values())[1]
    line = next(n for n in of_visit(DEMO.notes, NEWEST.id) if n.text.startswith("The aim is"))
    question = "What is the aim of treatment: a cure, long control, or comfort?"
    assert f"{question} Answer: {line.text}" in paper()
    spoken = apply(DEMO, [Put(replace(line, said_by=ben.id))])
    assert f"{question} Dr Ben Sample: {line.text}" in paper(spoken)


def test_a_line_of_another_day_has_its_day() -> None:
    """Memories of the day after stood as if said in the visit."""
    line = of_visit(DEMO.notes, NEWEST.id)[0]
    after = replace(line, at=line.at + timedelta(days=1), text=Clean("remembered"))
    told = paper(apply(DEMO, [Put(after)]))
    assert "Sat 21 Nov: remembered" in told
    assert "Fri 20 Nov: " not in told


def test_a_line_typed_from_paper_days_later_has_no_time_of_the_visit() -> None:
    line = of_visit(DEMO.notes, FIRST.id)[0]
    assert FIRST.day
    typed = replace(line, at=line.at + timedelta(days=7), about_day=FIRST.day)
    told = paper(apply(DEMO, [Put(typed)]), about=FIRST.id)
    assert line.text in told
    assert f"{line.at:%H:%M} {line.text}" not in told
    assert f"{line.at:%H:%M} {line.text}" in paper(about=FIRST.id)


def test_a_private_line_is_left_out_unless_chosen() -> None:
    """Hard case: a line that must stay private ("mum asked how long") prints."""
    line = of_visit(DEMO.notes, NEWEST.id)[4]
    private = replace(line, private=True, text=Clean("mum asked how long"))
    state = apply(DEMO, [Put(private)])
    assert "mum asked" not in paper(state)
    assert "mum asked" in paper(state, add={private.id})


def test_a_visit_without_lines_has_no_paper() -> None:
    assert write_paper(replace(DEMO, notes={}), PaperKind.NOTES, Layout.TEXT, TODAY) is None
