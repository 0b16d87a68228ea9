"""One open store as one run of the program sees it. No Textual."""
