"""A random case, entered in a random order: all places that tell a fact tell the same."""

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import so_tui.cli.plain
import so_tui.papers.brief
import so_tui.papers.calendar
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.logic.overview import steps
from so_tui.logic.schedule import Planned, planned
from tests.facts.parsing import FACTS
from tests.facts.reading import papers_of, places_of
from tests.facts.story import entered

SEEDS = range(int(os.environ.get("SO_TUI_FACTS", "4")))
"""The random cases that are tried."""
Told = Mapping[str, Mapping[str, Any]]


def told_in(places: Mapping[str, str]) -> Told:
    """Return what each place tells of each fact; a paper that was not made tells nothing."""
    return {
        fact: {place: read(places[place]) for place, read in readers.items() if places[place]}
        for fact, readers in FACTS.items()
    }


def contradictions(told: Told) -> dict[str, Mapping[str, Any]]:
    """Return the facts of which two places tell something else."""
    return {
        fact: values
        for fact, values in told.items()
        if any(value != next(iter(values.values())) for value in values.values())
    }


def all_told(seed: int, folder: Path, order: int = 1) -> Told:
    """Return all that is told of a case."""
    return told_in(asyncio.run(places_of(entered(seed, order), folder)))


def test_at_least_twenty_five_facts_are_told_in_two_places_or_more() -> None:
    assert len(FACTS) >= 25
    assert all(len(readers) >= 2 for readers in FACTS.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_all_places_tell_the_same(seed: int, tmp_path: Path) -> None:
    told = all_told(seed, tmp_path / "notes")
    assert contradictions(told) == {}
    for fact in ("patient", "decide by", "who treats now", "step: compare", "records received"):
        assert None not in told[fact].values(), fact


@pytest.mark.parametrize("seed", range(100, 112))
def test_the_same_facts_are_told_alike_in_whatever_order_they_were_entered(seed: int) -> None:
    first, second = (papers_of(entered(seed, order)) for order in (1, 2))
    for places in (first, second):  # tasks of the list a case begins with have ids of their own
        places["calendar"] = re.sub(r"UID:task-\w+", "UID:task", places["calendar"])
    assert first == second


def test_the_readers_find_something_to_compare() -> None:
    """Over a few cases each fact is told: a reader that finds nothing proves nothing."""
    found: set[str] = set()
    for seed in range(100, 120):
        for fact, values in told_in(papers_of(entered(seed, 1))).items():
            if any(value not in (None, [], 0, "0", "none") for value in values.values()):
                found.add(fact)
    on_paper = {fact for fact, readers in FACTS.items() if not all("screen" in p for p in readers)}
    assert on_paper <= found | {"names of the doctors"}, on_paper - found


def one_more_compared(state: AppState, today: date) -> list[Any]:
    """Return the steps with another count of what is compared."""
    return [replace(s, total=s.total + 1) if s.key == "compare" else s for s in steps(state, today)]


def a_day_later(state: AppState, today: date) -> list[Planned]:
    """Return the dates, each a day later."""
    return [replace(item, day=item.day + timedelta(days=1)) for item in planned(state, today)]


def by_the_first(doctors: Iterable[Doctor], today: date) -> Doctor:
    """Return the first doctor, whoever treats now."""
    return min(doctors, key=lambda doctor: doctor.order)


@pytest.mark.parametrize(
    ("module", "name", "wrong", "facts"),
    [
        (so_tui.cli.plain, "steps", one_more_compared, {"step: compare"}),
        (so_tui.papers.calendar, "planned", a_day_later, {"decide by", "pay by"}),
        (so_tui.papers.brief, "treating_doctor", by_the_first, {"who treats now"}),
    ],
)
def test_a_contradiction_is_noticed(
    module: Any,
    name: str,
    wrong: Callable[..., Any],
    facts: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three contradictions made on purpose."""
    seed = next(s for s in range(99) if is_passed_on(entered(s, 1)))
    monkeypatch.setattr(module, name, wrong)
    assert contradictions(all_told(seed, tmp_path / "notes")).keys() >= facts


def is_passed_on(state: AppState) -> bool:
    """Return whether the second doctor treats now, and a bill is to be paid."""
    bill = next(iter(state.bills.values()))
    return state.doctors["0000000000d1"].treating_from is not None and bill.paid_on is None
