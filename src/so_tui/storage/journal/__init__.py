"""The journals: one line for each change, one file for each writer."""
