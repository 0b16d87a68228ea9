"""The papers about a case: what stands on them, what stays out, no mark of markup gets through."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from so_tui.content import core_points, points
from so_tui.demo.case import demo_state
from so_tui.domain.comparison import Difference, difference_id
from so_tui.domain.encounters import Course, EncounterKind
from so_tui.domain.opinions import SIGNS, Cell, State, mark_between
from so_tui.domain.people import Companion
from so_tui.domain.state import AppState, Drop, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.comparison import comparison_of, doctors_of
from so_tui.logic.differences import difference_of, step_task
from so_tui.logic.overview import counts_words
from so_tui.logic.round_parts import Round, next_case
from so_tui.logic.rounds import new_round
from so_tui.papers.comparison import make_comparison
from so_tui.papers.files import TEXT_WIDTH, Layout
from so_tui.papers.subjects import ROUNDS, choices
from so_tui.papers.writing import (
    PaperKind,
    entry_key,
    make_timeline,
    private_entries,
    private_lines,
    write_paper,
)
from tests.content.leaning import LEANING
from tests.support.marks import marks_of
from tests.support.values import CASE_ID, TODAY, case, visit
from tests.support.values import doctor as new_doctor
from tests.ui.hostile import HOSTILE, hostile_case

DEMO = demo_state(TODAY)
EVERY = [(kind, layout) for kind in PaperKind for layout in Layout]


class Reader(HTMLParser):
    """Reads what a browser would show, and which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(paper: str) -> str:
    """Return a paper as one line, without what marks it up."""
    return " ".join(re.sub("<style.*?</style>|<[^>]+>", " ", paper, flags=re.S).split())


def written(kind: PaperKind, layout: Layout, state: AppState = DEMO, **options: object) -> str:
    """Return a paper; there must be something to write on it."""
    paper = write_paper(state, kind, layout, TODAY, **options)  # type: ignore[arg-type]  # passed on
    assert paper is not None
    return paper


@pytest.mark.parametrize(("kind", "layout"), EVERY)
def test_each_paper_says_whose_it_is_and_that_it_is_no_record(
    kind: PaperKind, layout: Layout
) -> None:
    paper = " ".join(written(kind, layout).replace("\\", "").split())
    assert "Written by Pat Demo on Mon 23 Nov 2026" in paper
    assert "Not a medical record" in paper


@pytest.mark.parametrize("kind", PaperKind)
def test_each_page_has_the_name_and_its_number(kind: PaperKind) -> None:
    paper = written(kind, Layout.HTML)
    assert "@bottom-left" in paper
    assert 'content: "Pat Demo"' in paper
    assert "counter(page)" in paper


@pytest.mark.parametrize("kind", PaperKind)
def test_two_doctors_of_one_name_are_told_apart_on_every_paper(kind: PaperKind) -> None:
    """People and cases: two of one name can be told apart everywhere."""
    _, second, third = doctors_of(DEMO)
    same = [Put(replace(doctor, name=Clean("Dr Same"))) for doctor in (second, third)]
    paper = plain(written(kind, Layout.TEXT, apply(DEMO, same)))
    alike = [paper[m.start() : m.end() + 30] for m in re.finditer(r"Dr Same(?! \(|, [A-Z])", paper)]
    assert alike == []


@pytest.mark.parametrize("layout", Layout)
def test_the_letter_greets_thanks_and_is_the_patient_s(layout: Layout) -> None:
    """A letter has a greeting, who I am, what I ask, thanks, name."""
    state = apply(DEMO, [Put(Companion(case_id=DEMO.case_id, name=Clean("Rosa Typist")))])
    paper = written(PaperKind.LETTER, layout, state)
    parts = ("Dear Dr Ada Example,", "My name is Pat Demo", "What I am asking",
             "Thank you for your time", "Pat Demo")  # fmt: skip
    words, at = plain(paper).casefold(), 0
    for part in parts:
        at = words.index(part.casefold(), at) + 1
    assert "Rosa Typist" not in paper
    assert "Dear" not in written(PaperKind.PHONE, layout)


@pytest.mark.parametrize("kind", PaperKind)
def test_text_fits_its_width(kind: PaperKind) -> None:
    assert max(map(len, written(kind, Layout.TEXT).split("\n"))) <= TEXT_WIDTH


