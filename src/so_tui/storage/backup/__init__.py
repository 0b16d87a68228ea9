"""Copies to keep elsewhere: writing, restoring, moving, exporting."""
