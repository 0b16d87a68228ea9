"""Rows that several screens and dialogs show."""
