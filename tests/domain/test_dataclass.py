"""Our dataclasses do what those of the standard library do."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from so_tui.domain import dataclass as values
from so_tui.storage.seals.vault_keys import Keys
from so_tui.ui.messages import ComeBack

Options = dict[str, bool]
OPTIONS: list[Options] = [
    {},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "kw_only": True, "eq": False},
]
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 2), {}),
    (("a",), {"count": 3, "tags": ["x"]}),
    ((), {"name": "a"}),
    ((), {"name": "a", "count": 1, "tags": []}),
    ((), {}),
    ((), {"count": 1}),
    (("a",), {"name": "b"}),
    (("a", 2, [], "b", 4), {}),
    (("a", 2, [], "b", 4, 5), {}),
    (("a",), {"colour": "red"}),
    ((), {"name": "a", "colour": "red"}),
]


def made_by(decorator: Any, options: Options) -> Any:
    """Return a class with fields of all sorts, one of them inherited."""

    @decorator(**options)
    class Base:
        name: str

    @decorator(**options)
    class Thing(Base):
        count: int = 1
        tags: list[str] = dataclasses.field(default_factory=list)
        secret: str = dataclasses.field(default="hush", repr=False)
        seen: int = dataclasses.field(default=0, compare=False)

    return Thing


def outcome(act: Callable[[], object]) -> object:
    """Return what comes of it: a value, or the type of the error."""
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(("given", "named"), CALLS, ids=str)
def test_it_takes_the_same_and_holds_the_same(
    options: Options, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    theirs, ours = (
        outcome(lambda kind=kind: repr(kind(*given, **named)))  # type: ignore[misc]  # a default
        for kind in (made_by(dataclasses.dataclass, options), made_by(values.dataclass, options))
    )
    assert theirs == ours


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_values_compare_the_same(options: Options) -> None:
    def compared(decorator: Any) -> list[object]:
        kind = made_by(decorator, options)
        one, same, other = kind(name="a"), kind(name="a"), kind(name="a", count=2)
        return [
            one == same,
            one == other,
            one != other,
            one == "a",
            one == kind(name="a", seen=1),
            one == kind(name="a", secret="louder"),
            outcome(lambda: hash(one) == hash(one)),
            dataclasses.replace(one, count=2) == other,
            kind.__match_args__,
            [field.name for field in dataclasses.fields(kind)],
        ]

    assert compared(values.dataclass) == compared(dataclasses.dataclass)


def test_the_hash_follows_the_fields() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Place:
        row: int
        column: int

    assert {Place(1, 2), Place(1, 2), Place(2, 1)} == {Place(2, 1), Place(1, 2)}


def test_each_value_has_a_list_of_its_own() -> None:
    kind = made_by(values.dataclass, {})
    one, other = kind("a"), kind("b")
    one.tags.append("x")
    assert other.tags == []


def test_a_frozen_value_cannot_be_changed() -> None:
    thing = made_by(values.dataclass, {"frozen": True, "slots": True})("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        thing.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del thing.name
    assert thing.name == "a"


def test_a_value_with_slots_has_no_room_for_more() -> None:
    thing = made_by(values.dataclass, {"slots": True})("a")
    thing.name = "b"
    assert thing.name == "b"
    with pytest.raises(AttributeError):
        thing.colour = "red"


def test_what_is_to_follow_the_making_follows() -> None:
    @values.dataclass
    class Sum:
        left: int
        right: int

        def __post_init__(self) -> None:
            self.whole = self.left + self.right

    assert Sum(2, right=3).whole == 5


def test_a_class_keeps_the_methods_it_has() -> None:
    keys = Keys("AGE-SECRET-KEY-1", "age1", "2026-11-23")
    assert repr(keys) == "Keys(...)"


def test_what_is_secret_is_not_shown() -> None:
    assert "louder" not in repr(ComeBack("louder"))
