"""The sheet to hand over: what stands on it, and how it is written."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.questions import Asked, set_asked
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean, clean, clean_line
from so_tui.papers.files import TEXT_WIDTH, Layout, escape_markdown, write_out
from so_tui.papers.sheet import doctor_to_see, had_in_hand, make_sheet
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


def test_it_says_where_i_am_in_two_lines_and_what_is_to_be_decided(demo: AppState) -> None:
    sheet = make_sheet(demo, doctors(demo)[2], TODAY)
    assert sheet.title == "For Dr Cleo Madeup, Fri 27 Nov 2026"
    assert sheet.situation[0] == "I was told: Breast cancer, left side."
    assert sheet.situation[1].startswith("First opinion, Dr Ada Example: Small operation")
    assert sheet.decision.startswith("Operation first, or wait")
    assert sheet.decision.endswith(
        "By Sat 5 Dec 2026, given by Dr Ada Example, at the first visit."
    )
    assert sheet.footer.startswith("Written by Pat Demo on Mon 23 Nov 2026")


def test_the_first_doctor_is_not_told_her_own_plan(demo: AppState) -> None:
    sheet = make_sheet(demo, doctors(demo)[0], TODAY)
    assert sheet.situation[1] == text("sheet.paper.back")
    alone = replace(demo, doctors={doctors(demo)[0].id: doctors(demo)[0]})
    assert make_sheet(alone, doctors(demo)[0], TODAY).situation[1] == text("sheet.paper.alone")


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


def test_what_was_brought_is_what_the_user_says_or_what_the_case_knows(demo: AppState) -> None:
    second, third = doctors(demo)[1:]
    assert had_in_hand(demo, second).startswith("Slides, read again")
    assert make_sheet(demo, second, TODAY).brought == had_in_hand(demo, second)
    assert make_sheet(demo, third, TODAY).brought == ""
    assert make_sheet(demo, third, TODAY, brought="The disc").brought == "The disc"


def test_a_bare_case_has_a_sheet_too() -> None:
    state = demo_state(TODAY)
    bare = replace(state, questions={}, cells={}, decisions={}, visits={}, opinions={})
    for layout in Layout:
        page = write_out(make_sheet(bare, doctors(bare)[1], TODAY), layout)
        assert text("sheet.paper.no_questions") in page
        assert text("sheet.paper.no_decision") in page
        assert text("sheet.paper.more") not in page


@pytest.mark.parametrize("layout", Layout)
def test_everything_is_written(demo: AppState, layout: Layout) -> None:
    sheet = make_sheet(demo, doctors(demo)[2], TODAY, brought="Slides")
    page = write_out(sheet, layout)
    if layout is Layout.HTML:
        page = " ".join(read_html(page).texts)
    flat = " ".join(page.replace("\\", "").split())
    parts = (sheet.title, *sheet.situation, sheet.decision, *sheet.top, *sheet.more, sheet.footer)
    assert [part for part in parts if part not in flat] == []
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
        front = (sheet.title, *sheet.situation, sheet.decision, *sheet.top, sheet.brought)
        assert sum(map(len, front)) < 1700


def test_braces_in_a_question_are_no_template() -> None:
    state = demo_state(TODAY)
    question = next(q for q in state.questions.values() if q.top)
    odd = replace(question, text=Clean("{{ sheet }} {% raw %} {plan} {"))
    page = write_out(make_sheet(apply(state, [Put(odd)]), doctors(state)[2], TODAY), Layout.TEXT)
    assert "{{ sheet }} {% raw %} Small operation" in page
