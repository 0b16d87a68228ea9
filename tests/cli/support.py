"""The program as a shell starts it, without a terminal."""

import os
import subprocess
import sys


def so_tui(*words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the program without a terminal and check that it sends no control characters."""
    done = subprocess.run(
        [sys.executable, "-m", "so_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **variables},
        timeout=60,
        check=False,
    )
    for stream in (done.stdout, done.stderr):
        assert all(byte >= 32 or byte == 10 for byte in stream)
        assert b"Traceback" not in stream
    return done
