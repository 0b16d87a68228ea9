"""The questions of this case."""
