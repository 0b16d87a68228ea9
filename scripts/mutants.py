"""Change single lines of domain, logic and storage and see that tests fail; run by `make mutants`.

mutmut makes the mutants. Its own runner swaps functions within one process and draws no sample, so
a share with a fixed seed is drawn here, in equal parts of four groups (most are dropped arguments
otherwise, which die of a TypeError). Each is tried in a copy of the tree by the fast tests that
run its line. It fails when too many live, or one without its reason in mutants_alive.toml.
"""

import argparse
import hashlib
import json
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from scripts.mutants_made import GROUPS, Mutant, mutants_of

TOP = Path(__file__).parent.parent
SRC = TOP / "src/so_tui"
CACHE = TOP / ".mutants"
REASONS = TOP / "scripts/mutants_alive.toml"
PACKAGES = ("domain", "logic", "storage")
# fmt: off
LIVING = ("alive", "untested")
MOST_ALIVE = 0.05
TEST_SECONDS = 20.0
"""How long the tests of one mutant may take together, by what was measured."""
# A mutant may loop for ever: bounds of memory (KiB) and of the size of a file (512 bytes).
PYTEST = (
    "sh", "-c", 'ulimit -v 6000000; ulimit -f 400000; exec "$@"', "sh",
    sys.executable, "-m", "pytest", "-q", "-p", "scripts.mutants_map", "-p", "no:cacheprovider",
    "--hypothesis-profile=mutants", "--hypothesis-seed=0",
)
BARE = (
    "-x", "--tb=no", "-p", "no:xdist", "-p", "no:pytest-textual-snapshot", "-p", "no:syrupy",
)
# fmt: on

Tests = dict[str, dict[str, Any]]
"""By test: the `seconds` it takes, and the numbers of the `lines` that it runs, by file."""


def copy_tree(to: Path) -> Path:
    """Copy what git knows, and let compiled files be checked by content: times are too coarse."""
    listed = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    for name in subprocess.check_output(listed, cwd=TOP, text=True).split("\0"):
        if name and (TOP / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, to / name)
    compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
    subprocess.run([*compiled, "src"], cwd=to, check=True)
    return to


def environment(copy: Path, **more: str) -> dict[str, str]:
    """Return the environment in which the copy is what is imported."""
    return {**os.environ, "PYTHONPATH": str(copy / "src"), **more}


