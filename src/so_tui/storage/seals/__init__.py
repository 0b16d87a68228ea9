"""Sealing and opening bytes, and the keys for it."""
