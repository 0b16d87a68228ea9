"""How quick and how light the program is, beside nano and a bare Textual app."""
