"""Lines of a visit: who said them, marking and moving several, and those of the diary."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import Course, Encounter, by_date, next_visit
from so_tui.domain.notes import DIARY, DiaryKind, Note, of_visit
from so_tui.domain.people import Companion
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.diary import diary
from tests.ui.support import NOW, SIZES, TODAY, demo, open_app

LOG = "#log"
DIALOG = "#dialog RowList"


def coming(state: AppState) -> Encounter:
    """Return the next visit, which is the one that is open for notes."""
    visit = next_visit(state.visits.values(), TODAY)
    assert visit is not None
    return visit


def here(state: AppState) -> list[Note]:
    """Return the lines of the next visit."""
    return of_visit(state.notes, coming(demo()).id)


@pytest.mark.parametrize("size", SIZES)
async def test_the_speaker_is_taken_from_the_line_and_shown_before_the_words(
    data_dir: Path, size: tuple[int, int]
) -> None:
    doctor = demo().doctors[coming(demo()).doctor_id]
    last = doctor.name.split()[-1]
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type(f"{last}: no hurry\nDose: 5 mg\n")
        assert [(n.text, n.said_by) for n in here(user.state)] == [
            ("no hurry", doctor.id),
            ("Dose: 5 mg", ""),
        ]
        await user.sees("Dose: 5 mg")
        assert f"{doctor.name}: no hurry" in " ".join(" ".join(user.lines).split())
        await user.saved()


async def test_a_new_name_is_offered_and_the_menu_adds_it(data_dir: Path) -> None:
    """ "Mockup is new here", without taking a key from typing."""
    async with open_app(data_dir, (120, 30), state=demo(), mode="notes") as user:
        await user.type("Mockup: hello\n")
        assert user.status == text("speakers.new", name="Mockup")
        await user.type("Mockup: again\n")
        assert user.status != text("speakers.new", name="Mockup")
        assert [n.said_by for n in here(user.state)] == ["", ""]
        await user.press("ctrl+p")
        await user.type("New speaker")
        await user.sees(text("commands.notes.new_speaker_help")[:40])
        await user.press("enter")
        await user.sees(text("speakers.title", name="Mockup"))
        await user.choose("doctor", DIALOG)
        await user.press("enter")
        (doctor,) = (d for d in user.state.doctors.values() if d.name == "Mockup")
        assert [(n.text, n.said_by) for n in here(user.state)] == [
            ("hello", doctor.id),
            ("again", doctor.id),
        ]
        assert doctor.id in user.state.visits[coming(demo()).id].doctor_ids
        await user.saved()


async def test_a_name_of_two_people_is_not_guessed(data_dir: Path) -> None:
    twins = [
        Companion(id=f"0000000000a{n}", case_id=demo().case_id, name=Clean(f"Robin {last}"))
        for n, last in enumerate(("East", "West"))
    ]
    state = apply(demo(), map(Put, twins))
    async with open_app(data_dir, (120, 30), state=state, mode="notes") as user:
        await user.type("Robin: no hurry\n")
        assert [(n.text, n.said_by) for n in here(user.state)] == [("Robin: no hurry", "")]
        assert user.status == text("speakers.shared", name="Robin")


@pytest.mark.parametrize("size", SIZES)
async def test_marked_lines_move_together_and_one_undo_brings_them_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Lines went into the wrong visit, and could not be moved."""
    other = by_date(demo().visits.values())[-1]
    assert other.id != coming(demo()).id
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("one\ntwo\nthree\n")
        one, two, three = here(user.state)
        await user.press("tab")
        await user.choose(one.id, LOG)
        await user.press("space", "space")
        await user.sees("[x] Mon 23 Nov: one", "[x] Mon 23 Nov: two")
        await user.press("ctrl+v")
        await user.sees(text("notes.move", count=2))
        await user.choose(other.id, DIALOG)
        await user.press("enter")
        assert here(user.state) == [three]
        moved = of_visit(user.state.notes, other.id)
        assert [(n.id, n.at) for n in moved] == [(one.id, one.at), (two.id, two.at)]
        await user.misses("[x]")
        await user.press("ctrl+z")
        assert here(user.state) == [one, two, three]
        await user.press("ctrl+v")
        await user.choose("diary", DIALOG)
        await user.press("enter")
        assert len(diary(user.state)) == len(diary(demo())) + 1
        await user.saved()


async def test_marked_lines_are_given_to_a_speaker(data_dir: Path) -> None:
    doctor = demo().doctors[coming(demo()).doctor_id]
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("one\ntwo\n")
        await user.press("tab")
        await user.choose(here(user.state)[0].id, LOG)
        await user.press("space", "space", "ctrl+w")
        await user.choose(doctor.id, DIALOG)
        await user.press("enter")
        assert {n.said_by for n in here(user.state)} == {doctor.id}
        assert user.status == text("notes.given", name=doctor.name, count=2)
        await user.saved()


async def test_a_changed_line_leaves_its_words_in_the_deleted_items(data_dir: Path) -> None:
    """Rewording a line left nothing of the words it had before."""
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("five weeks\n")
        await user.press("tab", "enter")
        await user.replace_line("six weeks")
        await user.press("ctrl+s")
        assert [n.text for n in here(user.state)] == ["six weeks"]
        await user.press("f2", "D")
        await user.sees("five weeks")
        await user.press("enter")
        await user.wait(lambda: len(here(user.state)) == 2, "both wordings")
        assert {str(n.text) for n in here(user.state)} == {"five weeks", "six weeks"}
        await user.saved()


async def test_a_line_for_a_visit_still_to_come_says_so(data_dir: Path) -> None:
    """A symptom typed between visits went to the next doctor's visit, and nothing was said."""
    async with open_app(data_dir, (120, 30), state=demo(), mode="notes") as user:
        await user.sees(text("people.status.coming"))
        await user.type("felt sick\n")
        assert user.status.startswith("Saved for ")
        assert "still to come" in user.status
    today = apply(demo(), [Put(replace(coming(demo()), day=TODAY))])
    async with open_app(data_dir / "other", (120, 30), state=today, mode="notes") as user:
        await user.type("felt sick\n")
        assert user.status.startswith("Saved 14:05")


async def test_the_next_visit_shows_the_diary_since_last_time(data_dir: Path) -> None:
    visit = coming(demo())
    before = Encounter(
        case_id=visit.case_id,
        doctor_id=visit.doctor_id,
        day=TODAY - timedelta(days=10),
        course=Course.TOOK_PLACE,
    )
    lines = [
        Note(
            case_id=visit.case_id,
            visit_id=DIARY,
            at=NOW - timedelta(days=days),
            author=Clean("Pat Demo"),
            text=Clean(words),
            diary=DiaryKind.SYMPTOM,
        )
        for days, words in ((20, "long ago"), (3, "felt sick"))
    ]
    state = apply(demo(), [Put(before), *map(Put, lines)])
    async with open_app(data_dir, (100, 30), state=state, mode="notes") as user:
        await user.sees("Fri 20 Nov: felt sick", text("notes.here"))
        await user.misses("long ago")
        await user.press("tab")
        await user.choose(lines[1].id, LOG)
        await user.press("plus")
        await user.choose("note", DIALOG)
        await user.press("enter")
        assert [n.text for n in here(user.state)] == ["felt sick"]
        await user.choose(lines[1].id, LOG)
        await user.press("plus")
        await user.choose("question", DIALOG)
        await user.press("enter")
        (asked,) = (q for q in user.state.questions.values() if q.text == "felt sick")
        assert asked.doctor_ids == (visit.doctor_id,)
        assert lines[1] in diary(user.state)
        await user.saved()
