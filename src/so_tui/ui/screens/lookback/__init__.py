"""Searching this case and earlier ones."""
