"""The summary of the comparison."""
