"""One fact is told alike wherever it is told: on screens, in `status`, on papers, in files."""
