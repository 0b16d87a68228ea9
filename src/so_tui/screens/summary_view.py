"""How the summary is put into words and signs: a line of signs a doctor, counts, differences."""

from so_tui.comparing import comparison_of, opinion_of
from so_tui.content import Point, core_points, say
from so_tui.differing import difference_of, inputs_words
from so_tui.domain.comparison import WORST_FIRST, Comparison, count, headline
from so_tui.domain.opinions import SIGNS, State
from so_tui.domain.people import Doctor, short_name
from so_tui.overview import mark_words
from so_tui.screens.opinions_view import reason_words, state_word
from so_tui.state import AppState
from so_tui.widgets.layout import Row

PITCH = 3
"""Each point takes so many cells of the strip."""
NAME = 14
"""Width of a doctor's name beside the strip."""


def sign(whole: Comparison, doctor_id: str, point: str) -> str:
    """Return the one sign for a doctor and a point; never a blank."""
    mark = whole.state(doctor_id, point)
    if mark:
        return SIGNS[mark]
    if doctor_id == whole.reference and whole.text(doctor_id, point):
        return say("summary.written")
    return say("summary.no_mark")


def strip_lines(state: AppState) -> list[str]:
    """Return the picture: a line of numbers, then a line of signs for each doctor."""
    whole, core = comparison_of(state), core_points()
    head = "".join(f"{number:>{PITCH}}" for number in range(1, len(core) + 1))
    lines = [" " * NAME + head]
    for doctor_id in whole.doctor_ids:
        name = short_name(state.doctors[doctor_id], NAME)[:NAME]
        signs = "".join(f"{sign(whole, doctor_id, p.key):>{PITCH}}" for p in core)
        lines.append(f"{name:<{NAME}}{signs}")
    return lines


def numbers_words() -> str:
    """Return what the numbers over the strip stand for."""
    return ", ".join(f"{number} {p.label}" for number, p in enumerate(core_points(), 1))


def headline_words(state: AppState, doctor: Doctor) -> str:
    """Return the one sentence over a doctor's counts."""
    counts = count(comparison_of(state), doctor.id, [p.key for p in core_points()])
    name, number = headline(counts)
    key = f"summary.headline.{name}"
    return say(key, count=number)


def summary_rows(state: AppState) -> list[Row]:
    """Return the strip, then for each doctor the sentence, the counts and the points."""
    whole = comparison_of(state)
    if not whole.others:
        return [Row("", (say("summary.needs_two"),), ("dim",), heading=True)]
    rows = [Row("#strip", (say("summary.strip"),), heading=True)]
    rows += [Row(f"#strip{n}", (line,), ("",), True) for n, line in enumerate(strip_lines(state))]
    rows.append(Row("#legend", (say("summary.legend"),), ("dim",), heading=True))
    for doctor_id in whole.others:
        rows += _doctor_rows(state, whole, state.doctors[doctor_id])
    rows.append(Row("#key", (say("summary.key"),), heading=True))
    rows.append(Row("#numbers", (numbers_words(),), ("dim",), heading=True))
    return rows


def _doctor_rows(state: AppState, whole: Comparison, doctor: Doctor) -> list[Row]:
    first = state.doctors[whole.reference]
    counts = count(whole, doctor.id, [p.key for p in core_points()])
    knew = say(f"opinions.knew.{opinion_of(state, doctor.id).knew_first or 'unknown'}")
    title = say("summary.against", name=doctor.name, first=first.name)
    lines = [
        (headline_words(state, doctor), "strong"),
        (say("opinions.counts", parts=mark_words(counts)), ""),
        (inputs_words(state, doctor.id) if counts[State.DIFFERS] else "", ""),
        (say("summary.knew", knew=knew), "dim"),
        (say("summary.unmarked", count=counts[State.BLANK]) if counts[State.BLANK] else "", "dim"),
    ]
    rows = [Row(f"#{doctor.id}", (title,), heading=True)]
    for number, (text, look) in enumerate(lines):
        if text:
            rows.append(Row(f"#{doctor.id}{number}", (text,), (look,), heading=True))
    return [*rows, *_point_rows(state, whole, doctor)]


def _point_rows(state: AppState, whole: Comparison, doctor: Doctor) -> list[Row]:
    """Return the core points that have a mark, the worst first."""
    order = [mark for mark in WORST_FIRST if mark]
    marked = [p for p in core_points() if whole.state(doctor.id, p.key) in order]
    marked.sort(key=lambda p: order.index(whole.state(doctor.id, p.key)))
    return [_point_row(state, whole, doctor, p) for p in marked]


def _point_row(state: AppState, whole: Comparison, doctor: Doctor, point: Point) -> Row:
    mark = whole.state(doctor.id, point.key)
    words = ""
    if mark is State.DIFFERS:
        words = reason_words(difference_of(state, doctor.id, point.key))
        words = words or say("summary.no_reason")
    look = "strong" if mark is State.DIFFERS else ""
    key = f"{doctor.id}/{point.key}"
    return Row(key, (state_word(mark), point.label, words), (look, look, "dim"))
