"""Adding a doctor: which questions take in the new one."""

from dataclasses import replace

from so_tui.domain.questions import Question
from so_tui.domain.state import Put, of_case
from so_tui.domain.text import Clean
from so_tui.logic.people import FIRST_TOPIC, LATER_TOPIC, add_doctor
from tests.unit.values import CASE_ID, case, doctor

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)


def question(topic: str, *doctor_ids: str) -> Question:
    return Question(case_id=CASE_ID, text=Clean("Why?"), topic=topic, doctor_ids=doctor_ids)


LATER = question(LATER_TOPIC, SECOND.id)
STATE = of_case(
    CASE_ID,
    [case(), FIRST, SECOND, LATER, question(LATER_TOPIC), question(FIRST_TOPIC, FIRST.id)],
)


def test_a_later_doctor_is_asked_what_every_later_one_is_asked() -> None:
    taken_in = replace(LATER, doctor_ids=(SECOND.id, THIRD.id))
    assert add_doctor(STATE, THIRD) == (Put(THIRD), Put(taken_in))


def test_the_first_doctor_is_not() -> None:
    another = replace(THIRD, order=0)
    assert add_doctor(STATE, another) == (Put(another),)
