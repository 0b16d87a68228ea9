"""The sheet to hand over: what stands on it, and how it is written."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course, EncounterKind
from so_tui.domain.opinions import Cell
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.questions import Asked, set_asked
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import BLANK, Clean, clean, clean_line
from so_tui.logic.treating import take_over
from so_tui.logic.words import said_words
from so_tui.papers.files import TEXT_WIDTH, Layout, escape_markdown, write_out
from so_tui.papers.sheet import brought_along, doctor_to_see, make_sheet
from tests.support.values import NOW, TODAY
from tests.ui.hostile import ALL, HOSTILE, LONG, hostile_case, long_case


@pytest.fixture
def demo() -> AppState:
    return demo_state(TODAY)


def doctors(state: AppState) -> list[Doctor]:
    return in_order(state.doctors.values())


class Reader(HTMLParser):
    """Reads the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "style")]
        self.links += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def read_html(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def test_it_is_for_the_doctor_who_is_seen_next(demo: AppState) -> None:
    assert doctor_to_see(demo, TODAY) == doctors(demo)[2]
    assert doctor_to_see(replace(demo, visits={}), TODAY) == doctors(demo)[-1]
    assert doctor_to_see(AppState(), TODAY) is None


def test_it_says_where_i_am_what_i_was_told_and_what_is_to_be_decided(demo: AppState) -> None:
    sheet = make_sheet(demo, doctors(demo)[2], TODAY)
    assert sheet.title == "For Dr Cleo Madeup, Fri 27 Nov 2026"
    assert sheet.situation[0] == "I was told: Breast cancer that has spread."
    assert sheet.decision.startswith("Start the hormone treatment now, or wait")
    assert sheet.decision.endswith(
        "I have to decide by Sat 5 Dec 2026 (Dr Ada Example, at the first visit)."
    )
    assert sheet.footer.words.startswith("Written by Pat Demo on Mon 23 Nov 2026")


def test_the_third_doctor_reads_both_opinions(demo: AppState) -> None:
    """Hard case: third doctor: the sheet leaves out the second opinion."""
    sheet = make_sheet(demo, doctors(demo)[2], TODAY)
    assert [line.partition(":")[0] for line in sheet.told] == ["Dr Ada Example", "Dr Ben Sample"]
    assert "Wait for the ISH" in sheet.told[1]


def test_a_doctor_who_was_not_heard_has_told_nothing(demo: AppState) -> None:
    """Hard case: a visit dated yesterday, never marked as held, counted as heard."""
    second = doctors(demo)[1]
    planned = [replace(v, course=Course.PLANNED) for v in demo.visits.values()
               if v.doctor_id == second.id]  # fmt: skip
    state = apply(demo, [Put(visit) for visit in planned])
    assert len(make_sheet(state, doctors(demo)[2], TODAY).told) == 1
    assert text("sheet.paper.back") not in make_sheet(state, doctors(demo)[0], TODAY).situation


def test_who_treats_now_is_named_to_others_with_and_without_a_plan(demo: AppState) -> None:
    """Hard case: the first doctor leaves, another takes over."""
    bare, third = replace(demo, cells={}, marks={}), doctors(demo)[2]
    assert make_sheet(bare, third, TODAY).situation[1] == "My doctor now: Dr Ada Example."
    assert make_sheet(demo, third, TODAY).situation[1] == "My doctor now: Dr Ada Example."


def test_a_full_sheet_names_who_treats_now_only_where_they_advise() -> None:
    """With the line as well, a sheet with much on it took more than half a page."""
    full = hostile_case("many words that go on " * 60)
    third = doctors(full)[2]
    assert len(make_sheet(full, third, TODAY).situation) == 1
    assert len(make_sheet(replace(full, cells={}), third, TODAY).situation) == 2


def test_the_first_doctor_is_not_told_her_own_plan(demo: AppState) -> None:
    first = doctors(demo)[0]
    sheet = make_sheet(demo, first, TODAY)
    assert sheet.situation[1] == text("sheet.paper.back")
    assert not any(first.name in line for line in sheet.told)
    alone = replace(demo, doctors={first.id: first}, visits={}, cells={}, marks={})
    assert make_sheet(alone, first, TODAY).situation[1] == text("sheet.paper.alone")


def test_an_advice_is_cut_after_a_word_and_only_where_there_is_no_room(demo: AppState) -> None:
    """A sheet told of one opinion: "If positive, medici..."."""
    first, second, _ = doctors(demo)
    (told,) = make_sheet(demo, first, TODAY).told
    assert told == f"{second.name}: {said_words(demo, second.id, 'plan')}"
    long = "Tablets of a new kind, one every morning and evening, for three or four years or so on"
    words = Cell(case_id=demo.case_id, doctor_id=second.id, point="plan", text=Clean(long))
    bare = {id_: c for id_, c in demo.cells.items() if c.point != "plan"}
    (told,) = make_sheet(apply(replace(demo, cells=bare), [Put(words)]), first, TODAY).told
    assert told == f"{second.name}: {long.removesuffix(' so on')}..."


def test_it_is_said_how_many_opinions_have_no_room(demo: AppState) -> None:
    first, *_ = doctors(demo)
    more = [Doctor(id=f"{n:012x}", case_id=demo.case_id, name=Clean(f"Dr {n}"), order=n)
            for n in range(4, 8)]  # fmt: skip
    said = [Cell(case_id=demo.case_id, doctor_id=d.id, point="plan", text=Clean("Wait"))
            for d in more]  # fmt: skip
    state = apply(demo, [Put(each) for each in (*more, *said)])
    told = make_sheet(state, first, TODAY).told
    assert [line.partition(":")[0] for line in told] == [
        "Dr Ben Sample", "Dr 6", "Dr 7", "2 more opinions have no room here.",
    ]  # fmt: skip


def test_who_took_over_reads_that_another_opinion_was_heard(demo: AppState) -> None:
    """Hard case: the first doctor leaves, another takes over."""
    first, _, third = doctors(demo)
    state = apply(demo, take_over(demo, third, TODAY))
    assert make_sheet(state, third, TODAY).situation[1] == text("sheet.paper.back_more")
    (only,) = [v for v in state.visits.values() if v.took_place and v.doctor_id != first.id]
    once = replace(state, visits={only.id: only})
    assert make_sheet(once, third, TODAY).situation[1] == text("sheet.paper.back")
    was_first = make_sheet(state, first, TODAY).situation[1]
    assert was_first == "My doctor now: Dr Cleo Madeup."


def test_a_sentence_before_the_day_to_decide_by_has_its_full_stop(demo: AppState) -> None:
    assert demo.decision is not None
    bare = replace(demo.decision, sentence=Clean("Which operation"), given_by=BLANK)
    sheet = make_sheet(apply(demo, [Put(bare)]), doctors(demo)[2], TODAY)
    assert sheet.decision == "Which operation. I have to decide by Sat 5 Dec 2026."


@pytest.mark.parametrize(
    ("given_by", "words"),
    [
        ("Dr Ada Example, at the first visit", "You gave me this date, at the first visit."),
        ("dr example", "You gave me this date."),
        ("Dr Ada Examples", "I have to decide by Sat 5 Dec 2026 (Dr Ada Examples)."),
        ("Dr Ben Sample", "I have to decide by Sat 5 Dec 2026 (Dr Ben Sample)."),
    ],
)
def test_a_date_that_the_reader_gave_is_told_as_theirs(
    demo: AppState, given_by: str, words: str
) -> None:
    """They say "you said", never the reader's name in the third person."""
    assert demo.decision is not None
    state = apply(demo, [Put(replace(demo.decision, given_by=Clean(given_by)))])
    assert words in make_sheet(state, doctors(state)[0], TODAY).decision


def test_a_short_name_that_two_doctors_have_is_nobody_s(demo: AppState) -> None:
    assert demo.decision is not None
    second = replace(doctors(demo)[1], name=Clean("Dr Bo Example"))
    given = replace(demo.decision, given_by=Clean("Dr Example"))
    state = apply(demo, [Put(second), Put(given)])
    assert "(Dr Example)" in make_sheet(state, doctors(state)[0], TODAY).decision


def test_a_sheet_for_a_written_opinion_does_not_speak_of_a_visit(demo: AppState) -> None:
    third = doctors(demo)[2]
    (visit,) = [v for v in demo.visits.values() if v.doctor_id == third.id]
    by = TODAY + timedelta(days=9)
    written = replace(visit, kind=EncounterKind.WRITTEN, day=None, at=None, expected_by=by)
    sheet = make_sheet(replace(apply(demo, [Put(written)]), decisions={}), third, TODAY)
    assert sheet.title == "For Dr Cleo Madeup, to answer by Wed 2 Dec 2026"
    page = write_out(sheet, Layout.TEXT)
    assert text("sheet.paper.lead_written") in page
    assert text("sheet.paper.brought_written").upper() in page
    assert not re.search(r"visit|brought|look at this together", page, re.IGNORECASE)


def test_about_me_comes_along_unless_it_is_left_out(demo: AppState) -> None:
    """Hard case: medicines, allergies, history print nowhere."""
    third = doctors(demo)[2]
    for layout in Layout:
        assert "Plasters: red skin" in write_out(make_sheet(demo, third, TODAY), layout)
        alone = write_out(make_sheet(demo, third, TODAY, with_about=False), layout)
        assert "Plasters" not in alone
    assert (
        make_sheet(demo, third, TODAY).sender == "From Pat Demo, born 17 Apr 1965, phone 555-0101"
    )


def test_each_page_has_the_name_and_its_number(demo: AppState) -> None:
    case = replace(demo.cases[demo.case_id], patient=Clean('Zo\u00eb "}</style><b>'))
    sheet = make_sheet(apply(demo, [Put(case)]), doctors(demo)[2], TODAY)
    page = write_out(sheet, Layout.HTML)
    assert 'content: "Zo\\eb  \\22 \\7d \\3c \\2f style\\3e \\3c b\\3e "' in page
    assert "counter(page)" in page
    assert page.count("</style>") == 1
    pages = write_out(make_sheet(demo, doctors(demo)[2], TODAY), Layout.TEXT).split("\f")
    assert [each.rstrip().split("\n")[-1] for each in pages[1:]] == [
        "Pat Demo, page 2",
        "Pat Demo, page 3",
    ]


def test_the_top_three_come_first_and_the_rest_on_the_second_page(demo: AppState) -> None:
    third = doctors(demo)[2]
    sheet = make_sheet(demo, third, TODAY)
    top = {str(q.text) for q in demo.questions.values() if q.top}
    assert set(sheet.top) == top
    rest = {str(q.text) for q in demo.questions.values() if not q.top}
    assert set(sheet.more) == rest


def test_what_a_doctor_has_answered_is_not_asked_again(demo: AppState) -> None:
    third = doctors(demo)[2]
    (asked, *_) = [q for q in demo.questions.values() if q.top]
    answered = set_asked(demo.answers, asked, third.id, Asked.ANSWERED, NOW)
    sheet = make_sheet(apply(demo, [Put(answered)]), third, TODAY)
    assert asked.text not in (*sheet.top, *sheet.more)
    assert len(sheet.top) == 3, "the next question moves up"


def test_a_long_top_question_stands_in_full_on_the_second_page(demo: AppState) -> None:
    third = doctors(demo)[2]
    (top, *_) = [q for q in demo.questions.values() if q.top]
    words = clean_line("Why " + "so " * 200 + "long?")
    sheet = make_sheet(apply(demo, [Put(replace(top, text=words))]), third, TODAY)
    (cut,) = [question for question in sheet.top if text("sheet.paper.overleaf") in question]
    assert len(cut) < 220
    assert sheet.more[0] == words


def test_what_was_brought_is_what_the_user_says_or_what_records_show(demo: AppState) -> None:
    """Hard case: third doctor: "what we brought" is blank though Records knows."""
    third = doctors(demo)[2]
    records = make_sheet(demo, third, TODAY).brought
    assert records == brought_along(demo)
    assert records.startswith("Pathology reports, Scan reports, ")
    assert "Slides" not in records, "no copy of these is at home"
    assert make_sheet(demo, third, TODAY, brought="The disc").brought == "The disc"
    much = make_sheet(demo, third, TODAY, brought=f"{records}, all I have").brought
    names = records.split(", ")[:-1]
    assert much == ", ".join([*names, "..."]), "what is cut is cut between two things"


def test_what_is_empty_prints_nothing(demo: AppState) -> None:
    bare = replace(demo, questions={}, cells={}, decisions={}, visits={}, records={}, about_me={})
    for layout in Layout:
        page = write_out(make_sheet(bare, doctors(bare)[1], TODAY), layout).lower()
        for name in ("told", "decision", "top", "brought_visit", "more", "about"):
            assert text(f"sheet.paper.{name}").lower() not in page


@pytest.mark.parametrize("layout", Layout)
def test_everything_is_written(demo: AppState, layout: Layout) -> None:
    sheet = make_sheet(demo, doctors(demo)[2], TODAY, brought="Slides")
    page = write_out(sheet, layout)
    if layout is Layout.HTML:
        page = " ".join(read_html(page).texts)
    flat = " ".join(page.replace("\\", "").split())
    parts = (sheet.title, *sheet.situation, *sheet.told, sheet.decision, *sheet.top, *sheet.more)
    assert [part for part in (*parts, sheet.footer.words) if part not in flat] == []
    assert "Slides" in flat


def test_plain_text_has_short_lines_and_a_sign_for_the_second_page(demo: AppState) -> None:
    page = write_out(make_sheet(demo, doctors(demo)[2], TODAY), Layout.TEXT)
    assert max(map(len, page.split("\n"))) <= TEXT_WIDTH
    first, _, second = page.partition("\f")
    assert text("sheet.paper.top").upper() in first
    assert text("sheet.paper.more").upper() in second


def test_the_page_loads_nothing_and_large_print_is_18_points(demo: AppState) -> None:
    sheet = make_sheet(demo, doctors(demo)[2], TODAY)
    page = write_out(sheet, Layout.HTML)
    large = write_out(sheet, Layout.HTML, large=True)
    reader = read_html(page)
    assert not {"script", "img", "link", "iframe", "object", "svg", "a"} & set(reader.tags)
    assert reader.links == []
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "font: 18pt" in large
    assert "18pt" not in page


BAD = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=y>',
    "</style><b>",
    "&amp; &lt;",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("raw", [*BAD, *HOSTILE.values(), ALL])
def test_hostile_text_is_text_in_html(raw: str) -> None:
    plain = read_html(write_out(make_sheet(demo_state(TODAY), _last(), TODAY), Layout.HTML))
    state = hostile_case(clean(raw))
    page = write_out(make_sheet(state, doctors(state)[2], TODAY), Layout.HTML)
    reader = read_html(page)
    assert set(reader.tags) <= set(plain.tags) | {"div"}
    assert reader.links == []
    assert clean(page) == page
    start = clean_line(raw).split(" ")[0][:12]
    assert start in " ".join(reader.texts)


def _last() -> Doctor:
    return doctors(demo_state(TODAY))[2]


@pytest.mark.parametrize("raw", [*BAD, *HOSTILE.values(), ALL])
def test_hostile_text_stays_one_line_and_without_controls_on_every_paper(raw: str) -> None:
    state = hostile_case(clean(raw))
    sheet = make_sheet(state, doctors(state)[1], TODAY)
    for part in (sheet.title, *sheet.situation, sheet.decision, *sheet.top, *sheet.more):
        assert "\n" not in part
        assert clean(part) == part
    for layout in Layout:
        page = write_out(sheet, layout).replace("\f", "")
        assert clean(page) == page


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("12. no number", "12\\. no number"),
        ("*so* _so_ `so` <b>", "\\*so\\* \\_so\\_ \\`so\\` \\<b\\>"),
        ("[a](http://b)", "\\[a\\]\\(http://b\\)"),
        ("well-known, 3.5 cm", "well-known, 3.5 cm"),
    ],
)
def test_marks_of_markdown_are_taken_as_typed(raw: str, written: str) -> None:
    assert escape_markdown(raw) == written


def test_a_line_of_any_length_leaves_the_sheet_short() -> None:
    state = long_case()
    for doctor in doctors(state):
        sheet = make_sheet(state, doctor, TODAY, brought=LONG)
        front = (sheet.title, *sheet.situation, *sheet.told, sheet.decision, *sheet.top,
                 sheet.brought)  # fmt: skip
        assert sum(map(len, front)) < 1900


def test_braces_in_a_question_are_no_template() -> None:
    state = demo_state(TODAY)
    question = next(q for q in state.questions.values() if q.top)
    odd = replace(question, text=Clean("{{ sheet }} {% raw %} {plan} {"))
    page = write_out(make_sheet(apply(state, [Put(odd)]), doctors(state)[2], TODAY), Layout.TEXT)
    assert "{{ sheet }} {% raw %} Hormone treatment" in page
