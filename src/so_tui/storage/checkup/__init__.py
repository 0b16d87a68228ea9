"""What `so-tui check` looks at."""
