"""Everything that was measured in a run, and the tables that tell of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Series, Table


@dataclass
class Results:
    """Everything that was measured: values by measure and program, in the order taken."""

    values: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    version_imports: list[str] = field(default_factory=list)

    def add(self, measure: str, program: str, value: float) -> None:
        """Note a value of this round."""
        self.values[measure][program].append(value)

    def adder(self, suffix: str) -> Callable[[str, str, float], None]:
        """Return what notes values of measures whose names all end alike."""
        return lambda measure, program, value: self.add(measure + suffix, program, value)

    def get(self, measure: str, program: str) -> Series:
        """Return the values of all rounds."""
        return Series(self.values[measure][program])

    def median(self, measure: str, program: str) -> float:
        """Return the median of all rounds."""
        return self.get(measure, program).median

    def ratio(self, measure: str, ours: str, theirs: str) -> float:
        """Return the median of the ratios of two programs, taken turn by turn."""
        return self.get(measure, ours).over(self.get(measure, theirs)).median

    def table(
        self, title: str, columns: Mapping[str, str], by: str | Sequence[str] = (), base: str = ""
    ) -> Table | None:
        """Return a table of some measures.

        Args:
            title: Its heading.
            columns: The measures by what the heads of their columns say.
            by: The measure whose ratios are told in the last column; several have one each.
            base: The program they are taken to.

        Returns:
            The table; None when nothing of it was measured.
        """
        first, *_ = columns.values()
        if first not in self.values:
            return None
        measures = [by] if by and isinstance(by, str) else by
        table = Table(title, "program", *columns, *(f"x {base} ({by})" for by in measures))
        for program in self.values[first]:
            cells = [self.get(measure, program) for measure in columns.values()]
            ratios = [self.get(by, program).over(self.get(by, base)) for by in measures]
            table.add(program, *cells, *ratios)
        return table
