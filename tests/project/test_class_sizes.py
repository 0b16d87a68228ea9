"""No class does everything: what is inherited counts too."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import so_tui

MOST = 40
"""A class has no more methods than this, those inherited from other classes of ours counted."""


def classes() -> Iterator[type]:
    """Yield every class that the package defines."""
    for found in pkgutil.walk_packages(so_tui.__path__, "so_tui."):
        if found.name.rpartition(".")[2] != "__main__":
            module = importlib.import_module(found.name)
            for value in vars(module).values():
                if inspect.isclass(value) and value.__module__ == found.name:
                    yield value


def methods(kind: type) -> set[str]:
    """Return the names of what a class of ours and its parents of ours can do."""
    return {
        name
        for each in kind.__mro__
        if each.__module__.startswith("so_tui.")
        for name, value in vars(each).items()
        if isinstance(value, FunctionType | staticmethod | classmethod)
    }


def test_no_class_has_too_many_methods() -> None:
    counted = {f"{kind.__module__}.{kind.__qualname__}": len(methods(kind)) for kind in classes()}
    assert len(counted) > 100
    assert counted["so_tui.ui.app.SecondOpinionApp"] > 20  # what its parents have counts
    assert {name: count for name, count in counted.items() if count > MOST} == {}
