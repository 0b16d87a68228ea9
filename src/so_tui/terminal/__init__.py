"""What the terminal does to us: keys, output, signals, a lost line, a crash."""