@pytest.mark.parametrize("kind", PaperKind)
def test_without_a_case_there_is_no_paper(kind: PaperKind) -> None:
    assert write_paper(AppState(), kind, Layout.TEXT, TODAY) is None
    assert private_lines(AppState(), kind, TODAY) == []


@pytest.mark.parametrize("layout", Layout)
def test_private_lines_stay_out_unless_chosen_one_by_one(layout: Layout) -> None:
    def plain(text: str) -> str:
        return " ".join(text.replace("\\", "").replace("&#39;", "'").split())

    for kind in (PaperKind.COMPARISON, PaperKind.TIMELINE):
        lines = private_lines(DEMO, kind, TODAY)
        assert lines
        tails = [plain(words.rpartition(": ")[2])[:60] for _, words in lines]
        assert not any(tail in plain(written(kind, layout)) for tail in tails)
        for (key, _), tail in zip(lines, tails, strict=True):
            paper = plain(written(kind, layout, add=frozenset({key})))
            assert [other for other in tails if other in paper] == [tail]


def test_the_comparison_says_when_the_opinion_was_heard_and_not_who_called_later() -> None:
    """Later than the visit, Dr Example wrote a message, and a nurse called."""
    written_out = written(PaperKind.COMPARISON, Layout.TEXT)
    assert "Dr Ada Example: Seen Fri 30 Oct 2026." in written_out
    assert "A nurse called" not in written_out


def test_the_comparison_has_every_word_and_mark_of_the_grid() -> None:
    paper = make_comparison(DEMO, TODAY)
    assert paper is not None
    whole, doctors = comparison_of(DEMO), doctors_of(DEMO)[:2]
    assert paper.doctors == tuple(doctor.name for doctor in doctors), "who was not seen has none"
    rows = {row.label: row for side in paper.sides for row in side.rows}
    for point in points():
        spots = rows[point.label].spots if point.label in rows else ()
        for place, doctor in enumerate(doctors):
            state = whole.state(doctor.id, point.key)
            text = whole.text(doctor.id, point.key)
            if point.private or not spots:
                assert not spots
                assert point.private or not (state or text)
                continue
            if point.fact:
                assert text in spots[place].text
            else:
                assert spots[place].text.partition(" Why: ")[0] == text
            assert spots[place].mark == (f"{SIGNS[state]} {state}" if state else "")
    assert len(paper.sides[0].rows) == len(core_points())


def test_each_difference_stands_once_with_why_and_what_is_next() -> None:
    """Papers: each difference once, with why they differ and the next step, and with whom."""
    first, second, third = doctors_of(DEMO)
    markers = next(p for p in points() if p.key == "markers")
    difference = difference_of(DEMO, second.id, "markers")
    pair = mark_between(DEMO.case_id, third.id, second.id, "plan", State.DIFFERS)
    said = Cell(case_id=DEMO.case_id, doctor_id=third.id, point="plan", text=Clean("Rest"))
    reason = Difference(
        id=difference_id(DEMO.case_id, third.id, second.id, "plan"), case_id=DEMO.case_id,
        doctor_id=third.id, against=second.id, point="plan", note=Clean("Another aim"),
    )  # fmt: skip
    step = step_task(DEMO, difference, markers, "reread")
    state = apply(DEMO, [Put(each) for each in (pair, said, reason, step)])
    paper = make_comparison(state, TODAY)
    assert paper is not None
    assert paper.doctors == (first.name, second.name, third.name)
    rows = {str(row.label): row.spots for side in paper.sides for row in side.rows}
    told = rows["Markers and genes"][1]
    assert told.mark == "x differs"
    assert "Why: They read the same slide or scan in a different way. " in told.text
    assert "Next: Have the slides or scans read once more, by someone else." in told.text
    between = "Rest. x differs, compared with Dr Ben Sample. Why: Another aim."
    assert [str(spot.text) for spot in rows["Advised plan"]].count(between) == 1
    assert rows["Advised plan"][2].mark == ""
    assert paper.counts.startswith(f"Core points, compared with {first.name}: ")


