"""Everything derived from a case. Pure: no clock, no disk, no Textual."""
