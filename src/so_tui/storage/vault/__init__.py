"""Locking, unlocking and changing the passphrase."""