@pytest.mark.parametrize("course", [Course.PLANNED, Course.CANCELLED, None])
def test_words_of_a_doctor_who_was_not_seen_have_a_column_that_says_so(
    course: Course | None,
) -> None:
    """Words on record do not vanish, and the paper says what stands behind them."""
    third = doctors_of(DEMO)[2]
    said = Cell(case_id=DEMO.case_id, doctor_id=third.id, point="plan", text=Clean("Wait"))
    visits = [visit for visit in DEMO.visits.values() if third.id in visit.doctor_ids]
    became = [Put(replace(v, course=course)) if course else Drop(v) for v in visits]
    paper = make_comparison(apply(DEMO, [Put(said), *became]), TODAY)
    assert paper is not None
    assert paper.doctors[2] == third.name
    assert paper.about[2] == "No visit is marked as having taken place."
    assert "Wait" in [str(row.spots[2].text) for row in paper.sides[0].rows]
    assert f"{third.name}: 13 not marked" in paper.counts


def test_nothing_stands_below_the_printed_comparison() -> None:
    """The signs and who wrote it stood alone on a page of their own."""
    html = written(PaperKind.COMPARISON, Layout.HTML)
    assert html.index("The marks are mine") < html.index("Not a medical record")
    assert html.index("Not a medical record") < html.index("<table")


def test_facts_about_the_doctors_have_a_block_of_their_own() -> None:
    """Facts about a doctor (what they saw ...) are not opinions and never count as "differs"."""
    paper = make_comparison(DEMO, TODAY)
    assert paper is not None
    facts = {str(row.label): row.spots for row in paper.sides[-1].rows}
    assert paper.sides[-1].title == "About each doctor"
    assert set(facts) == {"What they saw", "Had read first opinion", "Team meeting"}
    assert not [spot.mark for spots in facts.values() for spot in spots if spot.mark]
    assert facts["What they saw"][0].text.startswith("Pathology reports, Scan reports, Mark")


def test_the_counts_on_the_comparison_are_those_of_the_marks() -> None:
    paper = make_comparison(DEMO, TODAY)
    assert paper is not None
    second = doctors_of(DEMO)[1]
    assert paper.counts == counts_words(DEMO, only={second.id})
    core = {p.key for p in core_points()}
    marks = [s for p, s in marks_of(DEMO, second.id).items() if p in core]
    for state in (State.DIFFERS, State.ADDS, State.SAME, State.NOT_CLEAR):
        assert f"{marks.count(state)} {state}" in paper.counts
    assert "%" not in paper.counts


def test_what_happened_is_told_from_the_first_day_on() -> None:
    paper = make_timeline(DEMO, TODAY)
    assert paper is not None
    assert DEMO.case is not None
    assert paper.blocks[0].title == "Wed 28 Oct 2026"
    assert DEMO.case.opened == TODAY - timedelta(days=26)
    told = " ".join(item.text for block in paper.blocks for item in block.items)
    assert all((note.text in told) is bool(note.visit_id) for note in DEMO.notes.values())
    keys = [entry_key(entry) for entry in private_entries(DEMO, TODAY)]
    assert len(set(keys)) == len(keys)


def test_what_happened_names_each_person_once() -> None:
    """The timeline told "Visit, Dr X: Dr X", and named who said a line twice."""
    first, second, third = doctors_of(DEMO)
    seen = next(v for v in DEMO.visits.values() if first.id in v.doctor_ids and v.took_place)
    bare = replace(seen, place=Clean(""), id="0000000000e1", doctor_id=third.id)
    both = replace(seen, id="0000000000e2", more_doctor_ids=(second.id,))
    note = next(n for n in DEMO.notes.values() if n.visit_id == seen.id and not n.question_id)
    spoken = replace(note, said_by=first.id, text=Clean("She said it"))
    took = replace(second, treating_from=TODAY)
    paper = make_timeline(apply(DEMO, [Put(each) for each in (bare, both, spoken, took)]), TODAY)
    assert paper is not None
    lines = [str(item.text) for block in paper.blocks for item in block.items]
    for line in (
        "Visit, Dr Ada Example: Northfield, room 12",
        "Visit, Dr Cleo Madeup",
        "Visit, Dr Ada Example, Dr Ben Sample: Northfield, room 12",
        f"{note.at:%H:%M} Note, Dr Ada Example (typed by {note.author}): She said it",
        "Doctor: Dr Ben Sample took over the care.",
    ):
        assert lines.count(line) == 1, line
    names = [first.name, second.name, third.name]
    assert [line for line in lines for name in names if line.count(name) > 1] == []


