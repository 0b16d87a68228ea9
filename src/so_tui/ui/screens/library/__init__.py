"""The library of shipped questions."""
