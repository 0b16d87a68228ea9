"""The drafts as the fields show them."""

from collections.abc import Callable, Iterator, Mapping

from so_tui.storage.drafts.drafts import Draft


class ShownDrafts(Mapping[str, Draft]):
    """A live mapping of drafts by key, as the fields show them.

    Two of these are equal if they were made for the same fields.

    Args:
        now: Returns the drafts.
    """

    def __init__(self, now: Callable[[], Mapping[str, Draft]]) -> None:
        self._now = now
        self._fields = frozenset(now())

    def __getitem__(self, key: str) -> Draft:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownDrafts) and other._fields == self._fields

    __hash__ = None  # type: ignore[assignment]  # as any mapping that changes
