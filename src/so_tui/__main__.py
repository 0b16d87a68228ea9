"""`python -m so_tui`."""

import sys

from so_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
