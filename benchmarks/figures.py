"""Figures of several rounds, and how they are written down."""

import math
import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies; inf stands for a key not seen."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


class Series:
    """One figure of one subject, a value a turn."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values = list(values)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def over(self, other: "Series") -> "Series":
        """Return the ratio to another subject's figure, turn by turn."""
        pairs = zip(self.values, other.values, strict=True)
        return Series([ours / theirs if theirs else math.inf for ours, theirs in pairs])

    def __str__(self) -> str:
        """Write the median, and the smallest and largest value behind it."""
        low, high = min(self.values), max(self.values)
        return f"{short(self.median)} ({short(low)}-{short(high)})"


def short(value: float) -> str:
    """Write a figure with about three digits."""
    if not math.isfinite(value):
        return "lost" if value == math.inf else "-"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


class Table:
    """Rows of words under a heading, written as Markdown."""

    def __init__(self, title: str, *columns: str) -> None:
        self.title = title
        self._rows = [list(columns)]

    def add(self, *cells: object) -> None:
        """Add a row."""
        self._rows.append([str(cell) for cell in cells])

    def __str__(self) -> str:
        """Write the table with its columns in line."""
        widths = [max(map(len, column)) for column in zip(*self._rows, strict=True)]
        lines = [
            "| " + " | ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) + " |"
            for row in self._rows
        ]
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return f"## {self.title}\n\n" + "\n".join(lines) + "\n"


class Target:
    """Something promised, and whether it is held.

    Args:
        promise: What is promised, in words.
        value: What was measured.
        limit: The largest value that keeps the promise.
        beside: Another value that helps to judge it, and what that is of.
    """

    def __init__(
        self, promise: str, value: float, limit: float, beside: tuple[str, float] | None = None
    ) -> None:
        self.promise, self.value = promise, value
        self.met = value <= limit
        self._beside = f" ({beside[0]} {short(beside[1])})" if beside else ""

    def __str__(self) -> str:
        """Write the promise, the value and the verdict."""
        verdict = "met    " if self.met else "NOT MET"
        return f"{verdict}  {self.promise}: {short(self.value)}{self._beside}"