def test_what_happened_says_to_whom_by_whom_and_what_was_only_due() -> None:
    """A day that passed stood there as a call, and a record for a doctor as one from them."""
    told = plain(written(PaperKind.TIMELINE, Layout.TEXT))
    assert "Due: Promised by: Example Health, The price for Dr Madeup in writing" in told
    assert "Call: Promised by" not in told
    assert "Record to Dr Ben Sample: Scan files on a disc: lost" in told
    assert "Record: Scan files on a disc: received" in told
    assert "Task done, Sam:" in told
    assert "Cancelled by Northfield Hospital (Dr Example was called away)" in told
    assert "By phone: Jo Demo, 555-0167" in told


def test_what_happened_takes_in_the_earlier_rounds_if_chosen() -> None:
    """Look back shows the earlier rounds; so may the paper."""
    fresh = replace(next_case(DEMO, TODAY), round=Clean("It is back"))
    chosen = Round(fresh, frozenset({"doctors", "consents"}))
    kept = list(entities(apply(DEMO, new_round(DEMO, chosen, TODAY))))
    now, before = of_case(fresh.id, kept), of_case(DEMO.case_id, kept)
    kind = PaperKind.TIMELINE
    alone = plain(written(kind, Layout.TEXT, now))
    whole = plain(written(kind, Layout.TEXT, now, earlier=[before]))
    assert "HER2 is 2+ in their reading" not in alone
    assert "HER2 is 2+ in their reading" in whole
    assert "With what happened before: Breast cancer that has spread." in whole
    assert whole.count("Slides and the report on them") == 1, "what went along is told once"
    lines = private_lines(now, kind, TODAY, earlier=[before])
    assert len(lines) > len(private_lines(now, kind, TODAY))
    key, words = lines[0]
    start = words.rpartition(": ")[2][:30]
    assert start not in whole
    assert start in plain(written(kind, Layout.TEXT, now, earlier=[before], add={key}))
    assert [key for key, _ in choices(now, kind)] == ["", ROUNDS]
    assert choices(before, kind) == []


def test_what_happened_tells_each_visit_by_its_kind() -> None:
    """A video visit was told as a visit."""
    told = new_doctor(0, name=Clean("Dr Ann"))
    kinds = (EncounterKind.IN_PERSON, EncounterKind.VIDEO, EncounterKind.WRITTEN)
    held = [
        visit(told, kind=kind, day=TODAY, course=Course.TOOK_PLACE, place=Clean("Room 4"))
        for kind in kinds
    ]
    state = apply(AppState(case_id=CASE_ID), [Put(each) for each in (case(), told, *held)])
    paper = make_timeline(state, TODAY)
    assert paper is not None
    lines = {item.text for block in paper.blocks for item in block.items if "Dr Ann" in item.text}
    assert lines == {
        f"{kind}, Dr Ann: Room 4" for kind in ("Visit", "Video visit", "Written opinion")
    }


@pytest.mark.parametrize("kind", PaperKind)
def test_the_program_s_own_words_on_paper_lean_to_no_side(kind: PaperKind) -> None:
    blank = hostile_case("zzz")
    assert not LEANING.search(written(kind, Layout.TEXT, blank))


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(kind: PaperKind, name: str) -> None:
    raw = f"<b onload=x>{HOSTILE[name]}</b> | `x` # y"
    state = hostile_case(raw)
    for layout in Layout:
        paper = write_paper(state, kind, layout, TODAY)
        if paper is None:
            continue
        if layout is Layout.HTML:
            reader = Reader()
            reader.feed(paper)
            assert "b" not in reader.tags
            assert "script" not in reader.tags
        if layout is Layout.MARKDOWN:
            assert not re.search(r"(?<!\\)<b", paper)
            assert not re.search(r"(?<!\\)`", paper)
