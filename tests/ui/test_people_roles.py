"""Contacts, who may act for the patient, and which doctor goes on with the care."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from so_tui.domain.people import Doctor
from so_tui.domain.state import Put, apply
from so_tui.domain.text import Clean
from tests.ui.support import TODAY, demo, open_app

SIZE = (120, 40)


async def test_a_nurse_is_a_contact_with_phone_and_hours(data_dir: Path) -> None:
    """Hard case: "nurse, coordinator, records desk": only doctor or companion could be chosen."""
    async with open_app(data_dir, SIZE, state=demo()) as user:
        await user.press("p", "n")
        await user.to_field("name")
        await user.type("Nurse Ann")
        await user.to_field("role")
        await user.press("right")
        await user.to_field("phone")
        await user.type("555-0177")
        await user.to_field("hours")
        await user.type("8 to 4")
        await user.press("ctrl+s")
        await user.sees("Nurse Ann", "555-0177 (8 to 4)")
        (contact,) = (c for c in user.state.contacts.values() if c.name == "Nurse Ann")
        assert contact.role == "nurse"
        await user.press("0")
        await user.sees("Nurse Ann, nurse", "555-0177 (8 to 4)")
        await user.press("escape", "escape", "b", "slash")
        await user.type("nurse ann 0177")
        await user.sees("Contact: Nurse Ann")


async def test_who_may_act_for_the_patient_is_on_the_card(data_dir: Path) -> None:
    """Hard case: "portal for the daughter; who may log in" could be written nowhere."""
    state = replace(demo(), contacts={}, about_me={})  # short enough for all to be in sight
    companion = next(iter(state.companions.values()))
    async with open_app(data_dir, SIZE, state=state) as user:
        await user.press("p")
        await user.choose(companion.id)
        await user.press("e")
        await user.to_field("proxy")
        await user.press("right")
        await user.to_field("represents_paper")
        await user.type("blue folder")
        await user.press("ctrl+s")
        await user.sees("health-care proxy (paper: blue folder)")
        assert user.state.companions[companion.id].proxy
        await user.press("0")
        await user.sees(f"{companion.name} may act for me: health-care proxy")


async def test_another_doctor_takes_over_the_care(data_dir: Path) -> None:
    """Hard case: "the first doctor leaves, another takes over": letter and agenda were wrong."""
    new = Doctor(case_id=demo().case_id, name=Clean("Dr Next"), order=7)
    async with open_app(data_dir, SIZE, state=apply(demo(), [Put(new)])) as user:
        await user.press("p")
        await user.choose(new.id)
        await user.press("o")
        await user.sees("Dr Next takes over the care", "The comparison stays as it is.")
        await user.press("ctrl+s")
        await user.sees("treats you since", "treated you until")
        assert user.state.doctors[new.id].treating_from == TODAY
        await user.press("f7", "f")
        await user.sees("To talk about with Dr Next")
        await user.press("u")
        await user.misses("To talk about with Dr Next")
        assert user.state.doctors == apply(demo(), [Put(new)]).doctors


async def test_two_doctors_of_one_name_are_told_apart_on_the_screens(data_dir: Path) -> None:
    """Hard case: "two doctors of one name cannot be told apart"."""
    first, second, *_ = sorted(demo().doctors.values(), key=lambda d: d.order)
    same = [
        replace(first, name=Clean("Dr Lee"), specialty=Clean("surgery")),
        replace(second, name=Clean("Dr Lee"), specialty=Clean("radiation")),
    ]
    state = apply(demo(), [Put(each) for each in same])
    soon = replace(next(v for v in state.visits.values() if not v.took_place),
                   doctor_id=second.id, day=TODAY + timedelta(2))  # fmt: skip
    async with open_app(data_dir, SIZE, state=apply(state, [Put(soon)])) as user:
        await user.sees("Dr Lee (radiation)")
        await user.press("p")
        await user.choose(soon.id)
        await user.press("e")
        await user.sees("Dr Lee (surgery)", "Dr Lee (radiation)")
