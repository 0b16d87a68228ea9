"""The terminal: keys, output, signals, a dropped connection, crashes."""
