"""The thin line: of what is drawn, only the cells that changed go to the terminal.

Textual draws whole widgets anew, thousands of bytes a key, under which a slow line falls seconds
behind. Should Textual learn to send only what changed, delete this folder, its tests, and what the
driver's `_thin` is used for; nothing else knows of it.
"""
