"""Where everything is kept: a TinyDB store in one folder, for one session at a time."""
