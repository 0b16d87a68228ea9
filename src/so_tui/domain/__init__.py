"""What the program is about: people, visits, questions, notes, opinions. Pure values, no I/O."""
