"""Which fields each thing has, and how their values become an entity again."""
