"""Reviewing a visit afterwards."""
