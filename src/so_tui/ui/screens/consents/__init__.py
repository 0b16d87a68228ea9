"""Consents and releases: who may share what with whom."""
