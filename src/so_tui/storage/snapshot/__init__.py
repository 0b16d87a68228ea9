"""The snapshot and its older copies."""
