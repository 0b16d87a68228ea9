"""Rows shown by several screens and dialogs."""
