"""Check that a wheel holds every file of the package that the checkout holds, and no others.

Usage: python scripts/check_wheel.py dist/so_tui-1.0-py3-none-any.whl
"""

import subprocess
import sys
import zipfile
from pathlib import Path

TOP = Path(__file__).parents[1]


def main(wheel: str) -> int:
    """Print what is missing or too much; return 0 when nothing is."""
    listed = subprocess.run(
        ["git", "ls-files", "--", "src/so_tui"], cwd=TOP, capture_output=True, text=True, check=True
    )
    wanted = {name.removeprefix("src/") for name in listed.stdout.splitlines()}
    held = set(zipfile.ZipFile(wheel).namelist())
    for name in sorted(wanted - held):
        print(f"not in the wheel: {name}", file=sys.stderr)
    strange = {name for name in held - wanted if ".dist-info/" not in name}
    for name in sorted(strange):
        print(f"not of the package: {name}", file=sys.stderr)
    kinds = sorted({Path(name).suffix for name in wanted & held})
    print(f"{len(wanted & held)} of {len(wanted)} files are in the wheel: {' '.join(kinds)}")
    return 0 if wanted and wanted <= held and not strange else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
