"""The picture of the dates: it fits, it marks today, and it says where each day stands."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import text
from so_tui.domain.encounters import VISITS, EncounterKind
from so_tui.domain.text import Clean
from so_tui.logic.schedule import DateKind, Planned
from so_tui.ui.widgets.strip import LABEL, scale_for, strip_lines
from tests.support.values import TODAY

near = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
widths = st.integers(30, 200)
plans = st.lists(
    st.one_of(
        st.builds(Planned, near, st.sampled_from(DateKind), st.just("k"), st.just(Clean(""))),
        st.builds(Planned, near, st.just(DateKind.VISIT), st.just("k"), st.just(Clean("")),
                  encounter=st.sampled_from(EncounterKind)),
    ),
    max_size=15,
)  # fmt: skip


def on(days: int, kind: DateKind = DateKind.TASK) -> Planned:
    """Return something that is planned so many days from today."""
    in_person = EncounterKind.IN_PERSON if kind is DateKind.VISIT else None
    return Planned(TODAY + timedelta(days=days), kind, "k", Clean(""), encounter=in_person)


def meet(days: int, kind: EncounterKind) -> Planned:
    """Return an encounter of a kind that is so many days from today."""
    return Planned(TODAY + timedelta(days=days), DateKind.VISIT, "k", Clean(""), encounter=kind)


@given(plans, widths)
def test_it_fits_and_takes_plain_characters(days: list[Planned], width: int) -> None:
    lines = strip_lines(days, TODAY, width)
    assert all(len(line) <= width for line in lines)
    assert all(line.isascii() and line.isprintable() for line in lines)
    others = {one.encounter for one in days} - {None, *VISITS}
    assert lines[5 if others else 4].startswith(text("dates.strip.due"))
    assert lines[3].startswith(text("dates.strip.visits"))
    seen_by_visit = any(one.encounter in VISITS for one in days)
    assert seen_by_visit or not set("V<>") & set(lines[3][LABEL:])


@given(plans, widths)
def test_each_day_within_the_edges_stands_at_its_place(days: list[Planned], width: int) -> None:
    scale = scale_for((one.day for one in days), TODAY, width - LABEL)
    assert scale.first <= TODAY <= scale.last
    assert scale.places * scale.size <= width - LABEL
    for one in days:
        if scale.first <= one.day <= scale.last:
            start = scale.day(scale.at(one.day))
            assert start <= one.day < start + timedelta(days=scale.step)


@given(plans, widths)
def test_today_is_marked_where_nothing_else_stands(days: list[Planned], width: int) -> None:
    scale = scale_for((one.day for one in days), TODAY, width - LABEL)
    lines = strip_lines([one for one in days if one.kind is DateKind.VISIT], TODAY, width)
    visits = [one for one in days if one.kind is DateKind.VISIT]
    if not visits:
        assert lines[3][LABEL:].rstrip().count("|") == 1
    assert scale.at(TODAY) < scale.places


def test_a_small_picture() -> None:
    days = [on(-2), on(0), on(3, DateKind.VISIT), on(5), on(5), on(8, DateKind.DECIDE_BY)]
    assert strip_lines(days, TODAY, 24) == [
        "           Nov       Dec",
        "             23     30",
        "Decide by  ..|=======D",
        "Visits     ..|..V.....",
        "Due        1.1....2...",
        "| today  V visit",
        "D decide by",
        "1-9 due, + more  by day",
    ]
    assert strip_lines(days, TODAY, 23)[0] == "           Nov"


def test_what_is_no_visit_has_a_sign_of_its_own() -> None:
    days = [
        meet(-2, EncounterKind.VIDEO),
        meet(1, EncounterKind.MESSAGE),
        meet(3, EncounterKind.BOARD),
        meet(4, EncounterKind.NURSE),
        meet(4, EncounterKind.WRITTEN),
        meet(6, EncounterKind.PHONE),
    ]
    lines = strip_lines(days, TODAY, 24)
    assert lines[3:5] == [
        "Visits     V.|.....V",
        "Other      ..|M.B+..",
    ]
    assert strip_lines(days, TODAY, 60)[-3:] == [
        "| today  V visit  M message  W written opinion",
        "B tumour board  N nurse's call  D decide by  1-9 due, + more",
        "by day",
    ]


def test_what_is_beyond_the_edge_is_marked_there() -> None:
    lines = strip_lines([on(-60), on(-60, DateKind.VISIT), on(3)], TODAY, 60)
    assert [line[LABEL] for line in lines[3:5]] == ["<", "<"]


def test_many_on_one_day_are_a_plus() -> None:
    lines = strip_lines([on(1)] * 12, TODAY, 60)
    assert "+" in lines[4]
    assert "9" in strip_lines([on(1)] * 9, TODAY, 60)[4]


def test_a_year_is_shown_by_weeks() -> None:
    lines = strip_lines([on(200, DateKind.VISIT)], TODAY, 60)
    assert lines[-1].endswith("by week")
    assert date(2026, 11, 23).weekday() == 0