def measure(copy: Path, workers: int) -> Tests:
    """Return what the tests run, from the cache as far as nothing has changed."""
    hashes = {
        str(path.relative_to(copy)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(copy.glob("tests/**/test_*.py"))
    }
    source = hashlib.sha256()
    for path in sorted(copy.glob("src/**/*.py")):
        source.update(path.read_bytes())
    hashes["src"] = source.hexdigest()
    kept: dict[str, Any] = {"hashes": {}, "tests": {}}
    if (CACHE / "map.json").exists():
        kept = json.loads((CACHE / "map.json").read_text("utf-8"))
    old = kept["hashes"] if kept["hashes"].get("src") == hashes["src"] else {}
    files = [name for name in hashes if name != "src" and old.get(name) != hashes[name]]
    tests: Tests = {
        name: test
        for name, test in kept["tests"].items()
        if (file := name.partition("::")[0]) in old and file in hashes and file not in files
    }
    if files:
        print(f"Measuring what the tests of {len(files)} files run.", flush=True)
        out = copy / ".measured"
        out.mkdir()
        command = [*PYTEST, "--tb=no", "-n", str(workers), *files]
        env = environment(copy, MUTANTS_MAP=str(out))
        code = subprocess.run(command, cwd=copy, env=env, stdout=sys.stderr, check=False).returncode
        if code not in (0, 1):  # the slow ones fail, and are left out
            sys.exit("The tests could not be measured.")
        for part in out.iterdir():
            tests.update(json.loads(part.read_text("utf-8")))
        CACHE.mkdir(exist_ok=True)
        cached = json.dumps({"hashes": hashes, "tests": tests})
        (CACHE / "map.json").write_text(cached, "utf-8")
    return tests


def chosen(mutant: Mutant, tests: Tests) -> tuple[list[str], float]:
    """Return the tests that run the changed code, the quickest first, and their seconds.

    What runs at import has no test of its own: it gets the tests that run anything of its file,
    and before them those that import something by the name of the module.
    """
    file = str(mutant.path.relative_to(TOP))
    module = ".".join(mutant.path.relative_to(SRC.parent).with_suffix("").parts)

    def names_it(test: str) -> bool:
        path = TOP / test.partition("::")[0]
        return not mutant.lines and f"from {module} import" in path.read_text("utf-8")

    found = [
        (not named, float(held["seconds"]), test)
        for test, held in tests.items()
        if (named := names_it(test))
        or any(not mutant.lines or line in mutant.lines for line in held["lines"].get(file, ()))
    ]
    names, total = [], 0.0
    for _, seconds, test in sorted(found):
        total += seconds
        if total > TEST_SECONDS:
            break
        names.append(test)
    return names, total


def attempt(mutant: Mutant, tests: Tests, copies: "queue.Queue[Path]") -> str:
    """Run the tests on the mutant; return what became of it."""
    names, seconds = chosen(mutant, tests)
    if not names:
        return "untested"
    copy = copies.get()
    target = copy / mutant.path.relative_to(TOP)
    original = target.read_bytes()
    try:
        target.write_text(mutant.source(), "utf-8")
        (copy / ".chosen").write_text("\n".join(names), "utf-8")
        process = subprocess.Popen(
            [*PYTEST, *BARE, f"--basetemp={copy / '.tmp'}", "@.chosen"],
            cwd=copy, env=environment(copy), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            code = process.wait(30 + 5 * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "timed out"
        if code in (2, 4):  # not even collected
            return "stillborn"
        return "killed" if code else "alive"
    finally:
        target.write_bytes(original)
        copies.put(copy)


def described(mutant: Mutant, fate: str) -> str:
    """Return a mutant as an entry of the file of reasons, with the reason left open."""
    fields = zip(("module", "function", "line", "was", "now"), mutant.key, strict=True)
    told = "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields)
    where = f"# {mutant.path.relative_to(TOP)}:{mutant.lines.start}, {fate}"
    return f'{where}\n[[alive]]\n{told}why = ""\n'


def main() -> int:
    """Draw, try and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", default="13")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="only those that lived last time")
    wanted = parser.parse_args()
    files = chain.from_iterable(SRC.glob(f"{name}/**/*.py") for name in PACKAGES)
    ranked = [one for path in files for one in mutants_of(path, wanted.seed)]
    ranked.sort(key=lambda pair: pair[0])
    by_group = [[one for _, one in ranked if one.group == group] for group in GROUPS]
    order = [one for turn in zip_longest(*by_group) for one in turn if one]
    reasons = {
        tuple(entry[name] for name in ("module", "function", "line", "was", "now")): entry["why"]
        for entry in tomllib.loads(REASONS.read_text("utf-8")).get("alive", [])
    }
    last = CACHE / "alive.json"
    if wanted.again:
        again = [tuple(key) for key in json.loads(last.read_text("utf-8"))]
        order = [one for one in order if one.key in again]
    fates: dict[Mutant, str] = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(wanted.workers):
            copies.put(copy_tree(Path(folder, str(number))))
        tests = measure(Path(folder, "0"), wanted.workers)
        viable = 0
        with ThreadPoolExecutor(wanted.workers) as pool:
            while viable < wanted.count and (batch := order[: wanted.count - viable]):
                order = order[len(batch) :]
                tried = pool.map(lambda one: attempt(one, tests, copies), batch)
                for mutant, fate in zip(batch, tried, strict=True):
                    fates[mutant] = fate
                    viable += fate != "stillborn"
                    if fate in LIVING and not reasons.get(mutant.key):
                        print(f"\n{described(mutant, fate)}", flush=True)
                    else:
                        print({"killed": "."}.get(fate, fate[0]), end="", flush=True)
    alive = [one for one, fate in fates.items() if fate in LIVING]
    CACHE.mkdir(exist_ok=True)
    last.write_text(json.dumps([one.key for one in alive]), "utf-8")
    unexplained = [one for one in alive if not reasons.get(one.key)]
    print()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    counts = ", ".join(f"{count} {fate}" for fate, count in sorted(Counter(fates.values()).items()))
    print(f"{len(ranked)} mutants, {viable} of them tried: {counts}.")
    print(
        f"{len(alive) / max(viable, 1):.1%} live, {len(unexplained)} of them without a reason.",
        end=" ",
    )
    print(f"{used.ru_utime + used.ru_stime:.0f} seconds of processor time.")
    return 1 if unexplained or len(alive) > MOST_ALIVE * viable else 0


if __name__ == "__main__":
    sys.exit(main())
