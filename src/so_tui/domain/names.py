"""What people are called where they have to be told apart: two can have one name."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from so_tui.domain.contacts import Contact
from so_tui.domain.contacts import in_order as by_role
from so_tui.domain.folding import fold
from so_tui.domain.people import Companion, Doctor, by_name, in_order
from so_tui.domain.state import AppState, once_a_state
from so_tui.domain.text import BLANK, Clean, clean_line

Person = Doctor | Companion | Contact

_TELLING: tuple[Callable[[Person], str], ...] = (
    lambda p: p.specialty if isinstance(p, Doctor) else p.role if isinstance(p, Contact) else "",
    lambda p: "" if isinstance(p, Companion) else p.place,
    lambda p: f"{p.specialty}, {p.place}" if isinstance(p, Doctor) else "",
)
"""What tells two of one name apart, the best first: specialty or role, place, both."""


@once_a_state
def names(state: AppState) -> Mapping[str, Clean]:
    """Return the name of each doctor, companion and contact of a case, by id.

    Where two have the same name, what tells them apart stands in brackets, else a number.
    """
    everybody: list[Person] = [
        *in_order(state.doctors.values()),
        *by_name(state.companions.values()),
        *by_role(state.contacts.values()),
    ]
    same: dict[str, list[Person]] = {}
    for person in everybody:
        same.setdefault(fold(person.name).strip(), []).append(person)
    return {id_: name for people in same.values() for id_, name in _told_apart(people)}


def name_of(state: AppState, person_id: str) -> Clean:
    """Return what a doctor, companion or contact is called; '' for nobody."""
    return names(state).get(person_id, BLANK)


def _told_apart(people: list[Person]) -> Iterator[tuple[str, Clean]]:
    if len(people) == 1:
        yield people[0].id, people[0].name
        return
    counts = [Counter(fold(tell(person)).strip() for person in people) for tell in _TELLING]
    for number, person in enumerate(people, 1):
        told = (
            tell(person)
            for tell, count in zip(_TELLING, counts, strict=True)
            if tell(person).strip(" ,") and count[fold(tell(person)).strip()] == 1
        )
        yield person.id, clean_line(f"{person.name} ({next(told, str(number))})")
