"""Tests of what `so-tui check` looks at."""
