"""Thin output: of each frame, only the changed cells are sent to the terminal.

Textual redraws whole widgets, thousands of bytes per key, which makes a slow connection lag by
seconds. If Textual learns to send only changes, delete this folder, its tests, and the driver's
uses of `_thin`; nothing else depends on it.
"""
