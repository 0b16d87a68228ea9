"""Types of the fixtures that make pictures, and the sizes, in columns and lines, of a picture."""

from collections.abc import Callable

from so_tui.ui.app import SecondOpinionApp

Snap = Callable[..., bool]
Build = Callable[..., SecondOpinionApp]
SMALL, MEDIUM, LARGE = (60, 20), (80, 24), (120, 40)
