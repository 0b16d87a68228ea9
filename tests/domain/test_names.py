"""Two of one name are told apart."""

from dataclasses import replace

from so_tui.domain.contacts import Contact, ContactRole
from so_tui.domain.entity import CaseEntity
from so_tui.domain.names import name_of, names
from so_tui.domain.people import Companion
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, doctor

LEE = replace(doctor(0), name=Clean("Dr Lee"))
OTHER = replace(doctor(1), name=Clean("Dr LEE"))


def called(*people: CaseEntity) -> list[str]:
    """Return what these are called in a case of them alone."""
    state = apply(AppState(case_id=CASE_ID), [Put(each) for each in people])
    return [name_of(state, each.id) for each in people]


def test_one_of_a_name_is_called_by_it() -> None:
    assert called(LEE, doctor(2)) == ["Dr Lee", "Dr 2"]
    assert name_of(AppState(), "") == ""


def test_two_doctors_of_one_name_have_specialty_place_or_a_number() -> None:
    """Hard case: two doctors of one name cannot be told apart."""
    surgeon = replace(LEE, specialty=Clean("surgery"), place=Clean("Hill"))
    for specialty, place, ours, theirs in (
        ("radiation", "", "surgery", "radiation"),
        ("surgery", "Lake", "Hill", "Lake"),
        ("surgery", "Hill", "1", "2"),
        ("", "", "surgery", "2"),
    ):
        second = replace(OTHER, specialty=Clean(specialty), place=Clean(place))
        assert called(surgeon, second) == [f"Dr Lee ({ours})", f"Dr LEE ({theirs})"]


def test_companions_and_contacts_are_told_apart_too() -> None:
    sisters = [Companion(id=f"{n:012x}", case_id=CASE_ID, name=Clean("Maria")) for n in (1, 2)]
    assert called(*sisters) == ["Maria (1)", "Maria (2)"]
    nurse = Contact(case_id=CASE_ID, name=Clean("maria"), role=ContactRole.NURSE)
    assert called(sisters[0], nurse) == ["Maria (1)", "maria (nurse)"]


def test_all_names_of_a_case_differ() -> None:
    people = [
        replace(doctor(n), name=Clean("Dr Lee"), specialty=Clean("surgery" if n % 2 else ""))
        for n in range(5)
    ]
    state = apply(AppState(case_id=CASE_ID), [Put(each) for each in people])
    assert len(set(names(state).values())) == 5
