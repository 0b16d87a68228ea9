"""Attacks on the program, to be run for as long as one likes: `make attack ARGS="--minutes 60"`.

They drive the program by pseudo-terminal, command line and files only, and import nothing of it,
so that they stay as they are when its inside is built anew. All that they know of the forms of
its files stands in `forms`.
"""
