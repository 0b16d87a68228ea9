"""Storage: a TinyDB store in one directory, shared by any number of writers."""
