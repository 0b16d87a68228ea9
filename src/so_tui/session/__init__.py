"""One run of the program over an open store. No Textual."""
