"""The library of questions to choose from."""
