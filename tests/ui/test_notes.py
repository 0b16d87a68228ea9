"""In the room: lines, their kinds, the question at hand, to-dos, and unfinished words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import Encounter, by_date, next_visit
from so_tui.domain.notes import Note, NoteKind, of_visit
from so_tui.domain.questions import Asked, answer_to, open_for
from so_tui.domain.state import AppState, Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.ui.messages import Commit, WriteAs
from so_tui.ui.widgets.area import Composer
from tests.ui.support import NOW, SIZES, TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)

LOG = "#log"


def coming(state: AppState) -> Encounter:
    """Return the next visit, which is the one that is open for notes."""
    visit = next_visit(state.visits.values(), TODAY)
    assert visit is not None
    return visit


def lines(state: AppState) -> list[Note]:
    """Return the lines of the next visit."""
    return of_visit(state.notes, coming(demo()).id)


def composer(user: Session) -> Composer:
    """Return where a line is typed."""
    return user.app.screen.query_one(Composer)


async def test_text_and_enter_is_a_saved_line(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        assert composer(user).has_focus
        await user.type("Good morning, 2 o'clock [x]\n")
        (note,) = lines(user.state)
        assert (note.text, note.kind) == ("Good morning, 2 o'clock [x]", NoteKind.SAID)
        assert (note.at, note.author, note.question_id) == (NOW, "Pat Demo", "")
        assert composer(user).text == ""
        await user.saved()
        await user.sees("14:05", "Mon 23 Nov: Good morning, 2 o'clock", "[x]")
    async with open_app(data_dir, size, mode="notes") as user:
        await user.sees("Good morning, 2 o'clock", "[x]")


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("!", NoteKind.IMPORTANT),
        ("?", NoteKind.ASK),
        (">", NoteKind.QUOTE),
        ("@", NoteKind.TODO),
        ("#", NoteKind.CHECK),
    ],
)
async def test_a_sign_at_the_start_gives_the_kind(
    data_dir: Path, size: tuple[int, int], sign: str, kind: NoteKind
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.sees(text("notes.marks"))
        await user.type(f"{sign} so it is\n")
        (note,) = lines(user.state)
        assert (note.kind, note.text) == (kind, "so it is")
        assert any(str(kind) in line and "so it is" in line for line in user.lines)
        await user.saved()


async def test_lines_keep_their_order_when_the_clock_is_set_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    times = iter([NOW + timedelta(minutes=m) for m in range(400, 0, -1)])
    async with open_app(
        data_dir, size, state=demo(), mode="notes", clock=lambda: next(times)
    ) as user:
        await user.type("one\ntwo\nthree\n")
        assert [n.text for n in lines(user.state)] == ["one", "two", "three"]
        await user.saved()


async def test_nothing_is_saved_of_an_empty_line(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("\n   \n")
        assert lines(user.state) == []
        await user.saved()


async def test_answered_takes_the_line_and_those_since_the_question_came_up(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    visit = coming(state)
    first, second = open_for(state.questions.values(), state.answers, visit.doctor_id)[:2]
    clock = ticking()
    async with open_app(data_dir, size, state=state, mode="notes", clock=clock) as user:
        await user.press("ctrl+n", "ctrl+r")
        await user.type("a small operation\nand then radiation")
        await user.press("ctrl+g")
        asked = answer_to(user.state.answers.values(), first.id, visit.doctor_id)
        assert asked is not None
        assert asked.asked is Asked.ANSWERED
        assert [(n.text, n.question_id) for n in lines(user.state)] == [
            ("a small operation", first.id),
            ("and then radiation", first.id),
        ]
        assert composer(user).text == ""
        await user.sees(second.text[:20])
        await user.saved()
        await user.type("it is 2+")
        await user.press("ctrl+g")
        assert [n.question_id for n in lines(user.state)] == [first.id, first.id, second.id]
        doctors = {a.doctor_id for a in user.state.answers.values() if a.question_id == second.id}
        assert visit.doctor_id in doctors
        await user.saved()
        await user.press("f4")
        await user.choose(first.id, "#questions")
        await user.wait(lambda: "and then radiation" in user.detail, "the answer")


async def test_answered_takes_no_line_from_before_the_question(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """`^G` for the first question: nine earlier free lines, the room number among them."""
    state = demo()
    waiting = open_for(state.questions.values(), state.answers, coming(state).doctor_id)
    first, second, third = waiting[:3]
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.type("room 4.12\n" + "".join(f"small talk {n}\n" for n in range(8)))
        await user.type("the answer")
        await user.press("ctrl+g")
        assert answers(user) == {first.id: ["the answer"]}
        await user.type("a free line")
        await user.press("ctrl+l")
        assert answers(user) == {first.id: ["the answer"]}
        await user.press("ctrl+g")
        assert answers(user) == {first.id: ["the answer"]}
        assert user.status == text("notes.answered_alone")
        assert answer_to(user.state.answers.values(), third.id, coming(state).doctor_id)
        assert second.id not in answers(user)
        await user.saved()


def answers(user: Session) -> dict[str, list[str]]:
    """Return the words of the lines of the visit that answer a question, by the question."""
    found: dict[str, list[str]] = {}
    for note in lines(user.state):
        if note.question_id:
            found.setdefault(note.question_id, []).append(note.text)
    return found


@pytest.mark.parametrize(
    ("key", "asked"),
    [("ctrl+l", Asked.SKIPPED), ("ctrl+t", Asked.LATER)],
)
async def test_skipped_and_later_keep_the_line_as_a_free_one(
    data_dir: Path, size: tuple[int, int], key: str, asked: Asked
) -> None:
    state = demo()
    visit = coming(state)
    question = open_for(state.questions.values(), state.answers, visit.doctor_id)[0]
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.type("half a word")
        await user.press(key)
        answer = answer_to(user.state.answers.values(), question.id, visit.doctor_id)
        assert answer is not None
        assert answer.asked is asked
        assert [(n.text, n.question_id) for n in lines(user.state)] == [("half a word", "")]
        assert composer(user).text == ""
        await user.saved()


async def test_next_and_previous_walk_round_the_open_questions(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    waiting = open_for(state.questions.values(), state.answers, coming(state).doctor_id)
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.type("stays")
        await user.press("ctrl+n")
        await user.sees(f"2 of {len(waiting)}", waiting[1].text[:25])
        await user.press("ctrl+r", "ctrl+r")
        await user.sees(f"{len(waiting)} of {len(waiting)}", waiting[-1].text[:25])
        assert composer(user).text == "stays"
        assert user.state.answers == state.answers


async def test_a_to_do_line_stands_in_the_checklist_and_follows_the_line(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("@ Call the lab\n")
        (note,) = lines(user.state)
        assert tasks_of(user.state, note) == ["Call the lab"]
        await user.press("up", "enter")
        await user.replace_line("@ Call the new lab")
        await user.press("ctrl+s")
        assert tasks_of(user.state, note) == ["Call the new lab"]
        await user.saved()
        await user.press("f3", "slash")
        await user.type("new lab")
        await user.sees("Call the new lab")
        await user.press("escape", "f5")
        assert composer(user).has_focus
        await user.press("up", "right")
        (changed,) = lines(user.state)
        assert changed.kind is not NoteKind.TODO
        assert tasks_of(user.state, note) == []
        await user.press("left")
        assert lines(user.state)[0].kind is NoteKind.TODO
        assert tasks_of(user.state, note) == ["Call the new lab"]
        await user.press("delete")
        assert lines(user.state) == []
        assert tasks_of(user.state, note) == []
        await user.saved()
        await user.press("escape", "ctrl+z")
        assert tasks_of(user.state, note) == ["Call the new lab"]
        assert [n.text for n in lines(user.state)] == ["Call the new lab"]
        await user.saved()


async def test_letters_typed_on_the_lines_go_to_the_composer(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("a line\n")
        await user.press("tab")
        assert user.rows(LOG).has_focus
        await user.type("exuadt 123\n")
        assert [n.text for n in lines(user.state)] == ["a line", "exuadt 123"]
        assert user.app.current_mode == "notes"


async def test_a_line_is_made_an_answer_and_a_free_one_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    question = open_for(state.questions.values(), state.answers, coming(state).doctor_id)[0]
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.type("a line\n")
        await user.press("tab", "plus")
        assert lines(user.state)[0].question_id == question.id
        await user.press("plus")
        assert lines(user.state)[0].question_id == ""
        await user.saved()


async def test_editing_gives_another_kind_by_its_sign(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("ductal\n")
        await user.press("tab", "enter")
        await user.replace_line("# ductal = in a duct")
        await user.press("ctrl+s")
        (note,) = lines(user.state)
        assert (note.kind, note.text) == (NoteKind.CHECK, "ductal = in a duct")
        await user.saved()
        await user.wait(lambda: composer(user).has_focus, "the composer")


async def test_the_visit_is_chosen_and_each_keeps_its_own_half_line(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    here = coming(state)
    other = by_date(state.visits.values())[-1]
    assert other.id != here.id
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.type("for Madeup")
        await user.drafted(f"note:{here.id}", "for Madeup")
        await user.press("ctrl+o")
        await user.choose(other.id, "#dialog RowList")
        await user.press("enter")
        await user.sees(state.doctors[other.doctor_id].name)
        assert composer(user).text == ""
        assert composer(user).has_focus
        await user.type("to Example\n")
        assert [n.text for n in of_visit(user.state.notes, other.id)] == ["to Example"]
        await user.press("ctrl+o")
        await user.choose(here.id, "#dialog RowList")
        await user.press("enter")
        await user.wait(lambda: composer(user).text == "for Madeup", "the half line")
        await user.saved()


async def test_another_visit_begins_with_its_own_first_question(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = replace(demo(), answers={})
    other = by_date(state.visits.values())[-1]
    here, there = (
        open_for(state.questions.values(), state.answers, visit.doctor_id)
        for visit in (coming(state), other)
    )
    assert here[1] in there[1:]
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.press("ctrl+n")
        await user.sees(f"2 of {len(here)}")
        await user.press("ctrl+o")
        await user.choose(other.id, "#dialog RowList")
        await user.press("enter")
        await user.sees(f"1 of {len(there)}", there[0].text[:25])


async def test_the_half_written_line_is_there_after_a_restart(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("one\nhalf a wo")
        await user.drafted(f"note:{coming(demo()).id}", "half a wo")
    async with open_app(data_dir, size, mode="notes") as user:
        await user.wait(lambda: composer(user).text == "half a wo", "the half line")
        assert user.status == text("status.put_back")
        await user.type("rd\n")
        assert [n.text for n in lines(user.state)] == ["one", "half a word"]
        await user.drafted(f"note:{coming(demo()).id}", "")
        await user.saved()


async def test_the_visit_is_marked_as_held(data_dir: Path, size: tuple[int, int]) -> None:
    today = replace(coming(demo()), day=TODAY)
    state = apply(demo(), [Put(today)])
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.press("f8")
        assert user.state.visits[today.id].took_place
        await user.saved()
        await user.press("f8")
        assert not user.state.visits[today.id].took_place


async def test_without_a_visit_a_line_is_not_lost(data_dir: Path, size: tuple[int, int]) -> None:
    state = replace(demo(), visits={}, notes={}, answers={})
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        await user.sees("No visit to write in yet")
        await user.type("first words")
        await user.drafted("note:", "first words")
    async with open_app(data_dir, size, mode="notes") as user:
        await user.wait(lambda: composer(user).text == "first words", "the half line")


async def test_a_full_member_number_is_asked_back_and_is_in_no_draft(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        before = len(user.state.notes)
        await user.type("member number 123456789, call back\n")
        await user.sees(text("secrets.line"), "123456789")
        assert len(user.state.notes) == before
        (key,) = user.app.view.drafts
        await user.drafted(key, "...6789, call back")
        drafts = [draft.text for draft in Store.read(data_dir).drafts.all().values()]
        assert drafts == ["member number ...6789, call back"]
        await user.replace("member number ...6789, call back")
        await user.press("enter")
        await user.wait(lambda: len(user.state.notes) == before + 1, "the line")


async def test_who_types_stands_beside_the_line(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("w")
        await user.replace("Sam")
        await user.press("enter")
        await user.sees("Typing: Sam")
        await user.press("f5")
        await user.type("by Sam\n")
        assert [n.author for n in lines(user.state)] == ["Sam"]
        await user.saved()
    async with open_app(data_dir, size) as user:
        await user.sees("Typing: Sam")


@pytest.mark.parametrize(
    ("more", "whose"), [("", "Maria"), (" more", "")], ids=["as it was", "continued"]
)
@pytest.mark.parametrize("visits", [True, False], ids=["a visit", "no visit"])
async def test_a_half_line_never_takes_the_name_of_who_opens_it(
    data_dir: Path, size: tuple[int, int], visits: bool, more: str, whose: str
) -> None:
    state = demo() if visits else replace(demo(), visits={}, notes={}, answers={})
    async with open_app(data_dir, size, state=state, mode="notes") as user:
        user.app.post_message(WriteAs(Clean("Maria")))
        await user.sees("Typing: Maria")
        await user.type("half")
    async with open_app(data_dir, size, mode="notes") as user:
        user.app.post_message(WriteAs(Clean("Sam")))
        await user.sees("Typing: Sam")
        if not visits:
            user.app.post_message(Commit((Put(coming(demo())),), "Planned"))
        await user.wait(lambda: composer(user).text == "half", "the half line")
        await user.type(f"{more}\nmy own\n")
        assert [n.author for n in lines(user.state)] == [whose, "Sam"]
        await user.saved()


async def test_words_for_a_visit_that_is_gone_keep_their_typist(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        user.app.post_message(WriteAs(Clean("Maria")))
        await user.type("half")
        user.app.post_message(WriteAs(Clean("Sam")))
        await user.sees("Typing: Sam")
        user.app.post_message(Commit((Drop(coming(demo())),), "Deleted"))
        await user.wait(lambda: coming(demo()).id not in user.state.visits, "the deletion")
        await user.sees("half")
        await user.type("\n")
        (note,) = [n for n in user.state.notes.values() if n.text == "half"]
        assert note.author == "Maria"


async def test_today_s_visit_comes_before_later_ones(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    last = replace(by_date(state.visits.values())[-1], day=TODAY)
    missed = replace(coming(state), day=TODAY - timedelta(days=9))
    async with open_app(
        data_dir, size, state=apply(state, [Put(last), Put(missed)]), mode="notes"
    ) as user:
        await user.type("today\n")
        assert [n.text for n in of_visit(user.state.notes, last.id)] == ["today"]


def tasks_of(state: AppState, note: Note) -> list[str]:
    """Return the words of the tasks that come from a line."""
    return [str(task.text) for task in state.tasks.values() if task.note_id == note.id]


def ticking() -> Callable[[], datetime]:
    """Return a clock that goes on by a second at each look."""
    seconds = iter(range(10_000))
    return lambda: NOW + timedelta(seconds=next(seconds))
