"""Second Opinion: a guide and notebook for a second medical opinion, in a terminal."""

__version__ = "0.1.0"
