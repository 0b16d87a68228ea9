"""Dialogs on top of a screen: forms, pickers, help."""
