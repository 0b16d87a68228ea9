"""Consents and releases: who may be told what."""
