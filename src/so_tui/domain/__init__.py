"""The entities: people, visits, questions, notes, opinions. Pure values, no I/O."""
