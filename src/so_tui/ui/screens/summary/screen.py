"""The summary: how the doctors compare, counted over the core points."""

from collections.abc import Sequence

from so_tui.content import Point, core_points, point, text
from so_tui.domain.comparison import WORST_FIRST, Comparison, count, headline
from so_tui.domain.names import name_of
from so_tui.domain.opinions import RECAP, SIGNS, State
from so_tui.domain.people import Doctor, short_name
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.logic.comparison import comparison_of, doctors_of
from so_tui.logic.differences import inputs_words, why_words
from so_tui.logic.overview import mark_words
from so_tui.ui.bases.cells import ask_them, open_difference
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.opinions import cell_parts, hand_parts, state_word, told
from so_tui.ui.rows.sections import heading, none, section
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

PITCH = 3
"""Width of each point in the strip, in cells."""
NAME = 14
"""Width of a doctor's name beside the strip."""
WHY = 240
"""Characters of a point's reasons shown in its row."""


class SummaryScreen(ListScreen):
    """A strip of signs, a headline and counts per doctor, and the points, worst first."""

    SIDE = "summary"
    BANNER = "signs"
    COLUMNS = (Column(0, 15), Column(1, lines=0))
    NEEDS_ROW = frozenset({"open", "read", "ask", "grid"})

    @property
    def banner(self) -> str:
        return strip_words(self.state, self.app.size.width - 2)

    def rows(self) -> list[Row]:
        return summary_rows(self.state) if self.state.case else []

    def _chosen(self) -> tuple[Doctor, Point] | None:
        doctor_id, _, key = self.key.partition("/")
        doctor = self.state.doctors.get(doctor_id)
        return (doctor, point(key)) if doctor and key else None

    def detail(self, key: str) -> Sequence[Part]:
        if not (chosen := self._chosen()):
            hint, doctor = ("", text("summary.hint")), self.state.doctors.get(key.partition("#")[0])
            if doctor is None:
                return [hint]
            recap = told(self.state, doctor, RECAP, self.today)
            name = name_of(self.state, doctor.id)
            return [(name, recap), *hand_parts(self.state, doctor, self.today), hint]
        doctor, about = chosen
        return cell_parts(self.state, doctors_of(self.state), about, doctor, self.today)

    def action_open(self) -> None:
        doctor, about = self._chosen() or (None, None)
        comparison = comparison_of(self.state)
        if doctor and about and comparison.state(doctor.id, about.key) is State.DIFFERS:
            open_difference(self, doctor, about)
        else:
            self.action_grid()

    def action_grid(self) -> None:
        self.post_message(GoTo("opinions", self.key if self._chosen() else ""))

    def action_ask(self) -> None:
        if chosen := self._chosen():
            ask_them(self, *chosen)


def sign(comparison: Comparison, doctor_id: str, point: str) -> str:
    """Return the sign for a doctor and a point; never a blank."""
    mark = comparison.state(doctor_id, point)
    if mark:
        return SIGNS[mark]
    if doctor_id == comparison.reference and comparison.text(doctor_id, point):
        return text("summary.written")
    return text("summary.no_mark")


def strip_lines(state: AppState) -> list[str]:
    """Return the strip: a line of numbers, then a line of signs for each doctor."""
    comparison, core = comparison_of(state), core_points()
    head = "".join(f"{number:>{PITCH}}" for number in range(1, len(core) + 1))
    lines = [" " * NAME + head]
    for doctor_id in comparison.doctor_ids:
        name = short_name(name_of(state, doctor_id), NAME)[:NAME]
        signs = "".join(f"{sign(comparison, doctor_id, p.key):>{PITCH}}" for p in core)
        lines.append(f"{name:<{NAME}}{signs}")
    return lines


def strip_words(state: AppState, width: int) -> str:
    """Return the strip with the legend of its signs; '' if there is nothing to compare."""
    if not comparison_of(state).others:
        return ""
    signs = [text("summary.legend"), text("summary.legend_more")]
    if State.LESS in comparison_of(state).marks.values():
        signs[0] += f"  {text('summary.legend_less')}"
    gap = "  " if len("  ".join(signs)) <= width else "\n"
    return "\n".join((*strip_lines(state), gap.join(signs)))


def summary_rows(state: AppState) -> list[Row]:
    """Return the headline, counts and points of each doctor, then the legend of the numbers."""
    comparison = comparison_of(state)
    if not comparison.others:
        return none(text("summary.needs_two"))
    rows = [
        row for d in comparison.others for row in _doctor_rows(state, comparison, state.doctors[d])
    ]
    numbers = ", ".join(f"{number} {p.label}" for number, p in enumerate(core_points(), 1))
    return [*rows, *section("summary", "key", [Row("key", (text("summary.numbers"), numbers))])]


def _doctor_rows(state: AppState, comparison: Comparison, doctor: Doctor) -> list[Row]:
    """Return a row for the doctor, keyed by the doctor's id, then one per marked core point."""
    first = state.doctors[comparison.reference]
    counts = count(comparison, doctor.id, [point.key for point in core_points()])
    name, number = headline(counts)
    verdict = text(f"summary.headline.{name}", count=number)
    title = text("summary.against", name=name_of(state, doctor.id), first=name_of(state, first.id))
    lines = (
        mark_words({mark: n for mark, n in counts.items() if mark}),
        text("summary.unmarked", count=counts[State.BLANK]) if counts[State.BLANK] else "",
        inputs_words(state, doctor.id) if counts[State.DIFFERS] else "",
    )
    shown = [Row(f"{doctor.id}#{n}", ("", line)) for n, line in enumerate(lines) if line]
    worst_first = (
        _point_row(state, mark, doctor, point)
        for mark in WORST_FIRST
        for point in core_points()
        if mark and comparison.state(doctor.id, point.key) is mark
    )
    whole = Row(doctor.id, (text("summary.whole"), verdict), ("", "strong"))
    return [heading(doctor.id, title), whole, *shown, *worst_first]


def _point_row(state: AppState, mark: State, doctor: Doctor, point: Point) -> Row:
    line, look = str(point.label), ""
    if mark is State.DIFFERS:
        why = why_words(state, doctor.id, point.key)
        line, look = f"{line}: {first_line(why, WHY) or text('summary.no_reason')}", "strong"
    return Row(f"{doctor.id}/{point.key}", (state_word(mark), line), (look, ""))
